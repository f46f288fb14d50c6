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

package dev.localsocket.kotlin

import java.nio.file.Path

import dev.localsocket.LocalServer
import dev.localsocket.annotation.LocalSocketErrorHandler
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration
import dev.localsocket.autoconfigure.metrics.LocalSocketObservationAutoConfiguration
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration
import dev.localsocket.test.LocalSocketTestClient

import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration
import org.springframework.boot.test.context.runner.ApplicationContextRunner
import org.springframework.context.ApplicationContext

/** An application with a server `control`, one worker, and an error handler that tells. */
internal fun runner(directory: Path, vararg listeners: Class<*>): ApplicationContextRunner =
	ApplicationContextRunner()
		.withConfiguration(
			AutoConfigurations.of(
				LocalSocketAutoConfiguration::class.java, LocalSocketObservationAutoConfiguration::class.java,
				LocalSocketSecurityAutoConfiguration::class.java, LifecycleAutoConfiguration::class.java,
				JacksonAutoConfiguration::class.java
			)
		)
		.withUserConfiguration(*listeners)
		.withBean(LocalSocketErrorHandler::class.java, {
			LocalSocketErrorHandler { failure -> "error: ${failure.text()}" }
		})
		.withPropertyValues(
			"local-socket.directory=$directory", "local-socket.servers.control.enabled=true",
			"local-socket.listener.max-threads=1"
		)

internal fun connect(context: ApplicationContext): LocalSocketTestClient =
	LocalSocketTestClient.connect(context.getBean(LocalServer::class.java))
