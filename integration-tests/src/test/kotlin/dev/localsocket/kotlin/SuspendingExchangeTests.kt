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
import java.util.Optional
import java.util.concurrent.CompletableFuture
import java.util.concurrent.CompletionStage

import dev.localsocket.annotation.LocalSocketListener
import dev.localsocket.client.JsonRpcClient
import dev.localsocket.client.JsonRpcServiceProxyFactory
import dev.localsocket.client.LocalSocketClientListener
import dev.localsocket.client.LocalSocketClientSettings
import dev.localsocket.client.LocalSocketConversionException
import dev.localsocket.client.LocalSocketExchange
import dev.localsocket.client.LocalSocketExchangeException
import dev.localsocket.framing.JsonLinesFraming
import dev.localsocket.rpc.JsonRpcException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.assertj.core.api.Assertions.assertThat
import org.assertj.core.api.Assertions.assertThatExceptionOfType
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource

/** Tests of interfaces of Kotlin that call a server, with real sockets. */
@Timeout(30)
class SuspendingExchangeTests {

	@TempDir
	lateinit var directory: Path

	private fun call(test: suspend (Calculator, Server) -> Unit) {
		runner(directory, Server::class.java).withPropertyValues("local-socket.servers.control.framing.type=json-lines")
			.run { context ->
				client().use { client ->
					val calculator = JsonRpcServiceProxyFactory(client).createClient(Calculator::class.java)
					runBlocking { test(calculator, context.getBean(Server::class.java)) }
				}
			}
	}

	private fun client(): JsonRpcClient {
		val settings = LocalSocketClientSettings.of(directory.resolve("control").toString())
		return JsonRpcClient.builder(settings, JsonLinesFraming(10_000)).build()
	}

	@Test
	fun resultIsAwaited() = call { calculator, server ->
		assertThat(calculator.add(1, 2)).isEqualTo(3)
		assertThat(calculator.shift(Point(1))).isEqualTo(Point(1, 7))
		assertThat(calculator.list("a")).containsExactly("a", "a")
		assertThat(calculator.nothing("a")).isNull()
		assertThat(calculator.perhaps()).isEmpty()
		assertThat(calculator.twice(4)).isEqualTo(8)
		assertThat(calculator.each("a").toList()).containsExactly("a", "a")
		calculator.store("a")
		calculator.tell("b")
		assertThat(calculator.add(1)).isEqualTo(11)
		assertThat(server.stored).containsExactly("a", "b")
	}

	@Test
	fun failureIsThrown() = call { calculator, _ ->
		assertThat(runCatching { calculator.fail() }.exceptionOrNull()).isInstanceOf(JsonRpcException::class.java)
			.hasMessageContaining("in vain")
		assertThat(runCatching { calculator.missing() }.exceptionOrNull())
			.isInstanceOf(LocalSocketConversionException::class.java)
			.hasMessageContaining("The result of 'missing' is null")
	}

	@Test
	fun requestIsCancelledWithTheCoroutine() = call { calculator, server ->
		runBlocking {
			val waiting = launch(start = CoroutineStart.UNDISPATCHED) { calculator.waitForever() }
			val id = server.waiting.get()
			waiting.cancelAndJoin()
			assertThat(server.cancelled).succeedsWithin(Duration.ofSeconds(10)).isEqualTo(id)
		}
	}

	@ParameterizedTest
	@ValueSource(classes = [ReturnsFuture::class, ReturnsFlow::class])
	fun functionThatComesLaterStillIsRefused(type: Class<*>) {
		client().use { client ->
			assertThatExceptionOfType(LocalSocketExchangeException::class.java)
				.isThrownBy { JsonRpcServiceProxyFactory(client).createClient(type) }
				.withMessageContaining("which comes later still")
		}
	}

	@Test
	fun suspendingListenerIsRefused() {
		client().use { client ->
			assertThatExceptionOfType(LocalSocketExchangeException::class.java)
				.isThrownBy { client.addListener(Suspends()) }
				.withMessageContaining("is a suspending function")
		}
	}

	class Suspends {

		@LocalSocketClientListener
		suspend fun told(text: String) = delay(text.toLong())

	}

	data class Point(val x: Int, val y: Int = 7)

	@LocalSocketExchange
	interface Calculator {

		suspend fun add(a: Int, b: Int = 10): Int

		suspend fun shift(point: Point): Point

		suspend fun list(name: String): List<String>

		suspend fun nothing(name: String): String?

		suspend fun missing(): String

		suspend fun perhaps(): Optional<String>

		suspend fun fail(): String

		suspend fun store(text: String)

		@LocalSocketExchange(notification = true)
		suspend fun tell(text: String)

		suspend fun waitForever(): String

		fun each(name: String): Flow<String>

		suspend fun twice(a: Int): Int = add(a, a)

	}

	@LocalSocketExchange
	interface ReturnsFuture {

		suspend fun later(): CompletionStage<String>

	}

	@LocalSocketExchange
	interface ReturnsFlow {

		suspend fun later(): Flow<String>

	}

	/** Speaks as much JSON-RPC as is needed here. */
	class Server {

		val stored = mutableListOf<String>()

		val waiting = CompletableFuture<Any>()

		val cancelled = CompletableFuture<Any>()

		@LocalSocketListener
		suspend fun handle(request: Request): Map<String, Any?>? {
			delay(1)
			val params = request.params.orEmpty()
			return when (request.method) {
				"add" -> reply(request, params["a"] as Int + params["b"] as Int)
				"shift" -> reply(request, params)
				"list", "each" -> reply(request, listOf(params["name"], params["name"]))
				"nothing", "missing", "perhaps" -> reply(request, null)
				"store", "tell" -> {
					stored += params["text"] as String
					request.id?.let { reply(request, null) }
				}
				"waitForever" -> null.also { waiting.complete(request.id!!) }
				"$/cancelRequest" -> null.also { cancelled.complete(params["id"]!!) }
				else -> mapOf(
					"jsonrpc" to "2.0", "id" to request.id, "error" to mapOf("code" to 1, "message" to "in vain")
				)
			}
		}

		private fun reply(request: Request, result: Any?) = mapOf("jsonrpc" to "2.0", "id" to request.id, "result" to result)

	}

	data class Request(val method: String, val id: Any? = null, val params: Map<String, Any>? = null)

}
