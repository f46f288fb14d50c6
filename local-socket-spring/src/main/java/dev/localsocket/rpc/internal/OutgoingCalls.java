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

package dev.localsocket.rpc.internal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerText;
import dev.localsocket.rpc.JsonRpcErrorCodes;
import dev.localsocket.rpc.JsonRpcRemoteException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The calls of this end whose replies have not come. Thread-safe.
 */
final class OutgoingCalls {

	private final JsonMapper mapper;

	private final int max;

	/** Tells the peer that a reply is not wanted any more. */
	private final Consumer<RequestId> cancellation;

	private final AtomicLong lastId = new AtomicLong();

	private final Map<String, Pending> pending = new ConcurrentHashMap<>();

	private volatile boolean replied;

	/** Why no reply will come any more. */
	private volatile @Nullable LocalSocketException end;

	OutgoingCalls(JsonMapper mapper, int max, Consumer<RequestId> cancellation) {
		this.mapper = mapper;
		this.max = max;
		this.cancellation = cancellation;
	}

	/**
	 * Begins to wait for a reply.
	 * @param resultType the type of the result
	 * @param timeout how long to wait
	 * @return the call, which is to be sent now, unless its result is there already
	 */
	Pending begin(JavaType resultType, Duration timeout) {
		Pending call = new Pending(nextId(), resultType);
		if (this.pending.size() >= this.max) {
			call.fail(new LocalSocketException(SocketError.WRITE_BUFFER_FULL,
					"%d calls wait for a reply of the peer already".formatted(this.max)));
			return call;
		}
		this.pending.put(call.id.json(), call);
		LocalSocketException ended = this.end;
		if (ended != null) {
			this.pending.remove(call.id.json());
			call.fail(ended);
			return call;
		}
		call.endInTime(timeout);
		return call;
	}

	private RequestId nextId() {
		long number = this.lastId.incrementAndGet();
		return RequestId.of(number);
	}

	/** If it is pending still, it was cancelled, or the time is over. */
	private void forget(Pending call) {
		if (this.pending.remove(call.id.json(), call) && call.abandon()) {
			this.cancellation.accept(call.id);
		}
	}

	/**
	 * Passes a reply on.
	 * @param response the reply
	 * @return whether somebody waits for it, or has done so
	 */
	boolean complete(JsonRpcMessage.Response response) {
		Pending call = this.pending.remove(response.id().json());
		if (call == null) {
			return isKnown(response.id().node());
		}
		this.replied = true;
		if (!response.valid()) {
			call.fail(new StreamReadException("The reply of the peer is no valid JSON-RPC 2.0"));
		}
		else if (response.error() != null) {
			call.fail(exception(response.error()));
		}
		else {
			call.complete(response.result());
		}
		return true;
	}

	private boolean isKnown(JsonNode id) {
		return id.isIntegralNumber() && id.canConvertToLong() && id.longValue() > 0
				&& id.longValue() <= this.lastId.get();
	}

	private static JsonRpcRemoteException exception(JsonNode error) {
		JsonNode code = error.path("code");
		return new JsonRpcRemoteException(code.canConvertToInt() ? code.intValue() : JsonRpcErrorCodes.INTERNAL_ERROR,
				PeerText.escape(error.path("message").asString("")), error.get("data"));
	}

	/**
	 * Fails all calls, and those that come.
	 * @param cause why
	 */
	void end(LocalSocketException cause) {
		if (this.end == null) {
			this.end = cause;
		}
		List<Pending> left = new ArrayList<>(this.pending.values());
		for (Pending call : left) {
			if (this.pending.remove(call.id.json(), call)) {
				call.fail(cause);
			}
		}
	}

	boolean hasReply() {
		return this.replied;
	}

	boolean isEmpty() {
		return this.pending.isEmpty();
	}

	/** A call that waits for its reply. */
	final class Pending {

		private final RequestId id;

		private final JavaType resultType;

		private final CompletableFuture<@Nullable Object> result = new CompletableFuture<>();

		/** Guarded by this, as the next one is: whether the peer may know of it. */
		private boolean sent;

		/** Whether nobody waits for the reply any more. */
		private boolean abandoned;

		Pending(RequestId id, JavaType resultType) {
			this.id = id;
			this.resultType = resultType;
		}

		RequestId id() {
			return this.id;
		}

		CompletableFuture<@Nullable Object> result() {
			return this.result;
		}

		/** The timer ends with the call: completed, as after a failure it would stay. */
		private void endInTime(Duration timeout) {
			CompletableFuture<Boolean> timer = new CompletableFuture<Boolean>().completeOnTimeout(true,
					timeout.toNanos(), TimeUnit.NANOSECONDS);
			timer.thenAccept((over) -> {
				if (over) {
					this.result.completeExceptionally(new TimeoutException());
				}
			});
			this.result.whenComplete((value, ex) -> {
				timer.complete(false);
				forget(this);
			});
		}

		/** From now on the peer knows of it, and of its end if that has come before. */
		void sent() {
			if (setSent()) {
				OutgoingCalls.this.cancellation.accept(this.id);
			}
		}

		private synchronized boolean setSent() {
			this.sent = true;
			return this.abandoned;
		}

		/**
		 * Says that nobody waits any more.
		 * @return whether the peer is to be told now
		 */
		private synchronized boolean abandon() {
			this.abandoned = true;
			return this.sent;
		}

		void fail(Throwable cause) {
			OutgoingCalls.this.pending.remove(this.id.json(), this);
			this.result.completeExceptionally(cause);
		}

		void complete(@Nullable JsonNode node) {
			try {
				this.result.complete((node != null && !node.isNull()) ? converted(node) : null);
			}
			catch (RuntimeException | Error ex) {
				this.result.completeExceptionally(ex);
			}
		}

		private @Nullable Object converted(JsonNode node) {
			return this.resultType.isTypeOrSubTypeOf(JsonNode.class) ? node
					: OutgoingCalls.this.mapper.treeToValue(node, this.resultType);
		}

	}

}
