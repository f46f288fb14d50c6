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

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketChannel;

/**
 * An echo on Netty's epoll transport.
 */
public final class NettyServer {

	private NettyServer() {
	}

	/**
	 * Runs the server.
	 * @param args the path of the socket and the number of event loops
	 * @throws IOException if the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		listen(args[0], loops(args[1]), new Initializer());
		ServerControl.obey();
	}

	static EventLoopGroup loops(String count) {
		return new MultiThreadIoEventLoopGroup(Integer.parseInt(count), EpollIoHandler.newFactory());
	}

	static void listen(String path, EventLoopGroup loops, ChannelInitializer<DomainSocketChannel> initializer) {
		new ServerBootstrap().group(loops)
			.channel(EpollServerDomainSocketChannel.class)
			.option(ChannelOption.SO_BACKLOG, BareServer.BACKLOG)
			.childHandler(initializer)
			.bind(new DomainSocketAddress(path))
			.syncUninterruptibly();
	}

	private static final class Initializer extends ChannelInitializer<DomainSocketChannel> {

		@Override
		protected void initChannel(DomainSocketChannel channel) {
			channel.pipeline().addLast(new Echo());
		}

	}

	private static final class Echo extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.write(message, context.voidPromise());
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
