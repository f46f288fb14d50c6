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

import java.net.SocketAddress;

import io.netty.channel.AbstractServerChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/**
 * The channel of a server that listens nowhere by itself: it is bound at whatever
 * address, and is given connections until it is closed.
 */
public final class AcceptingChannel extends AbstractServerChannel {

	private final ChannelConfig config = new DefaultChannelConfig(this);

	private volatile @Nullable SocketAddress address;

	private volatile boolean closed;

	/** Creates a channel that is not bound. */
	public AcceptingChannel() {
	}

	@Override
	public ChannelConfig config() {
		return this.config;
	}

	@Override
	public boolean isOpen() {
		return !this.closed;
	}

	@Override
	public boolean isActive() {
		return this.address != null && !this.closed;
	}

	@Override
	protected boolean isCompatible(EventLoop loop) {
		return true;
	}

	@Override
	protected @Nullable SocketAddress localAddress0() {
		return this.address;
	}

	@Override
	protected void doRegister(ChannelPromise promise) {
		promise.setSuccess();
	}

	@Override
	protected void doBind(SocketAddress localAddress) {
		this.address = localAddress;
	}

	@Override
	protected void doBeginRead() {
		// Others accept
	}

	@Override
	protected void doClose() {
		this.closed = true;
	}

}
