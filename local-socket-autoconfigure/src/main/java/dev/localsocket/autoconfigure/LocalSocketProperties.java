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

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import dev.localsocket.TransportType;
import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import dev.localsocket.rpc.ServerProtocol;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of local socket servers and their clients. Unknown keys are refused, so that
 * none is misspelled unnoticed.
 *
 * @param directory Directory of the sockets of all servers, and clients, that name none,
 * an absolute path. By default, the directory for temporary files.
 * @param transport What makes the system calls: 'native' for the C library of Linux,
 * 'junixsocket' for that library, or 'auto' for native where that is possible.
 * @param maxBuffered Size of what the connections of all servers may buffer together.
 * When it is reached, nothing more is received, and connections whose peers do not read
 * are closed. 0 for no limit. By default, a quarter of the greatest size of the heap.
 * @param servers Servers by the names of their beans.
 * @param clients Clients of servers by the names of their beans.
 * @param web HTTP on local sockets.
 * @param handover What becomes of the application when its servers have passed to another
 * process.
 * @param eventLoop Threads that do the input and output.
 * @param listener Threads that listeners run on.
 * @param singleInstance How the application is the only one of its name.
 * @param console Command server whose commands are the Actuator endpoints.
 * @param page Page that shows the servers in a browser.
 * @since 0.1.0
 */
@ConfigurationProperties(prefix = ConfigurationKeys.PREFIX, ignoreUnknownFields = false)
public record LocalSocketProperties(@Nullable String directory, @DefaultValue("auto") TransportType transport,
		@Nullable DataSize maxBuffered, @DefaultValue Map<String, LocalServerProperties> servers,
		@DefaultValue Map<String, LocalSocketClientProperties> clients,
		@NestedConfigurationProperty @DefaultValue LocalSocketWebProperties web, @DefaultValue Handover handover,
		@DefaultValue EventLoop eventLoop, @DefaultValue Listener listener,
		@NestedConfigurationProperty @DefaultValue SingleInstanceProperties singleInstance,
		@NestedConfigurationProperty @DefaultValue ConsoleProperties console,
		@NestedConfigurationProperty @DefaultValue PageProperties page) {

	/**
	 * Returns the properties of a server.
	 * @param beanName the name of its bean
	 * @return the properties, with their defaults if there are none for that name
	 */
	LocalServerProperties server(String beanName) {
		LocalServerProperties server = this.servers.get(beanName);
		if (server == null) {
			server = this.web.serverOfBean(beanName);
		}
		return (server != null) ? server : LocalServerProperties.defaults();
	}

	/**
	 * Returns what calls the message handlers of a server.
	 * @param beanName the name of its bean
	 * @return its protocol
	 */
	ServerProtocol protocol(String beanName) {
		return beanName.equals(this.console.server()) ? ServerProtocol.COMMAND : server(beanName).protocol();
	}

	/**
	 * Tells whether there are properties of a server, which is not switched off.
	 * @param beanName the name of its bean
	 * @return whether there are
	 */
	boolean declares(String beanName) {
		return names().contains(beanName) && server(beanName).enabled();
	}

	/**
	 * Returns the names of the beans of all servers of which there are properties.
	 * @return the names
	 */
	Set<String> names() {
		Set<String> names = new LinkedHashSet<>(this.servers.keySet());
		names.addAll(this.web.beanNames());
		return names;
	}

	/**
	 * Returns the properties of a client.
	 * @param beanName the name of its bean
	 * @return the properties, with their defaults if there are none for that name
	 */
	LocalSocketClientProperties client(String beanName) {
		LocalSocketClientProperties client = this.clients.get(beanName);
		return (client != null) ? client : LocalSocketClientProperties.defaults();
	}

	/**
	 * What becomes of the application when its servers have passed to another process.
	 *
	 * @param afterwards What the application does when its servers have passed to another
	 * process and their connections have ended: 'close-context', after which the process
	 * ends if nothing else keeps it, 'exit', which ends the process, or 'stay'.
	 * @since 0.1.0
	 */
	public record Handover(@DefaultValue("close-context") AfterHandover afterwards) {

	}

	/**
	 * The threads that do the input and output.
	 *
	 * @param threads Number of threads that do the input and output of all servers. By
	 * default, half the number of processors, at least 1 and at most 4.
	 * @since 0.1.0
	 */
	public record EventLoop(@Nullable Integer threads) {

	}

	/**
	 * The threads that listeners run on.
	 *
	 * @param maxThreads Greatest number of threads that the handlers of each server run
	 * on, and likewise its observers, unless the server has a number of its own.
	 * Connections and messages that find no thread wait. By default, 200, and any number
	 * of virtual threads.
	 * @since 0.1.0
	 */
	public record Listener(@Nullable Integer maxThreads) {

	}

}
