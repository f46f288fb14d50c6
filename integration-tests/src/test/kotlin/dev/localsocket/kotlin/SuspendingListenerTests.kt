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

import java.io.InputStream
import java.nio.ByteBuffer
import java.nio.file.Path
import java.time.Duration
import java.util.concurrent.CompletableFuture
import java.util.concurrent.ConcurrentSkipListSet
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

import dev.localsocket.LocalSocket
import dev.localsocket.annotation.Execution
import dev.localsocket.annotation.LocalSocketListener
import dev.localsocket.annotation.LocalSocketListenerException
import dev.localsocket.event.NewConnectionEvent
import dev.localsocket.messaging.LastReply
import dev.localsocket.messaging.LocalSocketHeaders
import io.micrometer.observation.ObservationRegistry
import io.micrometer.observation.tck.TestObservationRegistry
import io.micrometer.observation.tck.TestObservationRegistryAssert
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource
import org.junit.jupiter.params.provider.ValueSource
import org.slf4j.MDC
import reactor.core.publisher.Mono

import org.springframework.messaging.Message
import org.springframework.messaging.handler.annotation.Header
import org.springframework.security.access.prepost.PreAuthorize
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity
import org.springframework.security.core.context.SecurityContextHolder
import org.springframework.stereotype.Component

/** Tests of suspending functions as listeners, with real sockets. */
@Timeout(30)
class SuspendingListenerTests {

	@TempDir
	lateinit var directory: Path

	/** After each message comes another one, whose reply must not be the first's. */
	@ParameterizedTest
	@CsvSource(
		delimiter = '|', textBlock = """
			Delays              | hello | HELLO
			AtOnce              | hello | HELLO
			OnEventLoop         | hello | HELLO
			Private             | hello | HELLO
			TakesMore           | hello | hello from control
			TakesMessage        | hello | hello from control
			TakesAnything       | hello | hello
			Inherits            | hello | HELLO
			ReturnsLastReply    | hello | bye
			ReturnsNull         | hello | ''
			ReturnsNothing      | hello | ''
			FailsAtOnce         | hello | error: no hello
			FailsLater          | hello | error: no hello
			FailsWithError      | hello | error: The listener failed: java.lang.AssertionError: no hello
			NothingFailsLater   | hello | error: no hello"""
	)
	fun resultIsTheReply(name: String, line: String, reply: String) {
		val listener = Class.forName("${SuspendingListenerTests::class.java.name}$$name")
		runner(directory, listener).run { context ->
			assertThat(context).hasNotFailed()
			connect(context).use { client ->
				client.send(line)
				if (reply.isNotEmpty()) {
					client.expectLine(reply)
				}
				client.closeOutput().expectEnd()
			}
		}
	}

	@Test
	fun repliesKeepTheOrderOfTheMessages() {
		runner(directory, Waits::class.java).run { context ->
			connect(context).use { client ->
				client.send("20").send("0").send("5").expectLine("20").expectLine("0").expectLine("5")
			}
		}
	}

	/** There is one worker, which a function that is suspended must not keep. */
	@Test
	fun suspendedFunctionHasNoThread() {
		runner(directory, Meets::class.java).run { context ->
			connect(context).use { first ->
				first.send("first")
				connect(context).use { second ->
					second.send("second").expectLine("second met first")
					first.expectLine("first met second")
				}
			}
		}
	}

	@ParameterizedTest
	@ValueSource(classes = [EndsWithThePeer::class, EndsWithThePeerOnEventLoop::class, ConnectionOfPeer::class])
	fun functionIsCancelledWhenThePeerLeaves(listener: Class<out Ends>) {
		runner(directory, listener).run { context ->
			connect(context).use { client -> client.send("hello").expectLine("begun") }
			assertThat(context.getBean(listener).ended).succeedsWithin(Duration.ofSeconds(10)).isEqualTo("cancelled")
		}
	}

	@Test
	fun functionThatReturnsNothingGoesOnWhenThePeerLeaves() {
		runner(directory, Stores::class.java).run { context ->
			connect(context).use { client -> client.send("a").send("b") }
			assertThat(context.getBean(Stores::class.java).both.await(10, TimeUnit.SECONDS)).isTrue()
		}
	}

	@ParameterizedTest
	@ValueSource(classes = [Endless::class, EndlessOnEventLoop::class, EndlessConnection::class])
	fun functionIsCancelledWhenTheServerStopsInVain(listener: Class<out Ends>) {
		var ended: CompletableFuture<String>? = null
		runner(directory, listener).withPropertyValues("spring.lifecycle.timeout-per-shutdown-phase=200ms")
			.run { context ->
				connect(context).send("hello").expectLine("begun")
				ended = context.getBean(listener).ended
			}
		assertThat(ended).isCompletedWithValue("cancelled")
	}

	@Test
	fun connectionIsClosedWhenItsHandlerIsDone() {
		runner(directory, Greets::class.java).run { context ->
			connect(context).use { client -> client.expectLine("hello").expectEnd() }
		}
	}

	@Test
	fun connectionIsClosedWhenItsHandlerFails() {
		runner(directory, GreetsInVain::class.java).run { context ->
			connect(context).use { client -> client.expectLine("hello").expectEnd() }
		}
	}

	@ParameterizedTest
	@CsvSource("Tells, local-socket-listener", "TellsOnEventLoop, local-socket-loop")
	fun functionGoesOnWhereItBegan(name: String, thread: String) {
		val listener = Class.forName("${SuspendingListenerTests::class.java.name}$$name")
		runner(directory, listener).run { context ->
			connect(context).use { client ->
				client.send("a")
				assertThat(client.readLine()).startsWith(thread)
			}
		}
	}

	/** All on the only worker. */
	@Test
	fun functionGoesOnInItsSurroundings() {
		val registry = TestObservationRegistry.create()
		runner(directory, Surrounded::class.java).withBean(ObservationRegistry::class.java, { registry })
			.run { context ->
				connect(context).use { client ->
					val user = System.getProperty("user.name")
					client.send("a").expectLine("a $user true, then a $user true, after null")
					client.send("b").expectLine("b $user true, then b $user true, after null")
				}
			}
		assertThat(registry.currentObservation).isNull()
	}

	@Test
	fun observationEndsWithTheFunction() {
		val registry = TestObservationRegistry.create()
		runner(directory, Delays::class.java).withBean(ObservationRegistry::class.java, { registry }).run { context ->
			connect(context).use { client ->
				client.send("hello").expectLine("HELLO")
				client.closeOutput().expectEnd()
			}
		}
		TestObservationRegistryAssert.assertThat(registry).hasSingleObservationThat().hasNameEqualTo("local.socket.listener").hasBeenStopped().doesNotHaveError()
	}

	@Test
	fun childrenGoOnToo() {
		runner(directory, HasChildren::class.java).run { context ->
			connect(context).use { client -> client.send("3").expectLine("[1, 2, 3]") }
		}
	}

	@Test
	fun proxyDecides() {
		runner(directory, Guarded::class.java, Security::class.java).run { context ->
			assertThat(context).hasNotFailed()
			connect(context).use { client ->
				client.send("a").expectLine("A")
			}
		}
		runner(directory, Forbidden::class.java, Security::class.java).run { context ->
			connect(context).use { client -> client.send("a").expectLine("error: Access Denied") }
		}
	}

	@ParameterizedTest
	@CsvSource(
		delimiter = '|', textBlock = """
			Observes      | is an observer that suspends                        | runBlocking
			ReturnsMono   | of a suspending function, which would come later    | Await it
			ReturnsFuture | of a suspending function, which would come later    | Await it
			ReturnsStream | that no message can hold                            | LocalSocket
			TakesNothing  | takes neither an event nor a LocalSocket            | what it handles"""
	)
	fun functionThatMakesNoSenseIsRefused(name: String, message: String, action: String) {
		val listener = Class.forName("${SuspendingListenerTests::class.java.name}$$name")
		runner(directory, listener).run { context ->
			val failure = generateSequence(context.startupFailure) { it.cause }
				.filterIsInstance<LocalSocketListenerException>().first()
			assertThat(failure).hasMessageContaining(message)
			assertThat(failure.action).contains(action)
		}
	}

	abstract class Ends {

		val ended = CompletableFuture<String>()

		protected suspend fun untilCancelled(socket: LocalSocket) {
			try {
				delay(1)
				socket.write(ByteBuffer.wrap("begun\n".toByteArray()))
				awaitCancellation()
			} finally {
				withContext(NonCancellable) {
					delay(1)
					ended.complete("cancelled")
				}
			}
		}

	}

	class Delays {

		@LocalSocketListener
		suspend fun handle(line: String): String {
			delay(1)
			return line.uppercase()
		}

	}

	class AtOnce {

		@LocalSocketListener
		suspend fun handle(line: String): String = line.uppercase()

	}

	class OnEventLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		suspend fun handle(line: String): String {
			delay(1)
			return line.uppercase()
		}

	}

	private class Private {

		@LocalSocketListener
		private suspend fun handle(line: String): String {
			delay(1)
			return line.uppercase()
		}

	}

	class TakesMore {

		@LocalSocketListener
		suspend fun handle(@Header(LocalSocketHeaders.SERVER) server: String, line: String, socket: LocalSocket): String {
			delay(1)
			return "$line from $server".also { check(socket.state() == LocalSocket.State.CONNECTED) }
		}

	}

	class TakesMessage {

		@LocalSocketListener
		suspend fun handle(message: Message<String>): String {
			delay(1)
			return "${message.payload} from ${message.headers[LocalSocketHeaders.SERVER]}"
		}

	}

	class TakesAnything {

		@LocalSocketListener
		suspend fun handle(value: Message<*>): Any {
			delay(1)
			return String(value.payload as ByteArray)
		}

	}

	interface Upper<T> {

		@LocalSocketListener
		suspend fun handle(value: T): T

	}

	class Inherits : Upper<String> {

		override suspend fun handle(value: String): String {
			delay(1)
			return value.uppercase()
		}

	}

	class ReturnsLastReply {

		@LocalSocketListener
		suspend fun handle(@Suppress("unused") line: String): LastReply {
			delay(1)
			return LastReply("bye")
		}

	}

	class ReturnsNull {

		@LocalSocketListener
		suspend fun handle(line: String): String? {
			delay(1)
			return line.takeIf { it.isEmpty() }
		}

	}

	class ReturnsNothing {

		@LocalSocketListener
		suspend fun handle(@Suppress("unused") line: String) {
			delay(1)
		}

	}

	class FailsAtOnce {

		@LocalSocketListener
		suspend fun handle(line: String): String = throw IllegalStateException("no $line")

	}

	class FailsLater {

		@LocalSocketListener
		suspend fun handle(line: String): String {
			delay(1)
			throw IllegalStateException("no $line")
		}

	}

	class FailsWithError {

		@LocalSocketListener
		suspend fun handle(line: String): String {
			delay(1)
			throw AssertionError("no $line")
		}

	}

	class NothingFailsLater {

		@LocalSocketListener
		suspend fun handle(line: String) {
			delay(1)
			throw IllegalStateException("no $line")
		}

	}

	class Waits {

		@LocalSocketListener
		suspend fun handle(line: String): String {
			delay(line.toLong())
			return line
		}

	}

	class Meets {

		private val first = CompletableDeferred<String>()

		private val second = CompletableDeferred<String>()

		@LocalSocketListener
		suspend fun handle(line: String): String {
			val (own, other) = if (line == "first") first to second else second to first
			own.complete(line)
			return "$line met ${other.await()}"
		}

	}

	class EndsWithThePeer : Ends() {

		@LocalSocketListener
		suspend fun handle(line: String, socket: LocalSocket): String {
			untilCancelled(socket)
			return line
		}

	}

	class EndsWithThePeerOnEventLoop : Ends() {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		suspend fun handle(line: String, socket: LocalSocket): String {
			untilCancelled(socket)
			return line
		}

	}

	class ConnectionOfPeer : Ends() {

		@LocalSocketListener
		suspend fun handle(socket: LocalSocket) = untilCancelled(socket)

	}

	class Stores {

		val both = CountDownLatch(2)

		@LocalSocketListener
		suspend fun handle(@Suppress("unused") line: String, socket: LocalSocket) {
			while (socket.state() != LocalSocket.State.UNCONNECTED) {
				delay(1)
			}
			delay(20)
			both.countDown()
		}

	}

	class Endless : Ends() {

		@LocalSocketListener
		suspend fun handle(@Suppress("unused") line: String, socket: LocalSocket) = untilCancelled(socket)

	}

	class EndlessOnEventLoop : Ends() {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		suspend fun handle(@Suppress("unused") line: String, socket: LocalSocket) = untilCancelled(socket)

	}

	class EndlessConnection : Ends() {

		@LocalSocketListener
		suspend fun handle(socket: LocalSocket) = untilCancelled(socket)

	}

	class Greets {

		@LocalSocketListener
		suspend fun handle(socket: LocalSocket) {
			delay(1)
			socket.write(ByteBuffer.wrap("hello\n".toByteArray()))
			delay(1)
		}

	}

	class GreetsInVain {

		@LocalSocketListener
		suspend fun handle(socket: LocalSocket) {
			Greets().handle(socket)
			throw IllegalStateException("in vain")
		}

	}

	class Tells {

		@LocalSocketListener
		suspend fun handle(@Suppress("unused") line: String): String {
			delay(1)
			return Thread.currentThread().name
		}

	}

	class TellsOnEventLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		suspend fun handle(@Suppress("unused") line: String): String {
			delay(1)
			return Thread.currentThread().name
		}

	}

	class Surrounded(private val registry: ObservationRegistry) {

		@LocalSocketListener
		suspend fun handle(line: String): String {
			val before = MDC.get("request")
			MDC.put("request", line)
			val first = surroundings()
			delay(1)
			return "$first, then ${surroundings()}, after $before"
		}

		private fun surroundings(): String {
			val user = SecurityContextHolder.getContext().authentication?.name
			return "${MDC.get("request")} $user ${registry.currentObservation != null}"
		}

	}

	class HasChildren {

		@LocalSocketListener
		suspend fun handle(line: String): String {
			val numbers = ConcurrentSkipListSet<Int>()
			coroutineScope {
				(1..line.toInt()).forEach { number ->
					launch {
						delay(1)
						numbers.add(number)
					}
				}
			}
			return numbers.toString()
		}

	}

	@EnableMethodSecurity
	class Security

	@Component
	open class Guarded {

		@LocalSocketListener
		@PreAuthorize("authentication.name == T(System).getProperty('user.name')")
		open suspend fun handle(line: String): String {
			delay(1)
			return line.uppercase()
		}

	}

	@Component
	open class Forbidden {

		@LocalSocketListener
		@PreAuthorize("denyAll")
		open suspend fun handle(line: String): String = line

	}

	class Observes {

		@LocalSocketListener
		suspend fun handle(@Suppress("unused") event: NewConnectionEvent) = delay(1)

	}

	class ReturnsMono {

		@LocalSocketListener
		suspend fun handle(line: String): Mono<String> = Mono.just(line)

	}

	class ReturnsFuture {

		@LocalSocketListener
		suspend fun handle(line: String): CompletableFuture<String> = CompletableFuture.completedFuture(line)

	}

	class ReturnsStream {

		@LocalSocketListener
		suspend fun handle(line: String): InputStream = line.byteInputStream()

	}

	class TakesNothing {

		@LocalSocketListener
		suspend fun handle(): String = "nothing"

	}

}
