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

package dev.localsocket.interop;

import dev.localsocket.SocketOption;
import dev.localsocket.error.SocketError;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@code QLocalSocket} in the process of a driver.
 */
final class QtSocket implements ScenarioConnection {

	private final QtDriver driver;

	private final String name;

	QtSocket(QtDriver driver, String name) {
		this.driver = driver;
		this.name = name;
	}

	/**
	 * Connects to a server.
	 * @param driver the driver
	 * @param server the name of the server
	 * @param options the options of the socket
	 * @return the socket, connected
	 */
	static QtSocket connect(QtDriver driver, String server, SocketOption... options) {
		QtSocket socket = new QtSocket(driver, driver.newName());
		assertThat(socket.connectTo(server, options)).as(() -> "Qt: " + socket.error()).isTrue();
		return socket;
	}

	/**
	 * Tries to connect in vain.
	 * @param driver the driver
	 * @param server the name of the server
	 * @param options the options of the socket
	 * @return the error
	 */
	static SocketError connectInVain(QtDriver driver, String server, SocketOption... options) {
		QtSocket socket = new QtSocket(driver, driver.newName());
		assertThat(socket.connectTo(server, options)).as("Qt is connected").isFalse();
		return socket.error();
	}

	private boolean connectTo(String server, SocketOption... options) {
		return this.driver.test("connect", this.name, server, QtServer.names(options));
	}

	SocketError error() {
		return QtErrors.ofSocket(this.driver.call("error", this.name));
	}

	String state() {
		return this.driver.call("state", this.name);
	}

	String fullServerName() {
		return this.driver.call("socket_server_name", this.name);
	}

	@Override
	public void write(String text) {
		assertThat(this.driver.test("write", this.name, text)).as("Qt has sent").isTrue();
	}

	@Override
	public String read(int count) {
		return this.driver.call("read", this.name, Integer.toString(count));
	}

	/**
	 * Writes a {@link Pattern}.
	 * @param size the number of bytes
	 */
	void writePattern(int size) {
		assertThat(this.driver.test("write_pattern", this.name, Integer.toString(size))).as("Qt has sent").isTrue();
	}

	/**
	 * Writes as much of a {@link Pattern} as the kernel takes at once.
	 * @param size the number of bytes
	 * @return how many are left in Qt's buffer
	 */
	int enqueuePattern(int size) {
		return this.driver.count("enqueue_pattern", this.name, Integer.toString(size));
	}

	/** Waits until Qt's buffer is empty. */
	void awaitSent() {
		assertThat(this.driver.test("await_sent", this.name)).as("Qt has sent").isTrue();
	}

	/**
	 * Reads a {@link Pattern}.
	 * @param size the number of bytes
	 */
	void readPattern(int size) {
		assertThat(this.driver.test("read_pattern", this.name, Integer.toString(size))).as("Qt has read the pattern")
			.isTrue();
	}

	/** Half-closes the connection, for which Qt itself has no method. */
	void shutdownOutput() {
		this.driver.call("shutdown_output", this.name);
	}

	void disconnect() {
		this.driver.call("disconnect", this.name);
	}

	@Override
	public void close() {
		this.driver.call("abort", this.name);
	}

	void awaitDisconnected() {
		assertThat(this.driver.test("await_disconnected", this.name)).as("Qt is disconnected").isTrue();
	}

}
