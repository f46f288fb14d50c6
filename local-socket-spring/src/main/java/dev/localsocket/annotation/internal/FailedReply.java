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

import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import dev.localsocket.messaging.internal.ReplySender;
import org.jspecify.annotations.Nullable;

/**
 * Sends what an error handler returns in place of a reply, or of the rest of one. If it
 * returns nothing then, the connection ends. What goes wrong here does not hide why the
 * reply has failed.
 */
final class FailedReply {

	private final ReplySender sender;

	private final Exception failure;

	FailedReply(ReplySender sender, Exception failure) {
		this.sender = sender;
		this.failure = failure;
	}

	/**
	 * Sends what the error handler returns.
	 * @param errorHandler calls the error handler
	 * @return null if that is done, or a stage that is completed when it is
	 */
	@Nullable CompletionStage<?> send(Supplier<@Nullable Object> errorHandler) {
		try {
			Object reply = Replies.content(errorHandler.get());
			if (reply == null) {
				this.sender.cutOff("The reply has failed before it was complete: " + this.failure);
				return null;
			}
			CompletionStage<?> sending = this.sender.send(reply);
			if (sending != null) {
				return sending.whenComplete((value, ex) -> sent(ex));
			}
			sent(null);
			return null;
		}
		catch (RuntimeException | Error ex) {
			Exceptions.attach(this.failure, ex);
			throw ex;
		}
	}

	private void sent(@Nullable Throwable ex) {
		if (ex == null) {
			this.sender.end(true);
		}
		else {
			Exceptions.attach(this.failure, ex);
		}
	}

}
