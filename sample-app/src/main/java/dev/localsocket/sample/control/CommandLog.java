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

package dev.localsocket.sample.control;

import dev.localsocket.annotation.ListenerInterceptor;
import dev.localsocket.annotation.ListenerInvocation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.stereotype.Component;

/**
 * Logs each command that is run, without its arguments, which may be anything: so that
 * who watches the feed sees something.
 */
@Component
class CommandLog implements ListenerInterceptor {

	private static final Logger logger = LoggerFactory.getLogger(CommandLog.class);

	@Override
	public Interception begin(ListenerInvocation invocation) {
		if (!invocation.route().isEmpty()) {
			logger.info("The {} runs '{}'", invocation.socket(), invocation.route());
		}
		return Interception.NONE;
	}

}
