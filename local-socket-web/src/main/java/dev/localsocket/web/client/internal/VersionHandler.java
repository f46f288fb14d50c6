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

package dev.localsocket.web.client.internal;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;

/**
 * Makes requests those of HTTP/1.1, which is what is sent: Reactor Netty takes a channel
 * that is none of Netty's own for one of HTTP/3, and says so in requests that it sends
 * whole.
 */
@Sharable
final class VersionHandler extends ChannelOutboundHandlerAdapter {

	static final String NAME = "local-socket.version";

	static final VersionHandler INSTANCE = new VersionHandler();

	private VersionHandler() {
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
		if (message instanceof HttpRequest request) {
			request.setProtocolVersion(HttpVersion.HTTP_1_1);
		}
		context.write(message, promise);
	}

}
