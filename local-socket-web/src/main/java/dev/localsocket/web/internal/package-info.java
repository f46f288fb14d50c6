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
 * What a web server needs in order to serve HTTP on a local socket: the connections that
 * {@link dev.localsocket.web.internal.HttpConnections} hands to its
 * {@link dev.localsocket.web.internal.HttpEngine}, who the peer of each is, and what it
 * may claim. Not part of the API.
 * <p>
 * A server is connected as follows. The bean {@code webServer}, or
 * {@code managementServer}, is a {@link dev.localsocket.LocalServer} like any other: it
 * listens, authorizes, counts and stops. For each of them there is a bean of the type
 * {@code HttpConnections} with the name of the server and {@code Connections}. A
 * customizer of the web server's factory
 * {@linkplain dev.localsocket.web.internal.HttpConnections#start starts} them with an
 * engine when the web server starts, and stops them when it stops. The engine gets
 * {@link dev.localsocket.web.internal.HttpConnection}s, reads from and writes to their
 * {@link dev.localsocket.LocalSocket} by callbacks, gives each request the attributes of
 * {@link dev.localsocket.web.LocalSocketRequestAttributes}, the principal of the
 * connection and its {@link dev.localsocket.web.internal.PeerAddress}, removes
 * {@linkplain dev.localsocket.web.internal.ForwardedHeaders forwarded headers} unless the
 * peer is a trusted proxy, and
 * {@linkplain dev.localsocket.web.internal.HttpConnection#release() releases} the
 * connection when it has closed it. At the stop, the input of a connection ends: the
 * engine answers what was read, and closes.
 */
@NullMarked
package dev.localsocket.web.internal;

import org.jspecify.annotations.NullMarked;
