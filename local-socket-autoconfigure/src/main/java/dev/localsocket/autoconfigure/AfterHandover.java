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

package dev.localsocket.autoconfigure;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * What an application does when its servers have passed to another process.
 *
 * @since 0.1.0
 */
public enum AfterHandover {

	/**
	 * It closes the application context. The process ends with the status 0, unless a
	 * thread of the application keeps it.
	 */
	CLOSE_CONTEXT {

		@Override
		void leave(ConfigurableApplicationContext context) {
			context.close();
		}

	},

	/**
	 * It ends the process with the status that its exit code generators give, 0 if there
	 * are none.
	 */
	EXIT {

		@Override
		void leave(ConfigurableApplicationContext context) {
			System.exit(SpringApplication.exit(context));
		}

	},

	/** It stays, for something else than these servers. */
	STAY {

		@Override
		void leave(ConfigurableApplicationContext context) {
			// It is not asked to
		}

	};

	abstract void leave(ConfigurableApplicationContext context);

}
