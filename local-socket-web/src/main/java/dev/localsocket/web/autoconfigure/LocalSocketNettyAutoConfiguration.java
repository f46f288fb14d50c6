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

package dev.localsocket.web.autoconfigure;

import dev.localsocket.autoconfigure.LocalSocketProperties;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.web.internal.HttpConnections;
import dev.localsocket.web.netty.internal.LocalNettyCustomizer;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.http.client.ReactorResourceFactory;

/**
 * Auto-configuration of Reactor Netty on a local socket.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = LocalSocketWebAutoConfiguration.class)
@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
@ConditionalOnLocalWebServer(ConfigurationKeys.WEB_SERVER_BEAN)
public final class LocalSocketNettyAutoConfiguration {

	/**
	 * Creates the auto-configuration, as Spring Boot does.
	 */
	public LocalSocketNettyAutoConfiguration() {
	}

	@Bean
	LocalNettyCustomizer localSocketNettyCustomizer(HttpConnections webServerConnections,
			LocalSocketProperties properties, ObjectProvider<ReactorResourceFactory> resources) {
		return new LocalNettyCustomizer(webServerConnections, properties.web().tcp(), resources::getObject);
	}

}
