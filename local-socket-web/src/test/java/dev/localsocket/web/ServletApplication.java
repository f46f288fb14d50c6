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

package dev.localsocket.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.Principal;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

import dev.localsocket.account.PeerCredentials;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.OnMessage;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpoint;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * An application whose controllers tell what they see.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableMethodSecurity
class ServletApplication {

	@Bean
	SecurityFilterChain security(HttpSecurity http) {
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf((csrf) -> csrf.disable())
			.build();
	}

	@Bean
	SmartInitializingSingleton endpoints(ServletContext context) {
		return () -> {
			try {
				// A simulated context has none
				if (context.getAttribute(ServerContainer.class.getName()) instanceof ServerContainer container) {
					container.addEndpoint(Echo.class);
				}
			}
			catch (DeploymentException ex) {
				throw new IllegalStateException(ex);
			}
		};
	}

	/** Sends back what it gets. */
	@ServerEndpoint("/echo")
	public static class Echo {

		@OnMessage
		public String echo(String message) {
			return message;
		}

	}

	/** Answers. */
	@RestController
	static class Controller {

		private final Semaphore arrived = new Semaphore(0);

		private volatile CountDownLatch gate = new CountDownLatch(0);

		/** Holds those who ask to be held. */
		CountDownLatch closeGate() {
			this.gate = new CountDownLatch(1);
			this.arrived.drainPermits();
			return this.gate;
		}

		Semaphore arrived() {
			return this.arrived;
		}

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

		@GetMapping("/held")
		String held() throws InterruptedException {
			this.arrived.release();
			this.gate.await();
			return "held";
		}

		@GetMapping("/root")
		@PreAuthorize("hasAuthority('UID_0')")
		String root() {
			return "root";
		}

		@GetMapping("/peer")
		String peer(@Nullable PeerCredentials peer) {
			return String.valueOf(peer);
		}

		@GetMapping("/request")
		Map<String, String> request(HttpServletRequest request) {
			Principal principal = request.getUserPrincipal();
			Map<String, String> seen = new TreeMap<>();
			seen.put("remoteAddr", request.getRemoteAddr());
			seen.put("remoteHost", request.getRemoteHost());
			seen.put("remotePort", String.valueOf(request.getRemotePort()));
			seen.put("remoteUser", String.valueOf(request.getRemoteUser()));
			seen.put("localName", request.getLocalName());
			seen.put("scheme", request.getScheme());
			seen.put("serverName", request.getServerName());
			seen.put("principal", String.valueOf(principal));
			seen.put("peer", String.valueOf(request.getAttribute(LocalSocketRequestAttributes.PEER)));
			seen.put("server", String.valueOf(request.getAttribute(LocalSocketRequestAttributes.SERVER)));
			seen.put("connectionId", String.valueOf(request.getAttribute(LocalSocketRequestAttributes.CONNECTION_ID)));
			seen.put("forwarded", String.valueOf(request.getHeader("X-Forwarded-For")));
			return seen;
		}

		@GetMapping("/admin")
		@PreAuthorize("hasAuthority('UID_4711')")
		String admin() {
			return "admin";
		}

		@GetMapping("/events")
		SseEmitter events() throws IOException {
			SseEmitter emitter = new SseEmitter();
			emitter.send("one");
			new Thread(() -> {
				try {
					emitter.send("two");
					emitter.complete();
				}
				catch (IOException ex) {
					emitter.completeWithError(ex);
				}
			}).start();
			return emitter;
		}

		@PostMapping("/count")
		long count(InputStream body) throws IOException {
			byte[] buffer = new byte[65536];
			long count = 0;
			int read = body.read(buffer);
			while (read >= 0) {
				count += read;
				read = body.read(buffer);
			}
			return count;
		}

		@GetMapping("/bytes")
		void bytes(@RequestParam long count, HttpServletResponse response) throws IOException {
			byte[] buffer = new byte[65536];
			try (OutputStream output = response.getOutputStream()) {
				for (long left = count; left > 0; left -= buffer.length) {
					output.write(buffer, 0, (int) Math.min(left, buffer.length));
				}
			}
		}

	}

}
