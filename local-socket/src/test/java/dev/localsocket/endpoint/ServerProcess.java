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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Another process with servers that echo, each of which has a key. Commands that are sent
 * have one answer each.
 */
final class ServerProcess implements AutoCloseable {

	private final ChildProcess process;

	private ServerProcess(ChildProcess process) {
		this.process = process;
	}

	/**
	 * Starts a process.
	 * @param jvm how
	 * @return the process, which need not be ready yet
	 * @throws IOException if it cannot be started
	 */
	static ServerProcess start(ChildJvm jvm) throws IOException {
		return new ServerProcess(jvm.start(ServerProcessMain.class));
	}

	/**
	 * Starts a process and waits until it is ready.
	 */
	static ServerProcess ready(ChildJvm jvm) throws IOException {
		return start(jvm).awaitReady();
	}

	ServerProcess awaitReady() throws IOException {
		assertThat(this.process.receive()).isEqualTo("READY");
		return this;
	}

	/**
	 * Lets a server listen.
	 * @param path where
	 * @param words names of options, {@code reclaim}, {@code group=} with a group,
	 * {@code unchecked} for any directory, {@code republish}, {@code descriptors} to
	 * receive such, or {@code at=} with the time to begin at
	 * @return {@code LISTENING}, or the error and its text
	 * @throws IOException if the process has ended
	 */
	String listen(Path path, String... words) throws IOException {
		sendListen(path, words);
		return receive();
	}

	void sendListen(Path path, String... words) throws IOException {
		this.process.send("listen %s %s %s".formatted(path, path, String.join(" ", words)));
	}

	/**
	 * Closes the server that listens, or tried to.
	 * @param path where
	 * @return its error and the text
	 * @throws IOException if the process has ended
	 */
	String closeServer(Path path) throws IOException {
		return ask("close " + path);
	}

	String ask(String command) throws IOException {
		return this.process.send(command).receive();
	}

	String receive() throws IOException {
		return this.process.receive();
	}

	String errors() {
		return this.process.errors();
	}

	long pid() {
		return this.process.pid();
	}

	long openDescriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid() + "/fd"))) {
			return descriptors.count();
		}
	}

	void kill() throws IOException {
		this.process.kill();
	}

	@Override
	public void close() throws IOException {
		this.process.close();
	}

}
