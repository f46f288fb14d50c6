/*
 * Copyright 2026 the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.localsocket.worker;

/** What a worker runs, or is told that no worker can run. */
public interface WorkerTask extends Runnable {

	/**
	 * Called instead of {@link #run()} if there is no thread and none can be had: the
	 * executor has been shut down, or the system has no thread left. Must not block.
	 * @param cause why
	 */
	void rejected(Throwable cause);

}
