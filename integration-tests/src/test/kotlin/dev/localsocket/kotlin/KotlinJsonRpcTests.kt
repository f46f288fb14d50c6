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
import java.time.Duration
import java.util.concurrent.CompletableFuture

import dev.localsocket.annotation.LocalSocketListener
import dev.localsocket.test.LocalSocketTestClient
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

import org.springframework.context.ApplicationContext

/** Tests of functions of Kotlin as methods of JSON-RPC, with real sockets. */
@Timeout(30)
class KotlinJsonRpcTests {

	@TempDir
	lateinit var directory: Path

	private fun run(test: (LocalSocketTestClient, ApplicationContext) -> Unit) {
		runner(directory, Methods::class.java)
			.withPropertyValues(
				"local-socket.servers.control.protocol=json-rpc", "local-socket.servers.control.framing.type=json-lines"
			)
			.run { context ->
				assertThat(context).hasNotFailed()
				connect(context).use { client -> test(client, context) }
			}
	}

	private fun request(id: Int, method: String, params: String) =
		"""{"jsonrpc":"2.0","id":$id,"method":"$method","params":$params}"""

	@ParameterizedTest
	@CsvSource(
		delimiter = '|', quoteCharacter = '`', textBlock = """
			add      | {"left":1,"right":2}    | "result":3
			add      | {"left":1}              | "result":11
			add      | [1]                     | "result":11
			add      | {}                      | "code":-32602
			later    | {"left":1,"right":2}    | "result":3
			later    | [1]                     | "result":11
			later    | [1,null]                | "result":11
			later    | [1,2,3]                 | "code":-32602
			maybe    | {}                      | "result":"null 7"
			maybe    | {"name":"a","times":3}  | "result":"a 3"
			point    | {"x":1}                 | "result":{"x":1,"y":7}
			point    | {"y":1}                 | "code":-32602
			count    | [3]                     | "result":[1,2,3]
			unit     | []                      | "result":null
			fail     | []                      | "code":-32603"""
	)
	fun requestIsACall(method: String, params: String, answer: String) = run { client, _ ->
		client.send(request(17, method, params))
		assertThat(client.readLine()).contains("\"id\":17", answer).doesNotContain("in vain", "kotlin")
	}

	/** There is one worker. */
	@Test
	fun requestsOfAConnectionRunAtTheSameTime() = run { client, _ ->
		client.send(request(1, "meet", "[true]")).send(request(2, "meet", "[false]"))
		assertThat(listOf(client.readLine(), client.readLine())).anyMatch { it.contains("\"id\":1,") }
			.anyMatch { it.contains("\"id\":2,") }
			.allMatch { it.contains("\"result\":\"met\"") }
	}

	@ParameterizedTest
	@CsvSource("wait", "waitForNothing")
	fun functionIsCancelledByARequest(method: String) = run { client, context ->
		client.send(request(1, method, "[]"))
		val methods = context.getBean(Methods::class.java)
		methods.waiting.get()
		client.send("""{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":1}}""")
		assertThat(client.readLine()).contains("\"id\":1", "\"code\":-32800")
		assertThat(methods.cancelled).succeedsWithin(Duration.ofSeconds(10))
	}

	@ParameterizedTest
	@CsvSource("wait", "waitForNothing")
	fun functionIsCancelledWithTheConnection(method: String) = run { client, context ->
		client.send(request(1, method, "[]"))
		val methods = context.getBean(Methods::class.java)
		methods.waiting.get()
		client.close()
		assertThat(methods.cancelled).succeedsWithin(Duration.ofSeconds(10))
	}

	data class Point(val x: Int, val y: Int = 7)

	class Methods {

		val waiting = CompletableFuture<Unit>()

		val cancelled = CompletableFuture<Unit>()

		private val first = CompletableDeferred<Unit>()

		private val second = CompletableDeferred<Unit>()

		@LocalSocketListener(route = "add")
		fun add(left: Int, right: Int = 10): Int = left + right

		@LocalSocketListener(route = "later")
		suspend fun later(left: Int, right: Int = 10): Int {
			delay(1)
			return left + right
		}

		@LocalSocketListener(route = "maybe")
		suspend fun maybe(name: String?, times: Int = 7): String {
			delay(1)
			return "$name $times"
		}

		@LocalSocketListener(route = "point")
		suspend fun point(point: Point): Point {
			delay(1)
			return point
		}

		@LocalSocketListener(route = "count")
		fun count(to: Int): Flow<Int> = (1..to).asFlow()

		@LocalSocketListener(route = "unit")
		suspend fun unit() = delay(1)

		@LocalSocketListener(route = "fail")
		suspend fun fail(): String {
			delay(1)
			throw IllegalStateException("in vain")
		}

		@LocalSocketListener(route = "meet")
		suspend fun meet(isFirst: Boolean): String {
			val (own, other) = if (isFirst) first to second else second to first
			own.complete(Unit)
			other.await()
			return "met"
		}

		@LocalSocketListener(route = "wait")
		suspend fun wait(): String = untilCancelled()

		@LocalSocketListener(route = "waitForNothing")
		suspend fun waitForNothing(): Unit = untilCancelled()

		private suspend fun untilCancelled(): Nothing {
			try {
				delay(1)
				waiting.complete(Unit)
				awaitCancellation()
			} finally {
				cancelled.complete(Unit)
			}
		}

	}

}
