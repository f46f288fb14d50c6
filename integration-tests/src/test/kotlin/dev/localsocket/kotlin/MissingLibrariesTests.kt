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
import java.util.concurrent.TimeUnit

import dev.localsocket.annotation.LocalSocketListener
import dev.localsocket.annotation.LocalSocketListenerException
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flowOf
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.io.TempDir
import org.junit.jupiter.params.ParameterizedTest
import org.junit.jupiter.params.provider.CsvSource

/** Tests of applications in Kotlin that have not all libraries of it, each in a JVM of its own. */
@Timeout(60)
class MissingLibrariesTests {

	@TempDir
	lateinit var directory: Path

	@ParameterizedTest
	@CsvSource(
		delimiter = '|', textBlock = """
			Suspends | kotlinx-coroutines-reactor | Add org.jetbrains.kotlin:kotlin-reflect and org.jetbrains.kotlinx:kotlinx-coroutines-reactor
			Suspends | kotlin-reflect             | Add org.jetbrains.kotlin:kotlin-reflect and org.jetbrains.kotlinx:kotlinx-coroutines-reactor
			Flows    | kotlinx-coroutines-reactor | Add org.jetbrains.kotlinx:kotlinx-coroutines-reactor
			Returns  | kotlinx-coroutines         | HELLO
			Returns  | kotlin-reflect             | HELLO"""
	)
	fun startSaysWhatIsMissing(listener: String, library: String, answer: String) {
		val classPath = System.getProperty("java.class.path").split(':')
			.filter { path -> !path.substringAfterLast('/').startsWith(library) }
		val java = Path.of(System.getProperty("java.home"), "bin", "java").toString()
		val process = ProcessBuilder(
			java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", classPath.joinToString(":"),
			"${MissingLibrariesTests::class.java.packageName}.MissingLibrariesTestsKt",
			"${MissingLibrariesTests::class.java.name}$$listener", directory.toString()
		).redirectErrorStream(true).start()
		try {
			assertThat(process.inputReader().readText()).contains("answer: $answer")
			assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue()
		} finally {
			process.destroyForcibly()
		}
	}

	class Suspends {

		@LocalSocketListener
		suspend fun handle(line: String): String = line.uppercase()

	}

	class Flows {

		@LocalSocketListener
		fun handle(line: String): Flow<String> = flowOf(line)

	}

	class Returns {

		@LocalSocketListener
		fun handle(line: String): String = line.uppercase()

	}

}

/** Starts an application with a listener, and tells why it has failed or what it answers. */
fun main(args: Array<String>) {
	runner(Path.of(args[1]), Class.forName(args[0])).run { context ->
		val failure = generateSequence(context.startupFailure) { it.cause }
			.filterIsInstance<LocalSocketListenerException>().firstOrNull()
		val answer = failure?.action ?: connect(context).use { client -> client.send("hello").readLine() }
		println("answer: $answer")
	}
}
