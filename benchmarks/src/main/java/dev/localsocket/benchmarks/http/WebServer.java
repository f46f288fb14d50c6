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

package dev.localsocket.benchmarks.http;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * The web servers, all of which are on the class path: a bean says which one is used.
 */
enum WebServer {

	/** Spring MVC. */
	TOMCAT("Tomcat", WebApplicationType.SERVLET, Tomcat.class),

	/** Spring MVC. */
	JETTY("Jetty", WebApplicationType.SERVLET, Jetty.class),

	/** Spring WebFlux. */
	REACTOR_NETTY("Reactor Netty", WebApplicationType.REACTIVE, ReactorNetty.class);

	private final String title;

	private final WebApplicationType type;

	private final Class<?> configuration;

	WebServer(String title, WebApplicationType type, Class<?> configuration) {
		this.title = title;
		this.type = type;
		this.configuration = configuration;
	}

	String title() {
		return this.title;
	}

	WebApplicationType type() {
		return this.type;
	}

	Class<?> configuration() {
		return this.configuration;
	}

	@Configuration(proxyBeanMethods = false)
	static class Tomcat {

		@Bean
		TomcatServletWebServerFactory webServerFactory() {
			return new TomcatServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Jetty {

		@Bean
		JettyServletWebServerFactory webServerFactory() {
			return new JettyServletWebServerFactory();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactorNetty {

		@Bean
		NettyReactiveWebServerFactory webServerFactory(ReactorResourceFactory resources) {
			NettyReactiveWebServerFactory factory = new NettyReactiveWebServerFactory();
			factory.setResourceFactory(resources);
			return factory;
		}

	}

}
