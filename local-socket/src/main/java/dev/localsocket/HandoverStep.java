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

package dev.localsocket;

import java.util.function.Consumer;

/**
 * Where a process is in a handover, in the order of time. A test can stop it there.
 */
enum HandoverStep {

	/** The new one has been greeted. */
	NEW_CONNECTED,

	/** The old one has been asked. */
	OLD_ASKED,

	/** The old one has sent everything. */
	OLD_OFFERED,

	/** The new one has everything. */
	NEW_RECEIVED,

	/** The new one has said so. */
	NEW_CONFIRMED,

	/** The old one has been told. */
	OLD_CONFIRMED,

	/** The old one accepts no more. */
	OLD_LEFT,

	/** The old one has said so. */
	OLD_COMMITTED,

	/** The new one has been told. */
	NEW_COMMITTED,

	/** The new one accepts connections. */
	NEW_ACCEPTING;

	/** For tests. */
	static volatile Consumer<HandoverStep> hook = (step) -> {
	};

	void reached() {
		hook.accept(this);
	}

}
