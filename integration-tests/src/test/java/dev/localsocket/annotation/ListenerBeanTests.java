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

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.IncomingConnection;
import dev.localsocket.LocalServer;
import dev.localsocket.annotation.internal.LocalSocketListenerFactory;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.ConnectionRejectedEvent;
import dev.localsocket.event.LocalServerEvent;
import dev.localsocket.event.NewConnectionEvent;
import dev.localsocket.event.ServerClosedEvent;
import dev.localsocket.event.ServerErrorEvent;
import dev.localsocket.event.ServerListeningEvent;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.test.LocalSocketEvents;
import dev.localsocket.test.LocalSocketTestClient;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Role;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.event.EventListener;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests of {@link LocalSocketListener} on beans of all kinds, with real sockets.
 */
@Timeout(30)
class ListenerBeanTests {

	private static final String CONTROL = "local-socket.servers.control.enabled=true";

	@TempDir
	Path directory;

	private ApplicationContextRunner runner(Class<?>... listeners) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(listeners)
			.withPropertyValues("local-socket.directory=" + this.directory, CONTROL);
	}

	private static LocalSocketTestClient connect(ApplicationContext context) {
		return LocalSocketTestClient.connect(context.getBean("control", LocalServer.class));
	}

	private static String ask(ApplicationContext context, String line) {
		return ask(context.getBean("control", LocalServer.class), line);
	}

	private static String ask(LocalServer server, String line) {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(server)) {
			return client.send(line).readLine();
		}
	}

	@Test
	void methodOfAnInterfaceIsAnnotated() {
		runner(PlainCommand.class)
			.run((context) -> assertThat(ask(context, "a")).isEqualTo("a from " + System.getProperty("user.name")));
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainCommand.class, AnnotatedCommand.class })
	void beanIsAJdkProxy(Class<?> type) {
		runner(type, JdkProxies.class).run((context) -> {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Command.class))).isTrue();
			assertThat(ask(context, "a")).isEqualTo("A FROM " + System.getProperty("user.name").toUpperCase());
		});
	}

	@Test
	void beanIsAJdkProxyOfAnInterfaceWithoutAnnotations() {
		runner(SilentCommand.class, JdkProxies.class).run((context) -> {
			assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Silent.class))).isTrue();
			assertThat(ask(context, "a")).isEqualTo("SILENT A");
		});
	}

	@Test
	void jdkProxyWhoseInterfaceLacksTheAnnotationsOfParametersIsRefused() {
		runner(SilentHeaderCommand.class, JdkProxies.class).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("ListenerBeanTests.SilentHeaderCommand.handle() takes 2 payloads"));
	}

	@Test
	void jdkProxyThatDoesNotHaveTheMethodIsRefused() {
		runner(HiddenCommand.class, JdkProxies.class).run((context) -> assertThat(context).getFailure()
			.hasStackTraceContaining("Need to invoke method 'handleHidden'"));
	}

	@Test
	void beanIsASubclassProxyAndTheMethodIsPackagePrivate() {
		runner(PackagePrivate.class, SubclassProxies.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean(PackagePrivate.class))).isTrue();
			assertThat(ask(context, "a")).isEqualTo("PACKAGE A");
		});
	}

	@Test
	void serverIsASubclassProxy() {
		runner(PackagePrivate.class, ServerProxies.class).run((context) -> {
			assertThat(AopUtils.isCglibProxy(context.getBean("control"))).isTrue();
			await().until(() -> context.getBean(LocalServer.class).isListening());
			assertThat(ask(context, "a")).isEqualTo("package a");
		});
	}

	@Test
	void annotationIsAMetaAnnotation() {
		runner(MetaAnnotated.class).run((context) -> {
			assertThat(ask(context, "a")).isEqualTo("meta a");
			assertThat(ask(context, "fail")).isEqualTo("meta-id");
		});
	}

	@Test
	void lazyBeanIsCreatedWithTheFirstMessage() {
		LazyListener.CREATED.set(0);
		runner(LazyConfiguration.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				await().until(() -> context.getBean(LocalServer.class).activeConnections() == 1);
				assertThat(LazyListener.CREATED).hasValue(0);
				client.send("a").expectLine("1").send("b").expectLine("1");
			}
		});
	}

	@Test
	void prototypeIsCreatedForEachMessage() {
		LazyListener.CREATED.set(0);
		runner(PrototypeConfiguration.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("a").expectLine("1").send("b").expectLine("2");
			}
		});
	}

	@Test
	void scopedProxyLooksUpItsTargetForEachMessage() {
		LazyListener.CREATED.set(0);
		runner(ScopedConfiguration.class).run((context) -> {
			try (LocalSocketTestClient client = connect(context)) {
				client.send("a").expectLine("1").send("b").expectLine("2");
			}
		});
	}

	@Test
	void oneMethodHandlesSeveralServersNamedByPlaceholders() {
		runner(Several.class)
			.withPropertyValues("local-socket.servers.feed.enabled=true", "local-socket.servers.quiet.enabled=true",
					"second=feed")
			.run((context) -> {
				for (String server : new String[] { "control", "feed" }) {
					try (LocalSocketTestClient client = LocalSocketTestClient
						.connect(context.getBean(server, LocalServer.class))) {
						client.send("a").expectLine(server + " a");
					}
				}
				LocalServer quiet = context.getBean("quiet", LocalServer.class);
				try (LocalSocketTestClient client = LocalSocketTestClient.connect(quiet)) {
					await().until(quiet::hasPendingConnections);
					client.closeOutput();
				}
			});
	}

	@Test
	void placeholderWithoutAValueIsRefused() {
		runner(Several.class).run((context) -> assertThat(context).getFailure().hasStackTraceContaining("'second'"));
	}

	@Test
	void payloadTypeOfAGenericSuperclassIsThatOfTheBean() {
		runner(PointHandler.class).run((context) -> assertThat(ask(context, "{\"x\":1}")).isEqualTo("Point[x=1]"));
	}

	@Test
	void listenersOfAParentHandleOnlyItsOwnServers() {
		runner(PackagePrivate.class, Opened.class).run((parent) -> runner(ChildWithServer.class).withParent(parent)
			.withPropertyValues("local-socket.servers.own.enabled=true", "local-socket.servers.child.enabled=true")
			.run((child) -> {
				assertThat(ask(child.getBean("own", LocalServer.class), "a")).isEqualTo("own a");
				assertThat(ask(parent, "a")).isEqualTo("package a");
				LocalServer unowned = child.getBean("child", LocalServer.class);
				try (LocalSocketTestClient client = LocalSocketTestClient.connect(unowned)) {
					await().until(unowned::hasPendingConnections);
					client.closeOutput();
				}
				await().until(() -> parent.getBean(LocalServer.class).activeConnections() == 0);
				assertThat(parent.getBean(Opened.class).count).hasValue(1);
			}));
	}

	@Test
	void handlerOfAParentDoesNotOwnConnectionsOfAServerOfTheSameName() {
		runner(PackagePrivate.class, Opened.class, Plain.class).withBean(LocalSocketEvents.class)
			.run((parent) -> runner().withBean("control", LocalServer.class)
				.withParent(parent)
				.withPropertyValues("local-socket.servers.control.name=childs")
				.run((child) -> {
					LocalServer unowned = child.getBean("control", LocalServer.class);
					try (LocalSocketTestClient client = LocalSocketTestClient.connect(unowned)) {
						NewConnectionEvent event = parent.getBean(LocalSocketEvents.class)
							.await(NewConnectionEvent.class);
						assertThat(event.getServer()).isSameAs(unowned);
						assertThat(ask(parent, "a")).isEqualTo("package a");
						assertThat(unowned.pendingConnections()).isOne();
						client.closeOutput();
					}
					assertThat(parent.getBean(Opened.class).count).hasValue(1);
				}));
	}

	@Test
	void handlerThatComesWhileServersRunOwnsTheConnectionsThatFollow() {
		runner().run((context) -> {
			LocalServer server = context.getBean(LocalServer.class);
			context.getBeanFactory().registerSingleton("late", new PackagePrivate());
			context.getBean(LocalSocketListenerFactory.class)
				.createApplicationListener("late", PackagePrivate.class,
						PackagePrivate.class.getDeclaredMethod("handle", String.class));
			assertThat(ask(server, "a")).isEqualTo("package a");
		});
	}

	@Test
	void listenersOfAChildCannotHaveServersOfItsParent() {
		runner().run((parent) -> new ApplicationContextRunner().withParent(parent)
			.withConfiguration(AutoConfigurations.of(LocalSocketAutoConfiguration.class))
			.withUserConfiguration(Child.class)
			.run((child) -> assertThat(child).getFailure()
				.hasMessageContaining("listens to the local server 'control', which is a bean of the parent")));
	}

	@Test
	void plainListenersSeeAllEvents() {
		LocalSocketEvents events = new LocalSocketEvents();
		Plain plain = new Plain(new LocalSocketEvents());
		runner(PackagePrivate.class).withBean(LocalSocketEvents.class, () -> events)
			.withBean(Plain.class, () -> plain)
			.withBean("picky", PickyServer.class)
			.run((context) -> {
				try (LocalSocketTestClient client = LocalSocketTestClient.connect(context.getBean(PickyServer.class))) {
					client.expectEnd();
				}
				try (LocalSocketTestClient client = connect(context)) {
					client.sendBytes((byte) 'a').closeOutput().expectEnd();
				}
				events.await(ConnectionClosedEvent.class);
				events.await(ServerErrorEvent.class);
			});
		for (LocalSocketEvents seen : new LocalSocketEvents[] { events, plain.seen() }) {
			assertThat(seen.stream(LocalServerEvent.class).map(Object::getClass).distinct()).containsExactlyInAnyOrder(
					ServerListeningEvent.class, ConnectionRejectedEvent.class, NewConnectionEvent.class,
					ServerErrorEvent.class, ConnectionClosedEvent.class, ServerClosedEvent.class);
		}
	}

	interface Command {

		@LocalSocketListener("control")
		String handle(String line, @Header(LocalSocketHeaders.PEER_USER) String user);

	}

	static class PlainCommand implements Command {

		@Override
		public String handle(String line, String user) {
			return line + " from " + user;
		}

	}

	static class AnnotatedCommand implements Command {

		@Override
		@LocalSocketListener("control")
		public String handle(String line, @Header(LocalSocketHeaders.PEER_USER) String user) {
			return line + " from " + user;
		}

	}

	interface Silent {

		String handle(String line);

	}

	static class SilentCommand implements Silent {

		@Override
		@LocalSocketListener("control")
		public String handle(String line) {
			return "silent " + line;
		}

	}

	interface SilentHeader {

		String handle(String line, long pid);

	}

	static class SilentHeaderCommand implements SilentHeader {

		@Override
		@LocalSocketListener("control")
		public String handle(String line, @Header(LocalSocketHeaders.PEER_PID) long pid) {
			return line;
		}

	}

	static class HiddenCommand implements Silent {

		@Override
		public String handle(String line) {
			return line;
		}

		@LocalSocketListener("control")
		String handleHidden(String line) {
			return line;
		}

	}

	static class PackagePrivate {

		@LocalSocketListener("control")
		String handle(String line) {
			return "package " + line;
		}

	}

	/** Makes what listeners return upper case. */
	@Configuration(proxyBeanMethods = false)
	static class JdkProxies {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static NameMatchMethodPointcutAdvisor upperCase() {
			MethodInterceptor interceptor = (invocation) -> String.valueOf(invocation.proceed())
				.toUpperCase(Locale.ROOT);
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(interceptor);
			advisor.setMappedName("handle");
			advisor.setClassFilter((type) -> type.getEnclosingClass() == ListenerBeanTests.class);
			return advisor;
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			return new DefaultAdvisorAutoProxyCreator();
		}

	}

	static class SubclassProxies extends JdkProxies {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ServerProxies {

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static NameMatchMethodPointcutAdvisor nothing() {
			MethodInterceptor interceptor = (invocation) -> invocation.proceed();
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(interceptor);
			advisor.setMappedName("listen");
			return advisor;
		}

		@Bean
		@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
		static DefaultAdvisorAutoProxyCreator autoProxyCreator() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@LocalSocketListener(servers = "control", errorHandler = "polite")
	@interface ControlListener {

		@AliasFor(annotation = LocalSocketListener.class, attribute = "id")
		String name();

	}

	static class MetaAnnotated {

		@ControlListener(name = "meta-id")
		String handle(String line) {
			if (line.equals("fail")) {
				throw new IllegalStateException("As asked for");
			}
			return "meta " + line;
		}

		@Bean
		static LocalSocketErrorHandler polite() {
			return ListenerFailure::listener;
		}

	}

	static class LazyListener {

		static final AtomicInteger CREATED = new AtomicInteger();

		private final int number = CREATED.incrementAndGet();

		@LocalSocketListener("control")
		String handle(String line) {
			return Integer.toString(this.number);
		}

	}

	static class LazyConfiguration {

		@Bean
		@Lazy
		LazyListener listener() {
			return new LazyListener();
		}

	}

	static class PrototypeConfiguration {

		@Bean
		@Scope("prototype")
		LazyListener listener() {
			return new LazyListener();
		}

	}

	static class ScopedConfiguration {

		@Bean
		@Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
		LazyListener listener() {
			return new LazyListener();
		}

	}

	static class Several {

		@LocalSocketListener({ "control", "${second}" })
		String handle(String line, @Header(LocalSocketHeaders.SERVER) String server) {
			return server + " " + line;
		}

	}

	abstract static class Handler<T> {

		@LocalSocketListener
		String handle(T payload) {
			return payload.toString();
		}

	}

	record Point(int x) {

	}

	static class PointHandler extends Handler<Point> {

	}

	static class Opened {

		final AtomicInteger count = new AtomicInteger();

		@LocalSocketListener
		void opened(NewConnectionEvent event) {
			this.count.incrementAndGet();
		}

	}

	static class Child {

		@LocalSocketListener("control")
		String handle(String line) {
			return "child " + line;
		}

	}

	static class ChildWithServer {

		@LocalSocketListener("own")
		String handle(String line) {
			return "own " + line;
		}

	}

	record Plain(LocalSocketEvents seen) {

		@EventListener
		void handle(LocalServerEvent event) {
			this.seen.onApplicationEvent(event);
		}

	}

	static class PickyServer extends LocalServer {

		@Override
		protected void incomingConnection(IncomingConnection connection) {
			connection.reject("Nobody is good enough");
		}

	}

}
