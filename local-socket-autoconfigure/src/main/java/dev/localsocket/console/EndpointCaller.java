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
package dev.localsocket.console;

import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.OperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.Producible;
import org.springframework.boot.actuate.endpoint.ProducibleOperationArgumentResolver;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.util.ClassUtils;

/**
 * Who calls operations: the user at the other end of a connection, with the authorities
 * that Spring Security gave him, if it is there. Calls can be made on any thread later.
 */
final class EndpointCaller {

	private static final boolean SPRING_SECURITY = ClassUtils.isPresent(
			"org.springframework.security.core.context.SecurityContextHolder", EndpointCaller.class.getClassLoader());

	/** What an operation can take that is no argument. */
	private static final Set<Class<?>> RESOLVED = Set.of(ApiVersion.class, SecurityContext.class,
			WebServerNamespace.class);

	private final PeerCredentials peer;

	private final SecurityContext securityContext;

	private final Surroundings surroundings;

	private EndpointCaller(PeerCredentials peer, SecurityContext securityContext, Surroundings surroundings) {
		this.peer = peer;
		this.securityContext = securityContext;
		this.surroundings = surroundings;
	}

	/**
	 * Finds out who calls on the current thread.
	 * @param socket the connection
	 * @return the caller
	 */
	static EndpointCaller of(LocalSocket socket) {
		PeerCredentials peer = socket.peerCredentials();
		SecurityContext user = new User(name(peer));
		return SPRING_SECURITY ? Authenticated.caller(peer, user) : new EndpointCaller(peer, user, Supplier::get);
	}

	private static String name(PeerCredentials peer) {
		String name = peer.userName();
		return (name != null) ? name : "uid:" + peer.uid();
	}

	/**
	 * Tells whether a parameter is not for the caller to give.
	 * @param type the type of the parameter
	 * @return whether it is resolved by itself
	 */
	static boolean canResolve(Class<?> type) {
		return RESOLVED.contains(type) || Producible.class.isAssignableFrom(type);
	}

	/**
	 * Returns what operations are called with.
	 * @param arguments the arguments
	 * @param mediaTypes the types of content that are wanted, the best first
	 * @return the context of one invocation
	 */
	InvocationContext context(Map<String, Object> arguments, List<String> mediaTypes) {
		return new InvocationContext(this.securityContext, arguments,
				OperationArgumentResolver.of(WebServerNamespace.class, () -> WebServerNamespace.SERVER),
				new ProducibleOperationArgumentResolver(() -> mediaTypes));
	}

	/**
	 * Calls something as this user.
	 * @param <T> the type of the result
	 * @param call what is called
	 * @return the result
	 */
	<T> T call(Supplier<T> call) {
		return this.surroundings.call(call);
	}

	PeerCredentials peer() {
		return this.peer;
	}

	String name() {
		Principal principal = this.securityContext.getPrincipal();
		return (principal != null) ? principal.getName() : name(this.peer);
	}

	/** Surrounds a call. */
	private interface Surroundings {

		<T> T call(Supplier<T> call);

	}

	/** A user of the system who has no roles. */
	private record User(String name) implements SecurityContext {

		@Override
		public Principal getPrincipal() {
			return this::name;
		}

		@Override
		public boolean isUserInRole(String role) {
			return false;
		}

	}

	/** Loaded only where Spring Security is. */
	private static final class Authenticated {

		private Authenticated() {
		}

		static EndpointCaller caller(PeerCredentials peer, SecurityContext otherwise) {
			org.springframework.security.core.context.SecurityContext context = SecurityContextHolder.getContext();
			Authentication authentication = context.getAuthentication();
			return new EndpointCaller(peer, (authentication != null) ? new Roles(authentication) : otherwise,
					new Surroundings() {

						@Override
						public <T> T call(Supplier<T> call) {
							return within(context, call);
						}

					});
		}

		private static <T> T within(org.springframework.security.core.context.SecurityContext context,
				Supplier<T> call) {
			org.springframework.security.core.context.SecurityContext previous = SecurityContextHolder.getContext();
			SecurityContextHolder.setContext(context);
			try {
				return call.get();
			}
			finally {
				SecurityContextHolder.setContext(previous);
			}
		}

	}

	/** A user who has roles. */
	private record Roles(Authentication authentication) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			return this.authentication;
		}

		@Override
		public boolean isUserInRole(String role) {
			return this.authentication.getAuthorities()
				.stream()
				.map(GrantedAuthority::getAuthority)
				.anyMatch((authority) -> role.equals(authority) || ("ROLE_" + role).equals(authority));
		}

	}

}
