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

/**
 * HTTP on local sockets.
 */
@SuppressWarnings({ "module", "requires-automatic", "requires-transitive-automatic" })
module dev.localsocket.web {

	requires static transitive org.jspecify;

	requires transitive dev.localsocket.autoconfigure;

	requires org.apache.commons.logging;

	requires static io.netty.buffer;

	requires static io.netty.codec.http;

	requires static io.netty.common;

	requires static io.netty.handler;

	requires static io.netty.resolver;

	requires static io.netty.transport;

	requires static io.netty.transport.unix.common;

	requires static org.apache.httpcomponents.client5.httpclient5;

	requires static org.apache.httpcomponents.core5.httpcore5;

	requires static org.apache.tomcat.embed.core;

	requires static org.eclipse.jetty.http;

	requires static org.eclipse.jetty.io;

	requires static org.eclipse.jetty.server;

	requires static org.eclipse.jetty.util;

	requires static reactor.core;

	requires static reactor.netty.core;

	requires static reactor.netty.http;

	requires static spring.boot.actuator.autoconfigure;

	requires static spring.boot.jetty;

	requires static spring.boot.reactor.netty;

	requires static spring.boot.tomcat;

	requires static spring.boot.web.server;

	requires static spring.security.config;

	requires static spring.security.core;

	requires static spring.security.web;

	requires static spring.web;

	requires static spring.webflux;

	requires static spring.webmvc;

	exports dev.localsocket.web;

	exports dev.localsocket.web.autoconfigure;

	exports dev.localsocket.web.client;

	exports dev.localsocket.web.internal.tomcat to org.apache.tomcat.embed.core;

	opens dev.localsocket.web to spring.core;

	opens dev.localsocket.web.autoconfigure to spring.core;

}
