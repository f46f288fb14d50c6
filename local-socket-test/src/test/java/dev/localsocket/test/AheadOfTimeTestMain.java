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
package dev.localsocket.test;

import dev.localsocket.LocalServer;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.event.NewConnectionEvent;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.test.annotation.DirtiesContext.HierarchyMode;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestContextManager;
import org.springframework.test.context.aot.AotTestContextInitializers;

/**
 * Does what a runner of tests does with the contexts of two test classes.
 */
public final class AheadOfTimeTestMain {

	private AheadOfTimeTestMain() {
	}

	/**
	 * Uses both contexts and closes them.
	 * @param arguments none
	 */
	public static void main(String[] arguments) {
		AotTestContextInitializers initializers = new AotTestContextInitializers();
		System.out.println("generated: "
				+ (initializers.isSupportedTestClass(First.class) && initializers.isSupportedTestClass(Second.class)));
		TestContext first = new TestContextManager(First.class).getTestContext();
		TestContext second = new TestContextManager(Second.class).getTestContext();
		ask(first.getApplicationContext());
		LocalSocketEvents events = first.getApplicationContext().getBean(LocalSocketEvents.class);
		events.await(NewConnectionEvent.class);
		System.out.println("connections: " + events.stream(NewConnectionEvent.class).count());
		System.out.println(server(first.getApplicationContext()).fullServerName());
		ask(second.getApplicationContext());
		System.out.println(server(second.getApplicationContext()).fullServerName());
		first.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		second.markApplicationContextDirty(HierarchyMode.EXHAUSTIVE);
		System.out.println("closed");
	}

	private static LocalServer server(ApplicationContext context) {
		return context.getBean("control", LocalServer.class);
	}

	private static void ask(ApplicationContext context) {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(server(context))) {
			System.out.println("answer: " + client.send("who").readLine());
		}
	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.enabled=true", "answer=first", "spring.main.banner-mode=off",
					"logging.level.root=off" })
	@AutoConfigureLocalSocket
	static class First {

	}

	@SpringBootTest(classes = Application.class,
			properties = { "local-socket.servers.control.enabled=true", "answer=second", "spring.main.banner-mode=off",
					"logging.level.root=off" })
	@AutoConfigureLocalSocket
	static class Second {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Answering.class)
	static class Application {

	}

	static class Answering {

		private final Environment environment;

		Answering(Environment environment) {
			this.environment = environment;
		}

		@LocalSocketListener
		String answer(String line) {
			return this.environment.getRequiredProperty("answer");
		}

	}

}
