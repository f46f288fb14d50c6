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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.annotation.internal.Replies.ReactiveReply;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * What a publisher emits, as one result: a list of all, or the only one. To cancel it
 * cancels the subscription.
 */
final class PublishedResult extends CompletableFuture<@Nullable Object> implements Subscriber<Object> {

	private final boolean multiValue;

	/** Belongs to the thread that emits. */
	private final List<@Nullable Object> elements = new ArrayList<>();

	private volatile @Nullable Subscription subscription;

	private PublishedResult(boolean multiValue) {
		this.multiValue = multiValue;
	}

	/**
	 * Subscribes to a publisher.
	 * @param publisher the publisher
	 * @return the result, not of this type: who calls this must not have it loaded where
	 * there are no reactive streams
	 */
	static CompletableFuture<@Nullable Object> of(ReactiveReply publisher) {
		PublishedResult result = new PublishedResult(publisher.multiValue());
		publisher.publisher().subscribe(result);
		return result;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		this.subscription = subscription;
		if (isDone()) {
			subscription.cancel();
		}
		else {
			subscription.request(JsonRpcResults.MAX_ELEMENTS + 1L);
		}
	}

	@Override
	public void onNext(Object element) {
		try {
			JsonRpcResults.add(this.elements, element);
		}
		catch (IllegalStateException ex) {
			completeExceptionally(ex);
			cancelSubscription();
		}
	}

	@Override
	public void onError(Throwable ex) {
		completeExceptionally(ex);
	}

	@Override
	public void onComplete() {
		if (this.multiValue) {
			complete(this.elements);
		}
		else {
			complete(this.elements.isEmpty() ? null : this.elements.get(0));
		}
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		cancelSubscription();
		return cancelled;
	}

	private void cancelSubscription() {
		Subscription current = this.subscription;
		if (current != null) {
			current.cancel();
		}
	}

}
