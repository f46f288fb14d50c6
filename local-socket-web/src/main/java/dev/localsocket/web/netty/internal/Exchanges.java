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

package dev.localsocket.web.netty.internal;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Counts the requests of a connection that were read and have not been answered, also
 * those that wait for the one before. On the thread of the event loop only.
 */
final class Exchanges extends ChannelDuplexHandler {

	static final String NAME = "local-socket.exchanges";

	private final Runnable answered;

	private int unanswered;

	private boolean receiving;

	private boolean interim;

	private boolean upgraded;

	/**
	 * Creates a handler.
	 * @param answered is called when the last byte of an answer was handed to the socket
	 */
	Exchanges(Runnable answered) {
		this.answered = answered;
	}

	/** Whether an answer is due; half a request has none, nor has another protocol. */
	boolean isAnswerDue() {
		return !this.upgraded && this.unanswered > (this.receiving ? 1 : 0);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest) {
			this.receiving = true;
			this.unanswered++;
		}
		if (message instanceof LastHttpContent) {
			this.receiving = false;
		}
		context.fireChannelRead(message);
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpResponse response) {
			this.upgraded |= response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
			this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
		}
		if (message instanceof LastHttpContent && !this.interim) {
			context.write(message, promise.unvoid().addListener((future) -> answered()));
			return;
		}
		context.write(message, promise);
	}

	private void answered() {
		this.unanswered--;
		this.answered.run();
	}

}
