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

package dev.localsocket.interop;

/**
 * Something to do with a server, whose outcome is compared.
 *
 * @param title what is done
 * @param steps how it is done
 */
record Scenario(String title, Steps steps) {

	@Override
	public String toString() {
		return this.title;
	}

	/** What is done. */
	@FunctionalInterface
	interface Steps {

		/**
		 * Does it with servers of one kind.
		 * @param context makes the servers, and whatever else is needed
		 * @return what is observed
		 * @throws Exception if something failed that has nothing to do with the servers
		 */
		String run(ScenarioContext context) throws Exception;

	}

}
