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

import dev.localsocket.web.internal.ForwardedHeaders;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Removes what a peer says that is no trusted proxy, before anybody can believe it.
 */
@Sharable
final class ForwardedHeaderFilter extends ChannelInboundHandlerAdapter {

	static final String NAME = "local-socket.forwarded";

	static final ForwardedHeaderFilter INSTANCE = new ForwardedHeaderFilter();

	private ForwardedHeaderFilter() {
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (message instanceof HttpRequest request) {
			removeFrom(request.headers());
		}
		context.fireChannelRead(message);
	}

	private static void removeFrom(HttpHeaders headers) {
		for (String name : headers.names()) {
			if (ForwardedHeaders.include(name)) {
				headers.remove(name);
			}
		}
	}

}
