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

package dev.localsocket.benchmarks.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.unix.DomainSocketChannel;
import io.netty.handler.codec.LineBasedFrameDecoder;
import io.netty.handler.codec.bytes.ByteArrayDecoder;
import io.netty.handler.codec.bytes.ByteArrayEncoder;
import io.netty.handler.codec.string.StringDecoder;
import io.netty.handler.codec.string.StringEncoder;

/**
 * What one would write with Netty in the place of the methods of {@link ListenerServer}:
 * handlers of {@code String} lines, and of {@code byte[]} as they arrive, at the same
 * paths.
 */
public final class NettyListenerServer {

	private static final int LONGEST_LINE = 64 * 1024;

	private NettyListenerServer() {
	}

	/**
	 * Runs the server.
	 * @param args the path of the socket and the number of event loops
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		EventLoopGroup loops = NettyServer.loops(args[1]);
		NettyServer.listen(args[0], loops, new Initializer(NettyListenerServer::lines));
		NettyServer.listen(args[0] + ListenerServer.RAW_SUFFIX, loops, new Initializer(NettyListenerServer::bytes));
		ServerControl.obey();
	}

	private static List<ChannelHandler> lines() {
		return List.of(new LineBasedFrameDecoder(LONGEST_LINE), new StringDecoder(StandardCharsets.UTF_8),
				new StringEncoder(StandardCharsets.UTF_8), new Echo<>(String.class, (line) -> line + "\n"));
	}

	private static List<ChannelHandler> bytes() {
		return List.of(new ByteArrayDecoder(), new ByteArrayEncoder(), new Echo<>(byte[].class, (bytes) -> bytes));
	}

	private static final class Initializer extends ChannelInitializer<DomainSocketChannel> {

		private final Supplier<List<ChannelHandler>> handlers;

		private Initializer(Supplier<List<ChannelHandler>> handlers) {
			this.handlers = handlers;
		}

		@Override
		protected void initChannel(DomainSocketChannel channel) {
			this.handlers.get().forEach(channel.pipeline()::addLast);
		}

	}

	private static final class Echo<T> extends SimpleChannelInboundHandler<T> {

		private final UnaryOperator<T> reply;

		private Echo(Class<T> type, UnaryOperator<T> reply) {
			super(type);
			this.reply = reply;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, T message) {
			context.write(this.reply.apply(message), context.voidPromise());
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			context.flush();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
