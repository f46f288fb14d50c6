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

package dev.localsocket.annotation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ConnectionClosedEvent;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.ReflectionHintsPredicates;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.env.MapPropertySource;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests what ahead-of-time processing learns of listeners.
 */
class ListenerHintsTests {

	private static final ReflectionHintsPredicates REFLECTION = RuntimeHintsPredicates.reflection();

	private static RuntimeHints hints(Class<?>... configurations) {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("dev.localsocket", "Application")), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("test", Map.of("local-socket.servers.control.name", "a")));
			context.register(LocalSocketAutoConfiguration.class);
			context.register(configurations);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		return generation.getRuntimeHints();
	}

	@Test
	void methodsAreInvokedThoughTheyArePrivateOrOfAnInterface() {
		RuntimeHints hints = hints(Listener.class, OfInterface.class);
		assertThat(List.of("handle", "own", "ended", "later"))
			.allSatisfy((method) -> assertThat(REFLECTION.onMethodInvocation(Listener.class, method)).accepts(hints));
		assertThat(REFLECTION.onMethodInvocation(Contract.class, "handle")).accepts(hints);
	}

	@Test
	void payloadsAndRepliesAreBound() {
		RuntimeHints hints = hints(Listener.class);
		assertThat(List.of(Order.class, Item.class, Receipt.class, Later.class)).allSatisfy((type) -> assertThat(
				REFLECTION.onType(type).withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS))
			.accepts(hints));
		assertThat(REFLECTION.onMethodInvocation(Item.class, "name")).accepts(hints);
	}

	@Test
	void whatIsNoPayloadIsNotBound() {
		RuntimeHints hints = hints(Listener.class);
		assertThat(List.of(LocalSocket.class, PeerCredentials.class, ConnectionClosedEvent.class))
			.allSatisfy((type) -> assertThat(REFLECTION.onType(type)).rejects(hints));
	}

	@Test
	void conditionsCallWhatTheyReferTo() {
		RuntimeHints hints = hints(Conditional.class, Access.class);
		assertThat(List.of(LocalSocket.class, LocalServer.class, PeerCredentials.class, ConnectionClosedEvent.class,
				Access.class))
			.allSatisfy((type) -> assertThat(
					REFLECTION.onType(type).withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS))
				.accepts(hints));
	}

	@Test
	void malformedConditionDoesNotStopTheProcessing() {
		assertThat(REFLECTION.onMethodInvocation(Malformed.class, "handle")).accepts(hints(Malformed.class));
	}

	@Test
	void propertiesAreBound() {
		RuntimeHints hints = hints(Access.class);
		assertThat(hints.reflection().typeHints()).map((hint) -> hint.getType().getName())
			.contains("dev.localsocket.autoconfigure.LocalSocketProperties",
					"dev.localsocket.autoconfigure.AuthorizationProperties");
	}

	record Item(String name) {

	}

	record Order(List<Item> items) {

	}

	record Receipt(int number) {

	}

	record Later(String text) {

	}

	static class Listener {

		@LocalSocketListener(servers = "control")
		private List<Receipt> handle(Order order, LocalSocket socket, PeerCredentials peer) {
			return List.of();
		}

		@LocalSocketListener("control")
		void own(LocalSocket socket) {
		}

		@LocalSocketListener("control")
		void ended(ConnectionClosedEvent event) {
		}

		@LocalSocketListener("control")
		CompletionStage<Later> later(String text) {
			return CompletableFuture.completedStage(new Later(text));
		}

	}

	interface Contract {

		@LocalSocketListener("control")
		String handle(String line);

	}

	static class OfInterface implements Contract {

		@Override
		public String handle(String line) {
			return line;
		}

	}

	static class Conditional {

		@LocalSocketListener(servers = "control",
				condition = "#event.socket.peerCredentials().uid() == 0 and @'listenerHintsTests.Access'.allows(#event)")
		void ended(ConnectionClosedEvent event) {
		}

	}

	static class Access {

		public boolean allows(ConnectionClosedEvent event) {
			return true;
		}

	}

	static class Malformed {

		@LocalSocketListener(servers = "control", condition = "1 +")
		void handle(String line) {
		}

	}

}
