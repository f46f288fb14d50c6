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

import java.net.UnixDomainSocketAddress
import java.nio.ByteBuffer
import java.nio.channels.SocketChannel
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.atomic.AtomicInteger

import dev.localsocket.LocalServer
import dev.localsocket.annotation.Execution
import dev.localsocket.annotation.LocalSocketErrorHandler
import dev.localsocket.annotation.LocalSocketListener
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import kotlinx.coroutines.flow.emptyFlow
import kotlinx.coroutines.flow.flow
import kotlinx.coroutines.flow.onCompletion
import org.assertj.core.api.Assertions.assertThat
import org.awaitility.Awaitility.await
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.ValueSource
import org.slf4j.MDC

/** Tests of flows as replies, with real sockets. */
@Timeout(30)
class FlowReplyTests {

	@TempDir
	lateinit var directory: Path

	@ParameterizedTest
	@ValueSource(classes = [Counts::class, CountsOnEventLoop::class, CountsLater::class, CountsAsAny::class])
	fun eachElementIsAMessage(listener: Class<*>) {
		runner(directory, listener).run { context ->
			assertThat(context).hasNotFailed()
			connect(context).use { client ->
				client.send("3").send("0").send("2")
				listOf("1", "2", "3", "1", "2").forEach(client::expectLine)
				client.closeOutput().expectEnd()
			}
		}
	}

	@Test
	fun flowWaitsForThePeerAndIsCancelledWithIt() {
		runner(directory, Endless::class.java).run { context ->
			val endless = context.getBean(Endless::class.java)
			SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("control"))).use { client ->
				client.write(ByteBuffer.wrap("${"x".repeat(1000)}\n".toByteArray()))
				await().until { context.getBean(LocalServer::class.java).connections().any { it.bytesToWrite() > 0 } }
				val emitted = endless.emitted.get()
				assertThat(emitted).isLessThan(10_000)
				val buffer = ByteBuffer.allocate(1000 * emitted)
				while (buffer.hasRemaining()) {
					client.read(buffer)
				}
				await().until { endless.emitted.get() > emitted }
			}
			assertThat(endless.ended).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("cancelled")
		}
	}

	/** Its body may block, so it must not run on the event loop, where the peer's pace is known. */
	@Test
	fun flowGoesOnOnWorkersInItsSurroundings() {
		runner(directory, Tells::class.java).run { context ->
			connect(context).use { client ->
				client.send("a")
				repeat(50) { assertThat(client.readLine()).startsWith("local-socket-listener").endsWith(" a") }
				client.closeOutput().expectEnd()
			}
		}
	}

	@Test
	fun errorHandlerRepliesInPlaceOfTheRest() {
		runner(directory, Fails::class.java).run { context ->
			connect(context).use { client ->
				client.send("a").expectLine("a").expectLine("error: no more").send("b").expectLine("b")
			}
		}
	}

	@Test
	fun flowThatIsCutOffEndsWithHalfALine() {
		runner(directory, Fails::class.java)
			.withBean("silent", LocalSocketErrorHandler::class.java, { LocalSocketErrorHandler { null } }, { it.isPrimary = true })
			.run { context ->
				connect(context).use { client ->
					client.send("a").expectLine("a")
					assertThat(client.readBytes(1)).containsExactly(0x18)
					client.expectEnd()
				}
			}
	}

	class Counts {

		@LocalSocketListener
		fun handle(line: String): Flow<Int> = (1..line.toInt()).asFlow()

	}

	class CountsOnEventLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		fun handle(line: String): Flow<Int> = (1..line.toInt()).asFlow()

	}

	class CountsLater {

		@LocalSocketListener
		suspend fun handle(line: String): Flow<Int> {
			delay(1)
			return if (line == "0") emptyFlow() else Counts().handle(line)
		}

	}

	class CountsAsAny {

		@LocalSocketListener
		fun handle(line: String): Any = Counts().handle(line)

	}

	class Endless {

		val emitted = AtomicInteger()

		val ended = CompletableFuture<String>()

		@LocalSocketListener
		fun handle(line: String): Flow<String> = flow {
			while (true) {
				emitted.incrementAndGet()
				emit(line)
			}
		}.onCompletion { cause -> ended.complete(if (cause != null) "cancelled" else "complete") }

	}

	class Tells {

		@LocalSocketListener
		fun handle(line: String): Flow<String> {
			MDC.put("request", line)
			return flow {
				repeat(50) {
					emit("${Thread.currentThread().name} ${"x".repeat(20_000)} ${MDC.get("request")}")
				}
			}
		}

	}

	class Fails {

		@LocalSocketListener
		fun handle(line: String): Flow<String> = flow {
			emit(line)
			throw IllegalStateException("no more")
		}

	}

}
