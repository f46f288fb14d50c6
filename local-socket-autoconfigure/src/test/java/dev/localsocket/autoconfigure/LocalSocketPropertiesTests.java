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

package dev.localsocket.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.localsocket.ConnectionLimits;
import dev.localsocket.EventLoops;
import dev.localsocket.LocalServer;
import dev.localsocket.InstanceScope;
import dev.localsocket.SocketOption;
import dev.localsocket.TransportType;
import dev.localsocket.autoconfigure.FramingProperties.PrefixByteOrder;
import dev.localsocket.autoconfigure.FramingProperties.Type;
import dev.localsocket.autoconfigure.LocalSocketClientProperties.JsonRpc;
import dev.localsocket.autoconfigure.LocalSocketClientProperties.Protocol;
import dev.localsocket.rpc.ServerProtocol;
import dev.localsocket.testing.ConfigurationMetadata;
import dev.localsocket.testing.ConfigurationMetadata.Property;
import dev.localsocket.worker.ServerWorkers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalSocketProperties}: the one pins all defaults, the other sets
 * every key that there is.
 */
class LocalSocketPropertiesTests {

	private static final String SERVER = "local-socket.servers.<name>.";

	private static final String CLIENT = "local-socket.clients.<name>.";

	@TempDir
	Path directory;

	@Test
	void defaults() {
		LocalSocketProperties properties = new Binder().bindOrCreate("local-socket", LocalSocketProperties.class);
		assertThat(properties.directory()).isNull();
		assertThat(properties.transport()).isEqualTo(TransportType.AUTO);
		assertThat(properties.maxBuffered()).isNull();
		assertThat(properties.servers()).isEmpty();
		assertThat(properties.clients()).isEmpty();
		assertThat(properties.web()).isEqualTo(new LocalSocketWebProperties(null, null, true));
		assertThat(properties.handover().afterwards()).isEqualTo(AfterHandover.CLOSE_CONTEXT);
		assertThat(properties.eventLoop().threads()).isNull();
		assertThat(properties.listener().maxThreads()).isNull();
		FramingProperties framing = new FramingProperties(Type.LINE, null, DataSize.ofKilobytes(64),
				StandardCharsets.UTF_8, null, 4, PrefixByteOrder.BIG_ENDIAN, false);
		assertThat(LocalServerProperties.defaults()).isEqualTo(new LocalServerProperties(true, true, null, null, null,
				Set.of(SocketOption.USER_ACCESS), null, true, true, true, false, null, 30, 1024, null, null,
				Duration.ZERO, Duration.ofSeconds(30), Duration.ofSeconds(30), DataSize.ofKilobytes(64),
				DataSize.ofMegabytes(1), 0, null, new AuthorizationProperties(Set.of(), Set.of(), Set.of(), Set.of()),
				framing, ServerProtocol.NONE, new JsonRpcProperties(16, 16, 64, Duration.ofSeconds(30))));
		assertThat(LocalSocketClientProperties.defaults())
			.isEqualTo(new LocalSocketClientProperties(true, null, null, false, Set.of(), Duration.ofSeconds(5),
					Duration.ofSeconds(30), 16, DataSize.ofKilobytes(64), DataSize.ofMegabytes(1), Protocol.NONE,
					new JsonRpc(Duration.ofMillis(100), Duration.ofSeconds(5)), framing));
		assertThat(properties.page()).isEqualTo(new PageProperties(false, "/local-sockets"));
		assertThat(properties.singleInstance()).isEqualTo(new SingleInstanceProperties(null, null, InstanceScope.USER,
				null, Duration.ofSeconds(10), Duration.ofMinutes(1), Duration.ZERO, List.of(), false,
				new AuthorizationProperties(Set.of(), Set.of(), Set.of(), Set.of())));
	}

	@Test
	void everyKeyCanBeSet() {
		Map<String, String> values = new LinkedHashMap<>(
				Map.of("local-socket.directory", "/run/all", "local-socket.transport", "junixsocket",
						"local-socket.max-buffered", "3MB", "local-socket.event-loop.threads", "2",
						"local-socket.listener.max-threads", "5", "local-socket.handover.afterwards", "exit"));
		values.putAll(Map.of("local-socket.console.server", "ops", "local-socket.console.exposure.include", "a,b",
				"local-socket.console.exposure.exclude", "b", "local-socket.console.operators.allowed-users", "alice",
				"local-socket.console.operators.allowed-groups", "staff", "local-socket.console.operators.allowed-uids",
				"1", "local-socket.console.operators.allowed-gids", "3"));
		values.putAll(Map.of("local-socket.page.enabled", "true", "local-socket.page.path", "/sockets"));
		serverValues().forEach((key, value) -> values.put(SERVER + key, value));
		clientValues().forEach((key, value) -> values.put(CLIENT + key, value));
		values.put("local-socket.web.tcp", "false");
		for (String server : List.of("server.", "management.")) {
			webServerValues().forEach((key, value) -> values.put("local-socket.web." + server + key, value));
		}
		instanceValues().forEach((key, value) -> values.put("local-socket.single-instance." + key, value));
		assertThat(values.keySet()).as("the keys that are set, and those of the metadata")
			.containsExactlyInAnyOrderElementsOf(keys());
		LocalSocketProperties properties = bind(values);
		assertThat(properties.directory()).isEqualTo("/run/all");
		assertThat(properties.transport()).isEqualTo(TransportType.JUNIXSOCKET);
		assertThat(properties.maxBuffered()).isEqualTo(DataSize.ofMegabytes(3));
		assertThat(properties.handover().afterwards()).isEqualTo(AfterHandover.EXIT);
		assertThat(properties.eventLoop().threads()).isEqualTo(2);
		assertThat(properties.listener().maxThreads()).isEqualTo(5);
		assertThat(properties.console())
			.isEqualTo(new ConsoleProperties("ops", new ConsoleProperties.Exposure(Set.of("a", "b"), Set.of("b")),
					new AuthorizationProperties(Set.of("alice"), Set.of("staff"), Set.of(1L), Set.of(3L))));
		assertThat(properties.page()).isEqualTo(new PageProperties(true, "/sockets"));
		FramingProperties framing = new FramingProperties(Type.DELIMITER, "mine", DataSize.ofKilobytes(3),
				StandardCharsets.ISO_8859_1, ";", 2, PrefixByteOrder.LITTLE_ENDIAN, true);
		assertThat(properties.server("control")).isEqualTo(new LocalServerProperties(false, false, "news", "/run/app",
				"systemd:news", Set.of(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS), "staff", false, false,
				false, true, 7, 3, 9, 8, 2, Duration.ofSeconds(7), Duration.ofSeconds(6), Duration.ofSeconds(5),
				DataSize.ofKilobytes(1), DataSize.ofKilobytes(2), 4, 6,
				new AuthorizationProperties(Set.of("alice", "bob"), Set.of("staff"), Set.of(1L, 2L), Set.of(3L)),
				framing, ServerProtocol.JSON_RPC, new JsonRpcProperties(3, 4, 5, Duration.ofSeconds(4))));
		WebServerProperties web = new WebServerProperties(false, false, "news", "/run/app", "systemd:news",
				Set.of(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS), "staff", false, false, false, true, 7, 3,
				9, 8, 2, Duration.ofSeconds(6), DataSize.ofKilobytes(1), properties.server("control").authorization(),
				Set.of("www-data"));
		assertThat(properties.web()).isEqualTo(new LocalSocketWebProperties(web, web, false));
		assertThat(properties.client("control"))
			.isEqualTo(new LocalSocketClientProperties(false, "news", "/run/app", true, Set.of("alice", "0"),
					Duration.ofSeconds(2), Duration.ofSeconds(3), 4, DataSize.ofKilobytes(1), DataSize.ofKilobytes(2),
					Protocol.JSON_RPC, new JsonRpc(Duration.ofMillis(2), Duration.ofMillis(3)), framing));
		assertThat(properties.singleInstance()).isEqualTo(new SingleInstanceProperties(false, "news",
				InstanceScope.SYSTEM, "/run/app", Duration.ofSeconds(2), Duration.ofSeconds(3), Duration.ofSeconds(4),
				List.of("DISPLAY", "LANG"), true,
				new AuthorizationProperties(Set.of("alice", "bob"), Set.of("staff"), Set.of(1L, 2L), Set.of(3L))));
	}

	private static Map<String, String> instanceValues() {
		return Map.ofEntries(Map.entry("enabled", "false"), Map.entry("name", "news"), Map.entry("scope", "system"),
				Map.entry("directory", "/run/app"), Map.entry("timeout", "2s"), Map.entry("start-timeout", "3s"),
				Map.entry("answer-timeout", "4s"), Map.entry("environment-variables", "DISPLAY,LANG"),
				Map.entry("standard-input", "true"), Map.entry("authorization.allowed-users", "alice,bob"),
				Map.entry("authorization.allowed-groups", "staff"), Map.entry("authorization.allowed-uids", "1,2"),
				Map.entry("authorization.allowed-gids", "3"));
	}

	/** A value for each key of a server of the web, none of them its default. */
	private static Map<String, String> webServerValues() {
		Map<String, String> values = new LinkedHashMap<>(serverValues());
		values.keySet()
			.removeIf((key) -> key.startsWith("framing.") || key.startsWith("json-rpc.")
					|| Set
						.of("idle-timeout", "frame-timeout", "write-buffer-size", "max-received-descriptors",
								"max-threads", "protocol")
						.contains(key));
		values.put("trusted-proxies", "www-data");
		return values;
	}

	private static List<String> keys() {
		return ConfigurationMetadata.properties()
			.stream()
			.map(Property::key)
			.filter((key) -> key.startsWith("local-socket."))
			.toList();
	}

	/** A value for each key of a server, none of them its default. */
	private static Map<String, String> serverValues() {
		return union(Map.ofEntries(Map.entry("enabled", "false"), Map.entry("auto-startup", "false"),
				Map.entry("name", "news"), Map.entry("directory", "/run/app"),
				Map.entry("socket-descriptor", "systemd:news"), Map.entry("socket-options", "user-access,group-access"),
				Map.entry("group", "staff"), Map.entry("reclaim-stale", "false"), Map.entry("check-directory", "false"),
				Map.entry("republish", "false"), Map.entry("handover", "true"), Map.entry("listen-backlog-size", "7"),
				Map.entry("max-pending-connections", "3"), Map.entry("max-connections", "9"),
				Map.entry("max-connections-per-user", "8"), Map.entry("idle-timeout", "7s"),
				Map.entry("write-timeout", "6s"), Map.entry("frame-timeout", "5s"),
				Map.entry("reserved-connections", "2"), Map.entry("read-buffer-size", "1KB"),
				Map.entry("write-buffer-size", "2KB"), Map.entry("max-received-descriptors", "4"),
				Map.entry("max-threads", "6"), Map.entry("authorization.allowed-users", "alice,bob"),
				Map.entry("authorization.allowed-groups", "staff"), Map.entry("authorization.allowed-uids", "1,2"),
				Map.entry("authorization.allowed-gids", "3"), Map.entry("protocol", "json-rpc"),
				Map.entry("json-rpc.max-concurrent-requests", "3"), Map.entry("json-rpc.max-batch-length", "4"),
				Map.entry("json-rpc.max-depth", "5"), Map.entry("json-rpc.call-timeout", "4s")), framingValues());
	}

	/** A value for each key of a client, none of them its default. */
	private static Map<String, String> clientValues() {
		return union(
				Map.of("enabled", "false", "name", "news", "directory", "/run/app", "abstract-namespace", "true",
						"server-users", "alice,0", "connect-timeout", "2s", "request-timeout", "3s", "max-connections",
						"4", "read-buffer-size", "1KB", "write-buffer-size", "2KB"),
				union(Map.of("protocol", "json-rpc", "json-rpc.reconnect-delay", "2ms", "json-rpc.max-reconnect-delay",
						"3ms"), framingValues()));
	}

	private static Map<String, String> framingValues() {
		return Map.of("framing.type", "delimiter", "framing.bean", "mine", "framing.max-frame-length", "3KB",
				"framing.charset", "ISO-8859-1", "framing.delimiter", ";", "framing.prefix-length", "2",
				"framing.prefix-byte-order", "little-endian", "framing.prefix-counted", "true");
	}

	private static Map<String, String> union(Map<String, String> one, Map<String, String> other) {
		Map<String, String> union = new LinkedHashMap<>(one);
		union.putAll(other);
		return union;
	}

	private static LocalSocketProperties bind(Map<String, String> values) {
		MapConfigurationPropertySource source = new MapConfigurationPropertySource();
		values.forEach((key, value) -> source.put(key.replace("<name>", "control"), value));
		return new Binder(source).bind("local-socket", LocalSocketProperties.class).get();
	}

	@Test
	void defaultsReachTheServer() {
		run((server, address) -> {
			assertThat(server.fullServerName()).isEqualTo(this.directory.resolve("control").toString());
			assertThat(server.socketOptions()).containsExactly(SocketOption.USER_ACCESS);
			assertThat(server.group()).isNull();
			assertThat(server.isReclaimStale()).isTrue();
			assertThat(server.isCheckDirectory()).isTrue();
			assertThat(server.isRepublish()).isTrue();
			assertThat(server.listenBacklogSize()).isEqualTo(somaxconn());
			assertThat(server.maxPendingConnections()).isEqualTo(30);
			assertThat(server.maxReceivedDescriptors()).isZero();
			assertThat(server.limits()).isEqualTo(new ConnectionLimits(1024, 0, 512, 16, Duration.ZERO,
					Duration.ofSeconds(30), Duration.ofSeconds(30), 65_536, 1_048_576));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(address))))
				.isEqualTo("rwx------");
		});
	}

	/** What follows a first read is empty in this file, so it must be one for all. */
	private static int somaxconn() throws IOException {
		Path limit = Path.of("/proc/sys/net/core/somaxconn");
		return Files.exists(limit) ? Integer.parseInt(Files.readAllLines(limit).get(0)) : 4096;
	}

	@Test
	void valuesReachTheServer() {
		String[] keys = { "name", "socket-options", "reclaim-stale", "check-directory", "republish",
				"listen-backlog-size", "max-pending-connections", "max-connections", "max-connections-per-user",
				"reserved-connections", "idle-timeout", "write-timeout", "frame-timeout", "read-buffer-size",
				"write-buffer-size", "max-received-descriptors" };
		run((server, address) -> {
			assertThat(server.fullServerName()).isEqualTo(this.directory.resolve("news").toString());
			assertThat(server.socketOptions()).containsExactly(SocketOption.USER_ACCESS, SocketOption.GROUP_ACCESS);
			assertThat(server.isReclaimStale()).isFalse();
			assertThat(server.isCheckDirectory()).isFalse();
			assertThat(server.isRepublish()).isFalse();
			assertThat(server.listenBacklogSize()).isEqualTo(7);
			assertThat(server.maxPendingConnections()).isEqualTo(3);
			assertThat(server.maxReceivedDescriptors()).isEqualTo(4);
			assertThat(server.limits()).isEqualTo(new ConnectionLimits(9, 8, 0, 2, Duration.ofSeconds(7),
					Duration.ofSeconds(6), Duration.ofSeconds(5), 1024, 2048));
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(Path.of(address))))
				.isEqualTo("rwxrwx---");
		}, keys);
	}

	@Test
	void groupReachesTheServer() throws Exception {
		String group = Files.getAttribute(this.directory, "unix:gid").toString();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory,
					"local-socket.servers.control.group=" + group,
					"local-socket.servers.control.socket-options=group-access")
			.run((context) -> assertThat(context.getBean("control", LocalServer.class).group()).isEqualTo(group));
	}

	private void run(ServerAssertions assertions, String... keys) {
		ApplicationContextRunner runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues("local-socket.servers.control.directory=" + this.directory);
		for (String key : keys) {
			runner = runner.withPropertyValues("local-socket.servers.control." + key + "=" + serverValues().get(key));
		}
		runner.run((context) -> {
			LocalServer server = context.getBean("control", LocalServer.class);
			assertions.check(server, server.fullServerName());
		});
	}

	@Test
	void connectionsMayBufferAQuarterOfTheHeap() {
		assertMaxBuffered(Runtime.getRuntime().maxMemory() / 4);
	}

	@Test
	void connectionsMayBufferAsMuchAsTheirKeySays() {
		assertMaxBuffered(3_145_728, "local-socket.max-buffered=3MB");
		assertMaxBuffered(0, "local-socket.max-buffered=0");
	}

	private static void assertMaxBuffered(long max, String... properties) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues(properties)
			.run((context) -> assertThat(context.getBean(EventLoops.class).maxBuffered()).isEqualTo(max));
	}

	@Test
	void threadsAreAsManyAsTheirKeysSay() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withPropertyValues("local-socket.event-loop.threads=2", "local-socket.listener.max-threads=5",
					"local-socket.servers.special.max-threads=6")
			.run((context) -> {
				assertThat(context.getBean(EventLoops.class).threads()).isEqualTo(2);
				assertThat(context.getBean(ServerWorkers.class).maxThreads("control")).isEqualTo(5);
				assertThat(context.getBean(ServerWorkers.class).maxThreads("special")).isEqualTo(6);
			});
	}

	@Test
	void everyKeyHasADescription() {
		assertThat(ConfigurationMetadata.properties()).allSatisfy((property) -> {
			assertThat(property.description()).as(property.key()).endsWith(".").doesNotStartWith("The ");
			if (property.type().equals(Boolean.class.getName())) {
				assertThat(property.description()).as(property.key()).startsWith("Whether ");
			}
		});
	}

	@Test
	void everySizeTimeAndEnumHasSuggestedValues() {
		assertThat(ConfigurationMetadata.properties())
			.filteredOn((property) -> property.key().startsWith("local-socket.")
					&& property.type().matches(".*(DataSize|Duration|dev\\.localsocket\\..*)"))
			.hasSizeGreaterThan(10)
			.allSatisfy((property) -> assertThat(property.values()).as(property.key()).isNotEmpty());
	}

	@Test
	void suggestedValuesAreAccepted() {
		assertThat(ConfigurationMetadata.properties())
			.anySatisfy((property) -> assertThat(property.values()).isNotEmpty())
			.allSatisfy((property) -> property.values()
				.forEach((value) -> assertThat(bind(Map.of(property.key(), value))).isNotNull()));
	}

	/** Asserts something of the server and its address. */
	@FunctionalInterface
	private interface ServerAssertions {

		void check(LocalServer server, String address) throws Exception;

	}

}
