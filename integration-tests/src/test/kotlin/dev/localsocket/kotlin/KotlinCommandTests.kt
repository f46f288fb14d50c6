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

import dev.localsocket.account.PeerCredentials
import dev.localsocket.annotation.Argument
import dev.localsocket.annotation.LocalSocketListener
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.asFlow
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

/** Tests of functions of Kotlin as commands, with real sockets. */
@Timeout(30)
class KotlinCommandTests {

	@TempDir
	lateinit var directory: Path

	/** Several lines of a reply have commas between them here. */
	@ParameterizedTest
	@CsvSource(
		delimiter = '|', textBlock = """
			add 1 2         | 3
			add 1           | 11
			add             | error: usage: add LEFT [RIGHT]
			later 1 2       | 3
			later 1         | 11
			later 1 x       | error: usage: later LEFT [RIGHT]; 'x' is no RIGHT
			maybe           | null 7
			maybe a         | a 7
			maybe a 3       | a 3
			sum 1 2 3       | 6
			sum             | 0
			sumLater 1 2 3  | 6
			count 3         | 1,2,3
			who             | true
			unit            | ''"""
	)
	fun lineIsACommand(line: String, reply: String) {
		runner(directory, Commands::class.java).withPropertyValues("local-socket.servers.control.protocol=command")
			.run { context ->
				assertThat(context).hasNotFailed()
				connect(context).use { client ->
					client.send(line).send("last")
					reply.split(',').filter(String::isNotEmpty).forEach(client::expectLine)
					client.expectLine("bye")
				}
			}
	}

	class Commands {

		@LocalSocketListener(route = "add")
		fun add(left: Int, right: Int = 10): Int = left + right

		@LocalSocketListener(route = "later")
		suspend fun later(left: Int, right: Int = 10): Int {
			delay(1)
			return left + right
		}

		@LocalSocketListener(route = "maybe")
		suspend fun maybe(name: String?, @Argument(description = "how often") times: Int = 7): String {
			delay(1)
			return "$name $times"
		}

		@LocalSocketListener(route = "sum")
		fun sum(vararg numbers: Int): Int = numbers.sum()

		@LocalSocketListener(route = "sumLater")
		suspend fun sumLater(numbers: List<Int>): Int {
			delay(1)
			return numbers.sum()
		}

		@LocalSocketListener(route = "count")
		fun count(to: Int): Flow<Int> = (1..to).asFlow()

		@LocalSocketListener(route = "who")
		suspend fun who(peer: PeerCredentials): Boolean {
			delay(1)
			return peer.pid() == ProcessHandle.current().pid()
		}

		@LocalSocketListener(route = "unit")
		suspend fun unit() = delay(1)

		@LocalSocketListener(route = "last")
		fun last(): String = "bye"

	}

}
