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

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.AccessDecision;
import dev.localsocket.PeerAuthorizer;
import dev.localsocket.console.ConsoleAudit.Outcome;
import dev.localsocket.console.ConsoleInput.Format;
import dev.localsocket.log.PeerText;
import dev.localsocket.rpc.CommandException;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.InvocationContext;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameter;
import org.springframework.boot.actuate.endpoint.invoke.ParameterMappingException;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.util.ClassUtils;

/**
 * Calls the operations of endpoints, as their callers may, and makes replies of what they
 * return. Thread-safe.
 */
final class ConsoleOperations {

	private static final int FIRST_ERROR = 400;

	private static final boolean REACTOR = ClassUtils.isPresent("reactor.core.publisher.Flux",
			ConsoleOperations.class.getClassLoader());

	private static final boolean SPRING_SECURITY = ClassUtils.isPresent(
			"org.springframework.security.access.AccessDeniedException", ConsoleOperations.class.getClassLoader());

	private final PeerAuthorizer operators;

	private final ConsoleAudit audit;

	private final ConsoleFormat format;

	/**
	 * Creates an instance.
	 * @param operators decides who may change something; may block
	 * @param audit is told of changes and denials
	 * @param format writes what operations return
	 */
	ConsoleOperations(PeerAuthorizer operators, ConsoleAudit audit, ConsoleFormat format) {
		this.operators = operators;
		this.audit = audit;
		this.format = format;
	}

	/**
	 * Calls an operation.
	 * @param operation the operation
	 * @param input what was typed after the command
	 * @param line what was typed
	 * @param caller who has typed it
	 * @return the reply: lines to be closed, or a stage that has them later
	 * @throws CommandException if it cannot be called so, or not by this caller
	 */
	Object call(ConsoleOperation operation, ConsoleInput input, String line, EndpointCaller caller) {
		Call call = new Call(operation, input, line, caller);
		if (operation.changesSomething()) {
			checkOperator(call);
		}
		try {
			return reply(call, caller.call(() -> operation.operation().invoke(context(call))));
		}
		catch (RuntimeException | Error ex) {
			throw failed(call, ex);
		}
	}

	private void checkOperator(Call call) {
		AccessDecision decision = this.operators.decide(call.caller().peer());
		if (!decision.isAllowed()) {
			publish(call, Outcome.DENIED);
			throw new CommandException("access denied");
		}
	}

	private static InvocationContext context(Call call) {
		List<String> mediaTypes = call.json() ? List.of("application/json") : List.of("text/plain", "application/json");
		return call.caller().context(call.operation().bind(call.input()), mediaTypes);
	}

	private Object reply(Call call, @Nullable Object result) {
		CompletionStage<?> later = later(result);
		if (later == null) {
			return finished(call, result);
		}
		return later.handle((value, ex) -> {
			if (ex != null) {
				throw new CompletionException(failed(call,
						(ex instanceof CompletionException && ex.getCause() != null) ? ex.getCause() : ex));
			}
			return finished(call, value);
		});
	}

	private static @Nullable CompletionStage<?> later(@Nullable Object result) {
		if (result instanceof CompletionStage<?> stage) {
			return stage;
		}
		return REACTOR ? Reactive.later(result) : null;
	}

	private Stream<String> finished(Call call, @Nullable Object result) {
		boolean failed = result instanceof WebEndpointResponse<?> response && response.getStatus() >= FIRST_ERROR;
		if (call.operation().changesSomething()) {
			publish(call, failed ? Outcome.FAILURE : Outcome.SUCCESS);
		}
		return (result instanceof WebEndpointResponse<?> response) ? lines(call, response) : lines(call, result);
	}

	private Stream<String> lines(Call call, WebEndpointResponse<?> response) {
		Object body = response.getBody();
		if (response.getStatus() < FIRST_ERROR) {
			return lines(call, body);
		}
		String reason = reason(response.getStatus());
		return (body != null) ? Stream.concat(ConsoleReply.error(reason).stream(), lines(call, body))
				: ConsoleReply.error(reason).stream();
	}

	private static String reason(int status) {
		return switch (status) {
			case WebEndpointResponse.STATUS_BAD_REQUEST -> "bad request";
			case WebEndpointResponse.STATUS_NOT_FOUND -> "not found";
			case 409 -> "conflict";
			case WebEndpointResponse.STATUS_TOO_MANY_REQUESTS -> "too many requests";
			case WebEndpointResponse.STATUS_INTERNAL_SERVER_ERROR -> "internal error";
			case WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE -> "not available";
			default -> "status " + status;
		};
	}

	/**
	 * What reads and finds nothing says so; what changes something has nothing to say.
	 */
	private Stream<String> lines(Call call, @Nullable Object body) {
		if (body == null) {
			return call.operation().changesSomething() ? Stream.empty() : ConsoleReply.error("not found").stream();
		}
		return this.format.lines(body, call.operation().producesText(), call.input().format());
	}

	private RuntimeException failed(Call call, Throwable ex) {
		boolean denied = SPRING_SECURITY && Security.isDenial(ex);
		if (denied || call.operation().changesSomething()) {
			publish(call, denied ? Outcome.DENIED : Outcome.FAILURE);
		}
		if (ex instanceof ParameterMappingException mapping) {
			return new CommandException(message(mapping));
		}
		if (ex instanceof InvalidEndpointRequestException invalid) {
			return new CommandException(String.valueOf(invalid.getReason()));
		}
		if (ex instanceof Error error) {
			throw error;
		}
		return (ex instanceof RuntimeException runtime) ? runtime : new IllegalStateException(ex);
	}

	private static String message(ParameterMappingException ex) {
		OperationParameter parameter = ex.getParameter();
		Class<?> type = parameter.getType();
		String expected = type.isEnum()
				? "one of "
						+ Arrays.stream(type.getEnumConstants()).map(String::valueOf).collect(Collectors.joining(", "))
				: "a value of the type " + type.getSimpleName();
		return "'%s' cannot be the parameter %s, which takes %s"
			.formatted(PeerText.escape(String.valueOf(ex.getValue())), parameter.getName(), expected);
	}

	private void publish(Call call, Outcome outcome) {
		this.audit.publish(call.caller(), call.line(), call.operation().type(), outcome);
	}

	/**
	 * A call.
	 *
	 * @param operation the operation
	 * @param input what was typed after the command
	 * @param line what was typed
	 * @param caller who has typed it
	 */
	private record Call(ConsoleOperation operation, ConsoleInput input, String line, EndpointCaller caller) {

		boolean json() {
			return this.input.format() == Format.JSON;
		}

	}

	/** Loaded only where Reactor is. */
	private static final class Reactive {

		static @Nullable CompletionStage<?> later(@Nullable Object result) {
			if (result instanceof Mono<?> mono) {
				return mono.toFuture();
			}
			return (result instanceof Publisher<?> publisher) ? Flux.from(publisher).collectList().toFuture() : null;
		}

	}

	/** Loaded only where Spring Security is. */
	private static final class Security {

		static boolean isDenial(Throwable ex) {
			return ex instanceof org.springframework.security.access.AccessDeniedException;
		}

	}

}
