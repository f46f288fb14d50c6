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

package dev.localsocket.docs;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.localsocket.LocalServer;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.Argument;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.client.ImportLocalSocketExchanges;
import dev.localsocket.client.LocalSocketClientListener;
import dev.localsocket.client.LocalSocketExchange;
import dev.localsocket.rpc.CommandException;
import dev.localsocket.rpc.JsonRpcError;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.test.LocalSocketTestClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Samples of commands and of JSON-RPC.
 */
@Timeout(60)
@SuppressWarnings("serial")
class RpcTests {

	/** The conversation on the page: what is typed begins with a dollar. */
	private static final Pattern CONVERSATION = Pattern.compile("^```text\n(\\$ .*?)^```$",
			Pattern.MULTILINE | Pattern.DOTALL);

	private static final @Nullable String MODULES = System.getProperty("local-socket.interop.node-modules");

	@TempDir
	Path directory;

	@Test
	void theConversationOnThePageTakesPlace() throws IOException {
		Matcher conversation = CONVERSATION.matcher(page());
		assertThat(conversation.find()).isTrue();
		Samples.runner(this.directory, "rpc.yml", UserCommands.class, ShopMethods.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context, "console")) {
				for (String line : conversation.group(1).split("\n")) {
					if (line.startsWith("$ ")) {
						client.send(line.substring(2));
					}
					else {
						client.expectLine(line);
					}
				}
			}
		});
	}

	@Test
	void callerIsWhoTheKernelSays() {
		Samples.runner(this.directory, "rpc.yml", UserCommands.class, ShopMethods.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context, "console")) {
				client.send("whoami").expectLine("process " + ProcessHandle.current().pid());
			}
		});
	}

	@Test
	void theTypedClientCallsTheServer() {
		Samples.runner(this.directory, "rpc.yml", UserCommands.class, ShopMethods.class, ShopClient.class)
			.run((context) -> {
				Shop shop = context.getBean(Shop.class);
				assertThat(shop.price("nail", 3).get(30, TimeUnit.SECONDS)).isEqualTo(new BigDecimal("0.30"));
				assertThat(shop.place(new Order("nail", 2))).isEqualTo(new Receipt("nail", 2, new BigDecimal("0.20")));
				assertThatExceptionOfType(JsonRpcException.class).isThrownBy(() -> shop.place(new Order("saw", 1)))
					.withMessage("There is no saw left")
					.satisfies((ex) -> assertThat(ex.getCode()).isEqualTo(1001));
			});
	}

	@Test
	void theServerTellsItsClients() {
		Samples.runner(this.directory, "rpc.yml", UserCommands.class, ShopMethods.class, ShopClient.class)
			.run((context) -> {
				context.getBean(Shop.class).watch("nail");
				context.getBean(ShopMethods.class).sold("nail", 5);
				assertThat(context.getBean(PriceBoard.class).seen.poll(30, TimeUnit.SECONDS)).isEqualTo("nail 5");
			});
	}

	@Test
	void pythonOfThePageCallsTheServer() {
		Samples.runner(this.directory, "rpc.yml", UserCommands.class, ShopMethods.class)
			.run((context) -> assertThat(output("python3", "-c", code("python", context))).isEqualTo("0.3"));
	}

	@Test
	@Tag("interop")
	void javaScriptOfThePageCallsTheServer() {
		assumeThat(MODULES != null || Boolean.getBoolean("local-socket.interop.required")).isTrue();
		assertThat(MODULES).as("where the packages of Node are").isNotNull();
		Samples.runner(this.directory, "rpc.yml", UserCommands.class, ShopMethods.class)
			.run((context) -> assertThat(output("node", "-e", code("javascript", context))).isEqualTo("0.3"));
	}

	/** Returns the first block of a language on the page, with the path of the server. */
	private static String code(String language, ApplicationContext context) throws IOException {
		Matcher block = Pattern.compile("^```" + language + "\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(page());
		assertThat(block.find()).as(language).isTrue();
		return block.group(1).replace("/tmp/shop", context.getBean("shop", LocalServer.class).fullServerName());
	}

	private static String output(String... command) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		if (MODULES != null) {
			builder.environment().put("NODE_PATH", MODULES);
		}
		Process process = builder.start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("end of %s", command[0]).isTrue();
			return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static String page() throws IOException {
		return Files.readString(Page.ROOT.resolve("docs/rpc.md"));
	}

	private static LocalSocketTestClient connect(ApplicationContext context, String server) {
		return LocalSocketTestClient.connect(context.getBean(server, LocalServer.class));
	}

	static class UserCommands {

		// tag::rpc-commands[]
		enum Role {

			GUEST, OPERATOR

		}

		private final Map<String, Role> users = new ConcurrentSkipListMap<>();

		@LocalSocketListener(servers = "console", route = "user add", description = "add a user")
		String add(String name, @Argument(defaultValue = "guest", description = "what the user may do") Role role) {
			if (this.users.putIfAbsent(name, role) != null) {
				throw new CommandException("there is a user '%s' already".formatted(name));
			}
			return "added %s as %s".formatted(name, role);
		}

		@LocalSocketListener(servers = "console", route = "user list", description = "list the users")
		List<String> list() {
			return this.users.entrySet().stream().map((user) -> user.getKey() + " " + user.getValue()).toList();
		}

		@LocalSocketListener(servers = "console", route = "whoami", description = "tell who is calling")
		String whoAmI(PeerCredentials caller) {
			return "process " + caller.pid();
		}
		// end::rpc-commands[]

	}

	// tag::rpc-methods[]
	record Order(String item, int amount) {
	}

	record Receipt(String item, int amount, BigDecimal sum) {
	}

	// end::rpc-methods[]

	static class ShopMethods {

		private static final BigDecimal PRICE = new BigDecimal("0.10");

		// tag::rpc-methods[]
		@LocalSocketListener(servers = "shop", route = "shop/price")
		CompletableFuture<BigDecimal> price(String item, @Argument(defaultValue = "1") int amount) {
			return CompletableFuture.supplyAsync(() -> PRICE.multiply(BigDecimal.valueOf(amount)));
		}

		@LocalSocketListener(servers = "shop", route = "shop/place")
		Receipt place(Order order) {
			if (order.item().equals("saw")) {
				throw new SoldOutException(order.item());
			}
			return new Receipt(order.item(), order.amount(), PRICE.multiply(BigDecimal.valueOf(order.amount())));
		}
		// end::rpc-methods[]

		// tag::rpc-peer[]
		private final Set<JsonRpcPeer> watchers = ConcurrentHashMap.newKeySet();

		@LocalSocketListener(servers = "shop", route = "shop/watch")
		void watch(String item, JsonRpcPeer peer) {
			this.watchers.add(peer);
		}

		void sold(String item, int left) {
			this.watchers.removeIf((peer) -> !peer.sendNotification("shop/sold", Map.of("item", item, "left", left)));
		}
		// end::rpc-peer[]

	}

	// tag::rpc-errors[]
	@JsonRpcError(code = 1001)
	static class SoldOutException extends RuntimeException {

		SoldOutException(String item) {
			super("There is no %s left".formatted(item));
		}

	}
	// end::rpc-errors[]

	// tag::rpc-exchange[]
	@LocalSocketExchange("shop/")
	interface Shop {

		CompletableFuture<BigDecimal> price(String item, int amount);

		Receipt place(Order order);

		void watch(String item);

	}
	// end::rpc-exchange[]

	// tag::rpc-import[]
	@Configuration
	@ImportLocalSocketExchanges(types = Shop.class, client = "shop-client")
	static class ShopClient {

		// end::rpc-import[]
		@Bean
		PriceBoard priceBoard() {
			return new PriceBoard();
		}
		// tag::rpc-import[]

	}
	// end::rpc-import[]

	static class PriceBoard {

		final LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();

		// tag::rpc-listener[]
		@LocalSocketClientListener(client = "shop-client", method = "shop/sold")
		void sold(String item, int left) {
			this.seen.add(item + " " + left);
		}
		// end::rpc-listener[]

	}

}
