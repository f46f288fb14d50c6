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

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.autoconfigure.security.LocalSocketSecurityAutoConfiguration;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.ServerErrorEvent;
import kotlin.coroutines.Continuation;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.messaging.support.GenericMessage;
import org.springframework.scheduling.annotation.Async;
import org.springframework.security.access.annotation.Secured;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.stereotype.Component;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what stops the start: methods that would fail, or be called in vain, with each
 * message. Each case is a class below.
 */
class ListenerRulesTests {

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... configurations) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class,
					LocalSocketSecurityAutoConfiguration.class))
			.withUserConfiguration(configurations)
			.withPropertyValues("local-socket.directory=" + this.directory,
					"local-socket.servers.control.enabled=true");
	}

	private static Class<?> listener(String name) throws ClassNotFoundException {
		return Class.forName(ListenerRulesTests.class.getName() + "$" + name);
	}

	private static void assertRefused(ApplicationContextRunner runner, String name, String message, String action) {
		runner.run((context) -> {
			assertThat(context).hasFailed();
			LocalSocketListenerException ex = refusal(context.getStartupFailure());
			assertThat(ex).hasMessageContaining("ListenerRulesTests." + name + ".").hasMessageContaining(message);
			assertThat(ex.getAction()).contains(action);
		});
	}

	/** Some checks are made while the container processes a bean, and it tells which. */
	private static LocalSocketListenerException refusal(@Nullable Throwable failure) {
		assertThat(failure).isNotNull();
		return (failure instanceof LocalSocketListenerException refusal) ? refusal : refusal(failure.getCause());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					TakesInputStream     | is of the type java.io.InputStream, which no message can be      | take a LocalSocket
					TakesOutputStream    | which no message can be                                          | take a LocalSocket
					TakesFlux            | is of the type reactor.core.publisher.Flux<java.lang.String>     | called once for each
					TakesMono            | which no message can be                                          | called once for each
					TakesFuture          | which no message can be                                          | called once for each
					TakesCallable        | which no message can be                                          | called once for each
					TakesMessageOfFlux   | which no message can be                                          | called once for each
					TakesGenericMessage  | is of the type GenericMessage                                    | a Message, or the payload
					TakesExpression      | @Payload with an expression                                      | Remove the expression
					TakesContinuation    | takes a Continuation, but is no function of Kotlin               | CompletableFuture
					TakesUnknownHeader   | is the header 'user', which no message has                       | localsocket_peerUser
					TakesHeaderOfType    | which cannot become a LocalDate                                  | Let it be a Long
					TakesHeadersAsList   | cannot hold the headers, being a List                            | Map<String, Object>
					ObservesWithPeer     | is a PeerCredentials, but not every ServerErrorEvent             | NewConnectionEvent
					ObservesWithSocket   | is a LocalSocket, but not every LocalServerEvent                 | NewConnectionEvent
					ObservesWithHeader   | is the header 'localsocket_peerPid', which no message has        | localsocket_server
					ObservesWithMessage  | is a Message, but the method is an observer                      | take a payload
					ObservesWithPayload  | takes an event and something else to handle: [event, line]       | or a payload
					TakesTwoPayloads     | takes 2 payloads: [first, second]                                | @Header
					TakesNothing         | takes neither an event nor a LocalSocket nor a payload           | what it handles
					""")
	void parameterThatNothingFillsIsRefused(String name, String message, String action) throws ClassNotFoundException {
		assertRefused(runner(listener(name)), name, message, action);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			ReturnsFuture           | returns a java.util.concurrent.Future            | CompletableFuture
			ReturnsCallable         | returns a java.util.concurrent.Callable          | Call it
			ReturnsIterator         | returns a java.util.Iterator                     | an Iterable or a Stream
			ReturnsIntStream        | returns a java.util.stream.IntStream             | boxed()
			ReturnsInputStream      | returns a java.io.InputStream                    | output stream
			ReturnsStageOfFuture    | that no message can hold                         | CompletableFuture
			ReturnsFluxOfCallable   | that no message can hold                         | Call it
			ReturnsListOfStreams    | that no message can hold                         | output stream
			ConnectionReturnsText   | of a connection handler, which is not sent       | Write it to the LocalSocket
			ConnectionReturnsMono   | of a connection handler, which is not sent       | CompletableFuture
			ObserverReturnsText     | of an observer, which is not sent to anybody     | return nothing
			""")
	void returnValueThatIsNotSentIsRefused(String name, String message, String action) throws ClassNotFoundException {
		assertRefused(runner(listener(name)), name, message, action);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					AsyncMethod             | annotated with @Async                            | Remove @Async
					AsyncClass              | The class of the method                          | Remove @Async
					AsyncBase$Extended      | The class of the method                          | Remove @Async
					BeanMethod              | is a @Bean method                                | of the class of that bean
					SendToMethod            | annotated with @SendTo                           | LocalServerOperations
					MessageKeepsOpen        | is a message handler, for which the attribute 'closeOnReturn = false' | only connection handlers
					ObserverKeepsOpen       | is an observer, for which the attribute 'closeOnReturn = false'       | only connection handlers
					ObserverOnLoop          | 'execution = EVENT_LOOP' has no effect           | observers always run on workers
					ObserverErrorHandler    | 'errorHandler = "polite"' has no effect          | is logged
					""")
	void annotationWithoutEffectIsRefused(String name, String message, String action) throws ClassNotFoundException {
		assertRefused(runner(listener(name)), name.replace("AsyncBase$Extended", "AsyncBase"), message, action);
	}

	@ParameterizedTest
	@ValueSource(classes = { Authorized.class, AuthorizedClass.class })
	void authorizationThatNobodyEnforcesIsRefused(Class<?> listener) {
		assertRefused(runner(listener), listener.getSimpleName(),
				"annotated with @PreAuthorize, but nothing enforces it", "@EnableMethodSecurity");
		runner(listener, MethodSecurity.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void authorizationOfAKindThatIsNotEnabledIsRefused() {
		assertRefused(runner(SecuredMethod.class, MethodSecurity.class), "SecuredMethod", "annotated with @Secured",
				"securedEnabled = true");
	}

	@Test
	void validationWithoutAValidatorIsRefused() {
		assertRefused(runner(Validates.class), "Validates", "but there is no Validator",
				"spring-boot-starter-validation");
		runner(Validates.class).withBean(Validator.class, NoErrors::new)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void validationOfCallsThatNobodyDoesIsRefused() {
		assertRefused(runner(ValidatedClass.class), "ValidatedClass", "nothing validates its calls",
				"spring-boot-starter-validation");
	}

	@Test
	void finalMethodOfAProxyIsRefused() {
		assertRefused(runner(FinalMethod.class, MethodSecurity.class), "FinalMethod",
				"is final, so it would run on the proxy of the bean", "Remove 'final'");
	}

	@Test
	void privateMethodOfAProxyIsRefused() {
		assertRefused(runner(PrivateMethod.class, MethodSecurity.class), "PrivateMethod",
				"cannot be called on the bean 'listenerRulesTests.PrivateMethod', which is a proxy that does not have it",
				"Make the method public");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			TakesRecord         | takes a Point   | spring-boot-starter-jackson
			TakesOptionalRecord | takes a Point   | spring-boot-starter-jackson
			TakesNumber         | takes a int     | spring-boot-starter-jackson
			ReturnsRecord       | returns a Point | spring-boot-starter-jackson
			ReturnsRecords      | returns a Point | spring-boot-starter-jackson
			ReturnsLater        | returns a Point | spring-boot-starter-jackson
			""")
	void objectWithoutAConverterIsRefused(String name, String message, String action) throws ClassNotFoundException {
		ApplicationContextRunner runner = runner(listener(name));
		assertRefused(runner.withClassLoader(new FilteredClassLoader("tools.jackson")), name, message, action);
		runner.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { TakesText.class, ReturnsAnything.class, TakesNullableSocket.class, LaterEnd.class })
	void theRestStarts(Class<?> listener) {
		runner(listener).withClassLoader(new FilteredClassLoader("tools.jackson"))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	record Point(int x) {

	}

	static class TakesInputStream {

		@LocalSocketListener
		void handle(InputStream input) {
		}

	}

	static class TakesOutputStream {

		@LocalSocketListener
		void handle(OutputStream output) {
		}

	}

	static class TakesFlux {

		@LocalSocketListener
		void handle(Flux<String> lines) {
		}

	}

	static class TakesMono {

		@LocalSocketListener
		void handle(Mono<Point> line) {
		}

	}

	static class TakesFuture {

		@LocalSocketListener
		void handle(CompletableFuture<String> line) {
		}

	}

	static class TakesCallable {

		@LocalSocketListener
		void handle(Callable<String> line) {
		}

	}

	static class TakesMessageOfFlux {

		@LocalSocketListener
		void handle(Message<Flux<String>> message) {
		}

	}

	static class TakesGenericMessage {

		@LocalSocketListener
		void handle(GenericMessage<String> message) {
		}

	}

	static class TakesExpression {

		@LocalSocketListener
		void handle(@Payload("name") String name) {
		}

	}

	static class TakesContinuation {

		@LocalSocketListener
		@Nullable Object handle(String line, Continuation<? super String> continuation) {
			return line;
		}

	}

	static class TakesUnknownHeader {

		@LocalSocketListener
		void handle(String line, @Header("user") String user) {
		}

	}

	static class TakesHeaderOfType {

		@LocalSocketListener
		void handle(String line, @Header("localsocket_peerPid") LocalDate pid) {
		}

	}

	static class TakesHeadersAsList {

		@LocalSocketListener
		void handle(String line, @Headers List<Object> headers) {
		}

	}

	static class ObservesWithPeer {

		@LocalSocketListener
		void handle(ServerErrorEvent event, PeerCredentials peer) {
		}

	}

	static class ObservesWithSocket {

		@LocalSocketListener
		void handle(LocalServerEvent event, LocalSocket socket) {
		}

	}

	static class ObservesWithHeader {

		@LocalSocketListener
		void handle(ServerErrorEvent event, @Header("localsocket_peerPid") long pid) {
		}

	}

	static class ObservesWithMessage {

		@LocalSocketListener
		void handle(NewConnectionEvent event, Message<?> message) {
		}

	}

	static class ObservesWithPayload {

		@LocalSocketListener
		void handle(NewConnectionEvent event, String line) {
		}

	}

	static class TakesTwoPayloads {

		@LocalSocketListener
		void handle(String first, String second) {
		}

	}

	static class TakesNothing {

		@LocalSocketListener
		void handle(LocalServer server) {
		}

	}

	static class ReturnsFuture {

		@LocalSocketListener
		@Nullable Future<String> handle(String line) {
			return null;
		}

	}

	static class ReturnsCallable {

		@LocalSocketListener
		Callable<String> handle(String line) {
			return () -> line;
		}

	}

	static class ReturnsIterator {

		@LocalSocketListener
		Iterator<String> handle(String line) {
			return List.of(line).iterator();
		}

	}

	static class ReturnsIntStream {

		@LocalSocketListener
		IntStream handle(String line) {
			return line.chars();
		}

	}

	static class ReturnsInputStream {

		@LocalSocketListener
		InputStream handle(String line) {
			return InputStream.nullInputStream();
		}

	}

	static class ReturnsStageOfFuture {

		@LocalSocketListener
		@Nullable CompletableFuture<Future<String>> handle(String line) {
			return null;
		}

	}

	static class ReturnsFluxOfCallable {

		@LocalSocketListener
		Flux<Callable<String>> handle(String line) {
			return Flux.empty();
		}

	}

	static class ReturnsListOfStreams {

		@LocalSocketListener
		List<InputStream> handle(String line) {
			return List.of();
		}

	}

	static class ConnectionReturnsText {

		@LocalSocketListener
		String handle(LocalSocket socket) {
			return "hello";
		}

	}

	static class ConnectionReturnsMono {

		@LocalSocketListener
		Mono<Void> handle(LocalSocket socket) {
			return Mono.empty();
		}

	}

	static class ObserverReturnsText {

		@LocalSocketListener
		String handle(NewConnectionEvent event) {
			return "hello";
		}

	}

	static class AsyncMethod {

		@Async
		@LocalSocketListener
		void handle(String line) {
		}

	}

	@Async
	static class AsyncClass {

		@LocalSocketListener
		void handle(String line) {
		}

	}

	@Async
	static class AsyncBase {

		@LocalSocketListener
		void handle(String line) {
		}

		static class Extended extends AsyncBase {

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BeanMethod {

		@Bean
		@LocalSocketListener
		Object bean(Environment environment) {
			return environment.toString();
		}

	}

	static class SendToMethod {

		@SendTo("feed")
		@LocalSocketListener
		String handle(String line) {
			return line;
		}

	}

	static class MessageKeepsOpen {

		@LocalSocketListener(closeOnReturn = false)
		void handle(String line) {
		}

	}

	static class ObserverKeepsOpen {

		@LocalSocketListener(closeOnReturn = false)
		void handle(ConnectionClosedEvent event) {
		}

	}

	static class ObserverOnLoop {

		@LocalSocketListener(execution = Execution.EVENT_LOOP)
		void handle(ConnectionClosedEvent event) {
		}

	}

	static class ObserverErrorHandler {

		@LocalSocketListener(errorHandler = "polite")
		void handle(ConnectionClosedEvent event) {
		}

	}

	static class Authorized {

		@LocalSocketListener
		@PreAuthorize("hasAuthority('GROUP_wheel')")
		void handle(String line) {
		}

	}

	@PreAuthorize("hasAuthority('GROUP_wheel')")
	static class AuthorizedClass {

		@LocalSocketListener
		void handle(String line) {
		}

	}

	static class SecuredMethod {

		@LocalSocketListener
		@Secured("GROUP_wheel")
		void handle(String line) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableMethodSecurity
	static class MethodSecurity {

	}

	static class FinalMethod {

		@LocalSocketListener
		final void handle(String line) {
		}

		@PreAuthorize("true")
		void other() {
		}

	}

	@Component
	static class PrivateMethod {

		@LocalSocketListener
		private void handle(String line) {
		}

		@PreAuthorize("true")
		void other() {
		}

	}

	static class Validates {

		@LocalSocketListener
		void handle(@Validated @Payload String line) {
		}

	}

	@Validated
	static class ValidatedClass {

		@LocalSocketListener
		void handle(String line) {
		}

	}

	static class NoErrors implements Validator {

		@Override
		public boolean supports(Class<?> type) {
			return true;
		}

		@Override
		public void validate(Object target, Errors errors) {
		}

	}

	static class TakesRecord {

		@LocalSocketListener
		void handle(Point point) {
		}

	}

	static class TakesOptionalRecord {

		@LocalSocketListener
		void handle(Optional<Point> point) {
		}

	}

	static class TakesNumber {

		@LocalSocketListener
		void handle(int number) {
		}

	}

	static class ReturnsRecord {

		@LocalSocketListener
		Point handle(String line) {
			return new Point(1);
		}

	}

	static class ReturnsRecords {

		@LocalSocketListener
		List<Point> handle(String line) {
			return List.of();
		}

	}

	static class ReturnsLater {

		@LocalSocketListener
		Mono<Point> handle(String line) {
			return Mono.empty();
		}

	}

	static class TakesText {

		@LocalSocketListener
		List<String> handle(Message<String> message, @Header("localsocket_peerPid") int pid) {
			return List.of();
		}

	}

	static class ReturnsAnything {

		@LocalSocketListener
		Object handle(byte[] line) {
			return line;
		}

	}

	static class TakesNullableSocket {

		@LocalSocketListener
		void handle(LocalServerEvent event, @Nullable LocalSocket socket) {
		}

	}

	static class LaterEnd {

		@LocalSocketListener
		CompletableFuture<Void> handle(LocalSocket socket) {
			return CompletableFuture.completedFuture(null);
		}

	}

}
