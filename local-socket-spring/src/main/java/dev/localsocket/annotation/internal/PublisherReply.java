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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.annotation.internal.Replies.ReactiveReply;
import dev.localsocket.error.CloseReason;
import dev.localsocket.messaging.ReplyCutOffException;
import dev.localsocket.messaging.internal.ReplySender;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Sends what a publisher emits, an element in a frame, and asks for the next element when
 * the frame has been given to the kernel: so the peer sets the pace. When the connection
 * ends, the subscription is cancelled.
 */
final class PublisherReply implements Subscriber<Object>, LocalSocketCallbacks {

	private final ReplySender sender;

	private final boolean multiValue;

	private final CompletableFuture<@Nullable Void> completed = new CompletableFuture<>();

	/** Whether an element has been asked for that has not come. */
	private final AtomicBoolean requested = new AtomicBoolean(true);

	private volatile @Nullable Subscription subscription;

	/** The last element, if it is a series of frames. */
	private volatile @Nullable CompletionStage<?> sending;

	private PublisherReply(ReplySender sender, boolean multiValue) {
		this.sender = sender;
		this.multiValue = multiValue;
	}

	/**
	 * Subscribes to a publisher.
	 * @param publisher the publisher
	 * @param sender sends what it emits
	 * @return a stage that is completed as the publisher is, when a single element has
	 * come, when this side disconnects, or with a {@link ReplyCutOffException} when the
	 * connection ends otherwise
	 */
	static CompletionStage<@Nullable Void> send(ReactiveReply publisher, ReplySender sender) {
		PublisherReply reply = new PublisherReply(sender, publisher.multiValue());
		LocalSocket socket = sender.socket();
		socket.addListener(reply);
		boolean begun = publisher.multiValue() && sender.begin();
		publisher.publisher().subscribe(reply);
		if (socket.state() == LocalSocket.State.UNCONNECTED) {
			reply.disconnected(socket);
		}
		return reply.completed.whenComplete((value, ex) -> {
			socket.removeListener(reply);
			sender.end(begun && ex == null);
		});
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		if (this.completed.isDone()) {
			subscription.cancel();
		}
		else {
			subscription.request(1);
		}
	}

	@Override
	public void onNext(Object element) {
		try {
			this.sending = this.sender.send(element);
			afterSending(this::sent);
		}
		catch (RuntimeException | Error ex) {
			// Nobody else would ever complete this
			failed(ex);
		}
	}

	private void afterSending(Runnable action) {
		CompletionStage<?> current = this.sending;
		if (current == null) {
			action.run();
		}
		else {
			current.thenRun(action).exceptionally(this::failed);
		}
	}

	private void sent() {
		if (this.multiValue) {
			this.requested.set(false);
			requestIfSent();
		}
		else {
			this.completed.complete(null);
		}
	}

	private @Nullable Void failed(Throwable ex) {
		cancel();
		this.completed.completeExceptionally(ex);
		return null;
	}

	/** The frame may leave before or after {@link #onNext} looks: one of two asks. */
	private void requestIfSent() {
		Subscription current = this.subscription;
		if (current != null && this.sender.socket().bytesToWrite() == 0 && this.requested.compareAndSet(false, true)) {
			current.request(1);
		}
	}

	@Override
	public void onError(Throwable ex) {
		afterSending(() -> this.completed.completeExceptionally(ex));
	}

	@Override
	public void onComplete() {
		afterSending(() -> this.completed.complete(null));
	}

	@Override
	public void bytesWritten(LocalSocket socket, long bytes) {
		requestIfSent();
	}

	@Override
	public void disconnected(LocalSocket socket) {
		cancel();
		if (socket.closeReason() == CloseReason.DISCONNECTED) {
			this.completed.complete(null);
		}
		else {
			this.completed.completeExceptionally(new ReplyCutOffException());
		}
	}

	private void cancel() {
		Subscription current = this.subscription;
		if (current != null) {
			current.cancel();
		}
	}

}
