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
package dev.localsocket.annotation.internal;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import dev.localsocket.annotation.internal.Replies.ReactiveReply;
import dev.localsocket.framing.LineFraming;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.messaging.ReplyCutOffException;
import dev.localsocket.messaging.ServerMessaging;
import dev.localsocket.messaging.internal.ConnectionHeaders;
import dev.localsocket.messaging.internal.ReplySender;
import dev.localsocket.testing.SocketPair;
import dev.localsocket.testing.SocketSandbox;
import dev.localsocket.worker.WorkerTask;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.MessageConverter;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PublisherReply} with a publisher that keeps its subscriber waiting.
 */
@Timeout(60)
class PublisherReplyTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final AtomicReference<@Nullable Subscriber<? super Object>> subscriber = new AtomicReference<>();

	private final Publisher<Object> publisher = this.subscriber::set;

	private final Recorder subscription = new Recorder();

	private SocketPair pair;

	@BeforeEach
	@SuppressWarnings("NullAway.Init")
	void connect() throws Exception {
		this.pair = SocketPair.open(this.sandbox);
	}

	@Test
	void subscriptionThatComesLateIsUsed() throws Exception {
		CompletionStage<@Nullable Void> reply = send();
		subscribe();
		assertThat(this.subscription.requested).hasValue(1);
		subscriber().onNext("hello");
		assertThat(this.pair.client().inputStream().readNBytes(6)).asString().isEqualTo("hello\n");
		eventually().until(() -> this.subscription.requested.get() == 2);
		subscriber().onComplete();
		assertThat(reply.toCompletableFuture()).isCompleted();
		assertThat(this.subscription.cancelled).isFalse();
	}

	@Test
	void subscriptionThatComesAfterTheEndOfTheConnectionIsCancelled() throws Exception {
		CompletionStage<@Nullable Void> reply = send();
		this.pair.client().close();
		eventually().until(() -> reply.toCompletableFuture().isDone());
		assertCutOff(reply);
		subscribe();
		assertThat(this.subscription.cancelled).isTrue();
		assertThat(this.subscription.requested).hasValue(0);
	}

	@Test
	void subscriptionIsCancelledWhenTheConnectionHadEndedBefore() throws Exception {
		this.pair.client().close();
		eventually().until(() -> this.pair.accepted().closeReason() != null);
		CompletionStage<@Nullable Void> reply = send();
		assertCutOff(reply);
		subscribe();
		assertThat(this.subscription.cancelled).isTrue();
	}

	@Test
	void replyThatThisSideEndsIsComplete() {
		CompletionStage<@Nullable Void> reply = send();
		subscribe();
		subscriber().onNext(new LastReply("bye"));
		eventually().untilAsserted(() -> assertThat(reply.toCompletableFuture()).isCompleted());
		eventually().untilTrue(this.subscription.cancelled);
	}

	@Test
	void singleElementIsTheWholeReply() {
		CompletionStage<@Nullable Void> reply = send(false);
		subscribe();
		assertThat(reply.toCompletableFuture()).isNotDone();
		subscriber().onNext("hello");
		assertThat(reply.toCompletableFuture()).isCompleted();
		subscriber().onComplete();
	}

	@Test
	void errorWhileAnElementIsSentEndsTheReply() {
		CompletionStage<@Nullable Void> reply = send(true, new BrokenConverter());
		subscribe();
		subscriber().onNext("hello");
		assertThat(reply.toCompletableFuture()).isCompletedExceptionally();
		assertThat(this.subscription.cancelled).isTrue();
	}

	private static void assertCutOff(CompletionStage<@Nullable Void> reply) {
		assertThat(reply.toCompletableFuture()).isCompletedExceptionally();
		assertThat(reply.toCompletableFuture().handle((value, ex) -> Exceptions.unwrap(ex)).join())
			.isInstanceOf(ReplyCutOffException.class);
	}

	private CompletionStage<@Nullable Void> send() {
		return send(true);
	}

	private CompletionStage<@Nullable Void> send(boolean multiValue) {
		return send(multiValue,
				new CompositeMessageConverter(ServerMessaging.defaultConverters(StandardCharsets.UTF_8)));
	}

	private CompletionStage<@Nullable Void> send(boolean multiValue, MessageConverter converter) {
		ServerMessaging messaging = new ServerMessaging(new LineFraming(1000), converter);
		return PublisherReply.send(new ReactiveReply(this.publisher, multiValue), new ReplySender(this.pair.accepted(),
				messaging, new ConnectionHeaders("test", this.pair.server(), this.pair.accepted()), WorkerTask::run));
	}

	private void subscribe() {
		subscriber().onSubscribe(this.subscription);
	}

	private Subscriber<? super Object> subscriber() {
		Subscriber<? super Object> current = this.subscriber.get();
		assertThat(current).isNotNull();
		return current;
	}

	/** As one that follows references without end. */
	private static final class BrokenConverter implements MessageConverter {

		@Override
		public @Nullable Object fromMessage(Message<?> message, Class<?> targetClass) {
			return null;
		}

		@Override
		public Message<?> toMessage(Object payload, @Nullable MessageHeaders headers) {
			throw new StackOverflowError("Thrown by a test");
		}

	}

	/** Notes what is asked of it. */
	private static final class Recorder implements Subscription {

		private final AtomicLong requested = new AtomicLong();

		private final AtomicBoolean cancelled = new AtomicBoolean();

		@Override
		public void request(long count) {
			this.requested.addAndGet(count);
		}

		@Override
		public void cancel() {
			this.cancelled.set(true);
		}

	}

}
