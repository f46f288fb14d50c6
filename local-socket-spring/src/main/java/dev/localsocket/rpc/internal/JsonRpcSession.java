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

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.localsocket.LocalSocket;
import dev.localsocket.ReplyOutput;
import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.FramingException;
import dev.localsocket.messaging.internal.FrameDispatcher;
import dev.localsocket.messaging.internal.FrameDispatcher.FrameHandler;
import dev.localsocket.rpc.JsonRpcPeer;
import dev.localsocket.rpc.internal.JsonRpcMessage.Call;
import dev.localsocket.rpc.internal.JsonRpcMessage.Frame;
import dev.localsocket.rpc.internal.JsonRpcMessage.IdOnly;
import dev.localsocket.rpc.internal.JsonRpcMessage.Invalid;
import dev.localsocket.rpc.internal.JsonRpcMessage.Response;
import dev.localsocket.rpc.internal.OutgoingCalls.Pending;
import dev.localsocket.worker.WorkerTask;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;

/**
 * JSON-RPC 2.0 on one connection, which is the same at both ends: requests of the peer
 * are run and answered, and calls of this end are sent and their replies waited for. What
 * is received is read on the thread of the event loop, or by a worker if it is long.
 * Thread-safe.
 */
public final class JsonRpcSession implements JsonRpcPeer {

	/** Longer messages hold the event loop up for too long. */
	private static final int MAX_READ_ON_LOOP = 16 * 1024;

	private static final String CANCEL = "$/cancelRequest";

	private static final Log logger = LogFactory.getLog(JsonRpcSession.class);

	private final LocalSocket socket;

	private final JsonRpcProtocol protocol;

	private final JsonRpcHandler handler;

	private final Consumer<WorkerTask> workers;

	private final ReplyOutput output;

	private final IncomingCalls incoming;

	private final OutgoingCalls outgoing;

	private final OutgoingReplies replies;

	/** Goes on when the peer has read. */
	private final Runnable goOn = this::startCalls;

	/** Those that want calls to be started; whoever raises it from zero does it. */
	private final AtomicInteger starts = new AtomicInteger();

	private final AtomicBoolean ended = new AtomicBoolean();

	private final AtomicBoolean unknownResponseLogged = new AtomicBoolean();

	/** Whether no frame will come any more. */
	private volatile boolean inputEnded;

	/** The thread of the event loop. */
	private volatile @Nullable Thread loop;

	/**
	 * Creates a session, not yet started.
	 * @param socket the connection
	 * @param protocol how it speaks
	 * @param handler is asked what to do with the requests of the peer
	 * @param workers read messages longer than 16 KiB, and convert results
	 */
	public JsonRpcSession(LocalSocket socket, JsonRpcProtocol protocol, JsonRpcHandler handler,
			Consumer<WorkerTask> workers) {
		this.socket = socket;
		this.protocol = protocol;
		this.handler = handler;
		this.workers = workers;
		this.output = socket.replyOutput();
		this.replies = new OutgoingReplies(socket, protocol, this.output);
		this.incoming = new IncomingCalls(protocol.limits().maxConcurrentRequests());
		this.outgoing = new OutgoingCalls(protocol.mapper(), protocol.limits().maxPendingCalls(), this::sendCancel);
	}

	/**
	 * Begins to read. To be called once. When the peer ends its output, what runs is
	 * answered, and then the connection is closed.
	 */
	public void start() {
		FrameDispatcher.onEventLoop(this.socket, this.protocol.framing(), new Frames()).start();
	}

	/**
	 * Drops the requests that wait, interrupts or cancels those that run, and reads no
	 * more of them: there is no time left. Does not close the connection.
	 */
	public void cancelAll() {
		this.incoming.endAll().forEach(IncomingCall::cancel);
		endIfIdle();
	}

	/**
	 * Tells whether the peer has ever replied to a call.
	 * @return whether it has, be it by an error
	 */
	public boolean hasReply() {
		return this.outgoing.hasReply();
	}

	/**
	 * Tells whether a request waits or runs, or a reply is waited for.
	 * @return whether something is in flight
	 */
	public boolean isBusy() {
		return !this.incoming.isIdle() || !this.outgoing.isEmpty();
	}

	@Override
	public LocalSocket socket() {
		return this.socket;
	}

	@Override
	public <T> CompletableFuture<@Nullable T> call(String method, @Nullable Object params, Type resultType) {
		JavaType type = this.protocol.mapper().constructType(resultType);
		CompletableFuture<@Nullable JsonNode> reply = call(method, params, JsonNode.class,
				this.protocol.limits().callTimeout(), Map.of());
		return HandedOver.of(reply, (node) -> (node != null) ? this.protocol.mapper().treeToValue(node, type) : null,
				this.workers);
	}

	/**
	 * Calls a method, see {@link JsonRpcPeer#call(String, Object, Type)}, but the future
	 * is completed on the thread that receives the reply or sees that there will be none:
	 * what depends on it must not block.
	 * @param <T> the type of the result
	 * @param method the name of the method
	 * @param params what becomes the parameters, or null
	 * @param resultType the type of the result
	 * @param timeout how long to wait; then the future fails with a
	 * {@link java.util.concurrent.TimeoutException}, and the peer is told that the result
	 * is not wanted any more
	 * @param meta what goes with it as {@code _meta}
	 * @return is completed with the result, or with why there is none
	 */
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<@Nullable T> call(String method, @Nullable Object params, Type resultType,
			Duration timeout, Map<String, String> meta) {
		Pending call = this.outgoing.begin(this.protocol.mapper().constructType(resultType), timeout);
		if (!call.result().isDone()) {
			send(call, method, params, meta);
		}
		return (CompletableFuture<@Nullable T>) call.result();
	}

	private void send(Pending call, String method, @Nullable Object params, Map<String, String> meta) {
		try {
			ByteBuffer frame = frame(this.protocol.writer().request(call.id(), method, params, meta));
			if (this.socket.write(frame)) {
				call.sent();
			}
			else {
				call.fail(notSent());
			}
		}
		catch (RuntimeException | FramingException ex) {
			call.fail(ex);
		}
	}

	@Override
	public boolean sendNotification(String method, @Nullable Object params) {
		return sendNotification(method, params, Map.of());
	}

	/**
	 * Sends a notification, see {@link JsonRpcPeer#sendNotification(String, Object)}.
	 * @param method the name of the method
	 * @param params what becomes the parameters, or null
	 * @param meta what goes with it as {@code _meta}
	 * @return whether it is queued
	 */
	public boolean sendNotification(String method, @Nullable Object params, Map<String, String> meta) {
		try {
			return this.socket.write(frame(this.protocol.writer().request(null, method, params, meta)));
		}
		catch (FramingException ex) {
			throw new IllegalArgumentException("The notification cannot be sent: " + ex.getMessage(), ex);
		}
	}

	private void sendCancel(RequestId id) {
		sendNotification(CANCEL, Map.of("id", id.node()));
	}

	private ByteBuffer frame(ByteBuffer json) throws FramingException {
		return this.protocol.framing().encode(json);
	}

	private LocalSocketException notSent() {
		return (this.socket.state() != LocalSocket.State.CONNECTED) ? connectionEnded()
				: new LocalSocketException(SocketError.WRITE_BUFFER_FULL,
						"The call was not sent, because the peer does not read, or it is longer than the write buffer: "
								+ this.socket);
	}

	private LocalSocketException connectionEnded() {
		return new LocalSocketException(SocketError.PEER_CLOSED,
				"The connection has ended, so that no reply will come: " + this.socket);
	}

	private void accept(Frame frame, int length) {
		IncomingBatch batch = frame.batch() ? new IncomingBatch() : null;
		List<IncomingCall> calls = new ArrayList<>(frame.messages().size());
		for (JsonRpcMessage message : frame.messages()) {
			IncomingCall call = accept(message, batch, length / frame.messages().size());
			if (call != null) {
				calls.add(call);
			}
		}
		calls.forEach(this.incoming::add);
		frame.messages().forEach(this::cancelIfAsked);
		startCalls();
	}

	/** Returns what has to wait for its turn, or null. */
	private @Nullable IncomingCall accept(JsonRpcMessage message, @Nullable IncomingBatch batch, int length) {
		if (message instanceof Response response) {
			respond(response);
			return null;
		}
		if (message instanceof Call call) {
			return isCancellation(call) ? null : accept(call, batch, length);
		}
		if (message instanceof IdOnly reply && this.outgoing.complete(new Response(reply.id(), null, null, true))) {
			return null;
		}
		Invalid invalid = (message instanceof Invalid it) ? it
				: new Invalid(RequestId.NULL, ErrorReply.INVALID_REQUEST);
		return added(new IncomingCall(this, invalid.id(), null, null, invalid.error(), batch, length));
	}

	private static boolean isCancellation(Call call) {
		return call.id() == null && call.method().equals(CANCEL);
	}

	/** When all requests of the same batch are there. */
	private void cancelIfAsked(JsonRpcMessage message) {
		if (message instanceof Call call && isCancellation(call)) {
			cancel(call.params());
		}
	}

	private @Nullable IncomingCall accept(Call call, @Nullable IncomingBatch batch, int length) {
		JsonRpcRequest request = new JsonRpcRequest(this, (call.id() != null) ? call.id().node() : null, call.method(),
				call.params(), call.meta());
		JsonRpcMethod method = null;
		ErrorReply refusal = null;
		try {
			method = this.handler.find(call.method());
			refusal = (method == null) ? ErrorReply.METHOD_NOT_FOUND : null;
		}
		catch (RuntimeException ex) {
			this.replies.logFailed(ex);
			refusal = ErrorReply.INTERNAL_ERROR;
		}
		if (refusal != null && call.id() == null) {
			return null;
		}
		return added(new IncomingCall(this, call.id(), request, method, refusal, batch, length));
	}

	private static IncomingCall added(IncomingCall call) {
		IncomingBatch batch = call.batch();
		if (batch != null) {
			batch.add(call.id() != null);
		}
		return call;
	}

	private void respond(Response response) {
		if (!this.outgoing.complete(response) && this.unknownResponseLogged.compareAndSet(false, true)) {
			this.socket.peerLog()
				.log(logger::warn, null, () -> "The peer of the %s replies to calls that were not made: %s"
					.formatted(this.socket, response.id().json()));
		}
	}

	private void cancel(@Nullable JsonNode params) {
		JsonNode id = (params != null) ? params.get("id") : null;
		IncomingCall call = (id != null) ? this.incoming.find(id) : null;
		if (call != null) {
			cancel(call);
		}
	}

	/** While the peer does not read, what waits is answered when it would begin. */
	private void cancel(IncomingCall call) {
		if (!this.output.isWritable() && this.incoming.refuse(call, ErrorReply.CANCELLED)) {
			return;
		}
		boolean waited = this.incoming.remove(call);
		answer(call, () -> this.replies.error(call.idOrNull(), ErrorReply.CANCELLED));
		if (!waited) {
			call.cancel();
		}
	}

	private void startCalls() {
		int seen = this.starts.incrementAndGet();
		if (seen > 1) {
			return;
		}
		while (seen != 0) {
			try {
				startNext();
			}
			catch (RuntimeException | Error ex) {
				abort(ex);
			}
			seen = this.starts.addAndGet(-seen);
		}
		endIfIdle();
	}

	/** After the end of the connection nothing begins, though it can be written to. */
	private void startNext() {
		IncomingCall call;
		while (this.output.isWritable(this.goOn) && this.socket.state() == LocalSocket.State.CONNECTED
				&& (call = this.incoming.next()) != null) {
			try {
				call.start(this.loop);
			}
			catch (RuntimeException | Error ex) {
				call.rejected(ex);
			}
		}
	}

	/** A call was not run. */
	void refused(IncomingCall call, @Nullable ErrorReply refusal) {
		answerAndEnd(call,
				() -> this.replies.error(call.idOrNull(), (refusal != null) ? refusal : ErrorReply.INTERNAL_ERROR));
	}

	/** A call has run, and failed or not. */
	void returned(IncomingCall call, JsonRpcRequest request, @Nullable Object result, @Nullable Throwable failure) {
		if (failure == null) {
			answerAndEnd(call, () -> this.replies.result(call.idOrNull(), result));
			return;
		}
		ErrorReply error = call.isCancelled() ? ErrorReply.CANCELLED : errorReply(request, failure);
		answerAndEnd(call, () -> this.replies.error(call.idOrNull(), error));
	}

	/** The peer would wait for ever for a reply that cannot be made. */
	private void answerAndEnd(IncomingCall call, Supplier<ByteBuffer> reply) {
		try {
			answer(call, reply);
		}
		catch (RuntimeException | Error ex) {
			abort(ex);
		}
		finally {
			end(call);
		}
	}

	private void abort(Throwable cause) {
		this.replies.logFailed(cause);
		this.socket.abort(SocketError.HANDLER_FAILED, "A request cannot be answered: " + cause);
	}

	private ErrorReply errorReply(JsonRpcRequest request, Throwable failure) {
		try {
			return ErrorReply.of(this.handler.error(request, failure));
		}
		catch (RuntimeException | Error ex) {
			this.replies.logFailed(ex);
			return ErrorReply.INTERNAL_ERROR;
		}
	}

	/** Answers a request, if nobody has. */
	private void answer(IncomingCall call, Supplier<ByteBuffer> reply) {
		if (call.id() == null || !call.takeAnswer()) {
			return;
		}
		this.incoming.answered(call);
		IncomingBatch batch = call.batch();
		if (batch == null) {
			this.replies.send(call.idOrNull(), reply.get());
			return;
		}
		List<ByteBuffer> replies = batch.answered(reply.get());
		if (replies != null) {
			this.replies.send(RequestId.NULL, MessageWriter.array(replies));
		}
	}

	private void end(IncomingCall call) {
		this.incoming.ended(call);
		startCalls();
	}

	private void endIfIdle() {
		if (this.inputEnded && this.incoming.isIdle() && this.ended.compareAndSet(false, true)) {
			this.handler.ended();
		}
	}

	@Override
	public String toString() {
		return "the JSON-RPC session of the " + this.socket;
	}

	/** What the connection receives. */
	private final class Frames implements FrameHandler {

		@Override
		public boolean isPaced() {
			return false;
		}

		@Override
		public boolean isWorking() {
			return isBusy();
		}

		@Override
		public @Nullable CompletionStage<?> handle(ByteBuffer frame) {
			JsonRpcSession.this.loop = Thread.currentThread();
			byte[] json = new byte[frame.remaining()];
			frame.get(json);
			if (json.length > MAX_READ_ON_LOOP) {
				LongFrame reading = new LongFrame(json);
				JsonRpcSession.this.workers.accept(reading);
				return reading.read.thenCompose((read) -> orDone(JsonRpcSession.this.incoming.room()));
			}
			accept(JsonRpcSession.this.protocol.reader().read(json), json.length);
			return JsonRpcSession.this.incoming.room();
		}

		private static CompletionStage<?> orDone(@Nullable CompletionStage<?> stage) {
			return (stage != null) ? stage : CompletableFuture.completedFuture(null);
		}

		@Override
		public CompletionStage<?> finish() {
			JsonRpcSession.this.outgoing.end(connectionEnded());
			return JsonRpcSession.this.incoming.idle();
		}

		@Override
		public void disconnected() {
			JsonRpcSession.this.outgoing.end(connectionEnded());
			cancelAll();
		}

		@Override
		public void ended() {
			JsonRpcSession.this.inputEnded = true;
			JsonRpcSession.this.outgoing.end(connectionEnded());
			cancelAll();
		}

		@Override
		public String toString() {
			return JsonRpcSession.this.toString();
		}

	}

	/** A message that is read by a worker. */
	private final class LongFrame implements WorkerTask {

		private final byte[] json;

		private final CompletableFuture<@Nullable Void> read = new CompletableFuture<>();

		LongFrame(byte[] json) {
			this.json = json;
		}

		@Override
		public void run() {
			try {
				accept(JsonRpcSession.this.protocol.reader().read(this.json), this.json.length);
				this.read.complete(null);
			}
			catch (RuntimeException | Error ex) {
				this.read.completeExceptionally(ex);
			}
		}

		@Override
		public void rejected(Throwable cause) {
			this.read.completeExceptionally(cause);
		}

		@Override
		public String toString() {
			return JsonRpcSession.this.toString();
		}

	}

}
