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

import dev.localsocket.annotation.LocalSocketListener
import dev.localsocket.messaging.LocalSocketHeaders
import kotlinx.coroutines.delay
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

import org.springframework.messaging.handler.annotation.Header

/** Tests of what functions of Kotlin can take and return, with real sockets. */
@Timeout(30)
class FunctionTypesTests {

	@TempDir
	lateinit var directory: Path

	/** After each message comes another one, whose reply must not be the first's. */
	@ParameterizedTest
	@CsvSource(
		delimiter = '|', quoteCharacter = '`', textBlock = """
			TakesNullable         | {"x":1}         | Point(x=1, y=7)
			TakesNullable         | null            | nothing
			TakesNullableLater    | null            | nothing
			TakesRequired         | {"x":1,"y":2}   | Point(x=1, y=2)
			TakesRequired         | null            | error
			TakesRequired         | {"y":1}         | error
			TakesDefault          | {"x":1}         | Point(x=1, y=7)
			TakesDefault          | null            | Point(x=3, y=4)
			TakesDefaultLater     | {"x":1}         | Point(x=1, y=7)
			TakesDefaultLater     | null            | Point(x=3, y=4)
			TakesPrimitive        | 5               | 5
			TakesPrimitive        | null            | 42
			TakesHeader           | {"x":1}         | 1 control
			TakesHeader           | null            | null control
			FailsWithDefault      | null            | error
			ReturnsData           | {"x":1}         | {"point":{"x":1,"y":7},"name":"a"}
			ReturnsDataLater      | {"x":1}         | {"point":{"x":1,"y":7},"name":"a"}
			TakesValueClass       | hello           | Name(text=hello)
			TakesValueClassLater  | hello           | Name(text=hello)
			TakesValueDefault     | 5               | Amount(cents=5)
			TakesValueDefault     | null            | Amount(cents=17)
			TakesValueDefaultToo  | null            | Amount(cents=17) control
			ReturnsValueClass     | "hello"         | "hello"
			ReturnsValueLater     | "hello"         | "hello"
			ReturnsUnit           | "hello"         | ``"""
	)
	fun valueIsConvertedAndReplyIsSent(name: String, line: String, reply: String) {
		val listener = Class.forName("${FunctionTypesTests::class.java.name}$$name")
		runner(directory, listener).withPropertyValues("local-socket.servers.control.framing.type=json-lines")
			.run { context ->
				assertThat(context).hasNotFailed()
				connect(context).use { client ->
					client.send(line)
					if (reply == "error") {
						assertThat(client.readLine()).contains("error")
					} else if (reply.isNotEmpty()) {
						assertThat(client.readLine().removeSurrounding("\"")).isEqualTo(reply.removeSurrounding("\""))
					}
					client.closeOutput().expectEnd()
				}
			}
	}

	data class Point(val x: Int, val y: Int = 7)

	data class Named(val point: Point, val name: String = "a", val comment: String? = null) {

		@Suppress("unused")
		fun comment(): String? = comment

	}

	@JvmInline
	value class Name(val text: String)

	@JvmInline
	value class Amount(val cents: Int)

	class TakesNullable {

		@LocalSocketListener
		fun handle(point: Point?): String = point?.toString() ?: "nothing"

	}

	class TakesNullableLater {

		@LocalSocketListener
		suspend fun handle(point: Point?): String {
			delay(1)
			return point?.toString() ?: "nothing"
		}

	}

	class TakesRequired {

		@LocalSocketListener
		fun handle(point: Point): String = point.toString()

	}

	class TakesDefault {

		@LocalSocketListener
		fun handle(point: Point = Point(3, 4)): String = point.toString()

	}

	class TakesDefaultLater {

		@LocalSocketListener
		suspend fun handle(point: Point = Point(3, 4)): String {
			delay(1)
			return point.toString()
		}

	}

	class TakesPrimitive {

		@LocalSocketListener
		fun handle(number: Int = 42): String = number.toString()

	}

	class TakesHeader {

		@LocalSocketListener
		fun handle(@Header(LocalSocketHeaders.SERVER) server: String = "x", point: Point? = null): String =
			"${point?.x} $server"

	}

	class FailsWithDefault {

		@LocalSocketListener
		fun handle(point: Point = Point(3, 4)): String = throw IllegalStateException("no $point")

	}

	class ReturnsData {

		@LocalSocketListener
		fun handle(point: Point): Map<String, Any> = mapOf("point" to point, "name" to Named(point).name)

	}

	class ReturnsDataLater {

		@LocalSocketListener
		suspend fun handle(point: Point): Map<String, Any> {
			delay(1)
			return ReturnsData().handle(point)
		}

	}

	class TakesValueClass {

		@LocalSocketListener
		fun handle(name: Name): String = name.toString()

	}

	class TakesValueClassLater {

		@LocalSocketListener
		suspend fun handle(name: Name): String {
			delay(1)
			return name.toString()
		}

	}

	class TakesValueDefault {

		@LocalSocketListener
		fun handle(amount: Amount = Amount(17)): String = amount.toString()

	}

	class TakesValueDefaultToo {

		@LocalSocketListener
		suspend fun handle(amount: Amount = Amount(17), @Header(LocalSocketHeaders.SERVER) server: String): String {
			delay(1)
			return "$amount $server"
		}

	}

	class ReturnsValueClass {

		@LocalSocketListener
		fun handle(line: String): Name = Name(line)

	}

	class ReturnsValueLater {

		@LocalSocketListener
		suspend fun handle(line: String): Name {
			delay(1)
			return Name(line)
		}

	}

	class ReturnsUnit {

		@LocalSocketListener
		fun handle(@Suppress("unused") line: String) = Unit

	}

}
