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

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.SocketOption;
import dev.localsocket.WaitResult;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A {@code QLocalServer} in the process of a driver.
 */
final class QtServer implements ScenarioServer {

	private static final Map<SocketOption, String> optionNames = Map.of(SocketOption.USER_ACCESS, "UserAccessOption",
			SocketOption.GROUP_ACCESS, "GroupAccessOption", SocketOption.OTHER_ACCESS, "OtherAccessOption",
			SocketOption.WORLD_ACCESS, "WorldAccessOption", SocketOption.ABSTRACT_NAMESPACE, "AbstractNamespaceOption");

	private final QtDriver driver;

	private final String name;

	QtServer(QtDriver driver) {
		this.driver = driver;
		this.name = driver.newName();
		driver.call("server", this.name);
	}

	/**
	 * Returns Qt's names of options.
	 * @param options the options
	 * @return the names, separated by commas
	 */
	static String names(SocketOption... options) {
		return Stream.of(options).map(QtServer::name).collect(Collectors.joining(","));
	}

	private static String name(SocketOption option) {
		String name = optionNames.get(option);
		assertThat(name).as(option::name).isNotNull();
		return name;
	}

	private static Stream<SocketOption> options(String names) {
		return Stream.of(SocketOption.values()).filter((option) -> names.contains(name(option)));
	}

	/**
	 * Waits for a connection and takes it.
	 * @return the connection
	 */
	QtSocket accept() {
		String socket = this.driver.newName();
		assertThat(this.driver.test("accept", this.name, socket)).as("Qt has accepted a connection").isTrue();
		return new QtSocket(this.driver, socket);
	}

	@Override
	public boolean listen(String name) {
		return this.driver.test("listen", this.name, name);
	}

	@Override
	public boolean listen(int socketDescriptor) {
		return this.driver.test("listen_at_descriptor", this.name, Integer.toString(socketDescriptor));
	}

	@Override
	public boolean isListening() {
		return this.driver.test("is_listening", this.name);
	}

	@Override
	public void close() {
		this.driver.call("close_server", this.name);
	}

	@Override
	public String serverName() {
		return this.driver.call("server_name", this.name);
	}

	@Override
	public String fullServerName() {
		return this.driver.call("full_server_name", this.name);
	}

	@Override
	public int socketDescriptor() {
		return this.driver.count("server_descriptor", this.name);
	}

	@Override
	public Set<SocketOption> socketOptions() {
		return options(this.driver.call("server_options", this.name)).collect(Collectors.toSet());
	}

	@Override
	public void setSocketOptions(SocketOption... options) {
		this.driver.call("set_server_options", this.name, names(options));
	}

	@Override
	public int listenBacklogSize() {
		return this.driver.count("backlog", this.name);
	}

	@Override
	public void setListenBacklogSize(int size) {
		this.driver.call("set_backlog", this.name, Integer.toString(size));
	}

	@Override
	public int maxPendingConnections() {
		return this.driver.count("max_pending", this.name);
	}

	@Override
	public void setMaxPendingConnections(int max) {
		this.driver.call("set_max_pending", this.name, Integer.toString(max));
	}

	@Override
	public boolean hasPendingConnections() {
		return this.driver.test("has_pending", this.name);
	}

	@Override
	public @Nullable ScenarioConnection nextPendingConnection() {
		String socket = this.driver.newName();
		return this.driver.test("next_pending", this.name, socket) ? new QtSocket(this.driver, socket) : null;
	}

	@Override
	public WaitResult waitForNewConnection(int millis) {
		String[] result = this.driver.call("wait_for_new_connection", this.name, Integer.toString(millis)).split(",");
		return new WaitResult(Boolean.parseBoolean(result[0]), Boolean.parseBoolean(result[1]));
	}

	@Override
	public int settle() {
		return this.driver.count("settle", this.name);
	}

	@Override
	public SocketError serverError() {
		return QtErrors.ofServer(this.driver.call("server_error", this.name));
	}

	@Override
	public String errorString() {
		return this.driver.call("server_error_string", this.name);
	}

}
