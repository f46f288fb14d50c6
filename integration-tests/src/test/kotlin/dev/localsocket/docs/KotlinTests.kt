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

package dev.localsocket.docs

import java.nio.file.Path

import dev.localsocket.annotation.LocalSocketListener
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir

import org.springframework.boot.autoconfigure.AutoConfigurations
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration
import org.springframework.stereotype.Component

/** Samples of listeners in Kotlin. */
@Timeout(30)
class KotlinTests {

	@TempDir
	lateinit var directory: Path

	@Test
	fun suspendingFunction() {
		Samples.runner(directory, "json-lines.yml", Calculator::class.java)
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration::class.java))
			.run { context ->
				Samples.connect(context).use { client ->
					client.send("""{"numbers":[1,2]}""").expectLine("""{"value":3}""")
					client.send("""{"numbers":[1,2],"factor":2}""").expectLine("""{"value":6}""")
				}
			}
	}

	@Test
	fun flow() {
		Samples.runner(directory, Clock::class.java).run { context ->
			Samples.connect(context).use { client -> client.send("2").expectLine("2").expectLine("1") }
		}
	}

	// tag::kotlin-suspend[]
	data class Request(val numbers: List<Int>, val factor: Int = 1)

	data class Sum(val value: Int)

	@Component
	class Calculator {

		@LocalSocketListener("control")
		suspend fun add(request: Request): Sum {
			delay(10)
			return Sum(request.factor * request.numbers.sum())
		}

	}
	// end::kotlin-suspend[]

	class Clock {

		// tag::kotlin-flow[]
		@LocalSocketListener("control")
		fun countDown(seconds: String): Flow<String> = flow {
			for (second in seconds.toInt() downTo 1) {
				emit("$second")
				delay(10)
			}
		}
		// end::kotlin-flow[]

	}

}
