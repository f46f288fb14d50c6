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

import java.util.Set;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelConfig;

/**
 * The options of a channel. Those of TCP, which any server sets, mean nothing.
 */
final class SocketConfig extends DefaultChannelConfig {

	private static final Set<ChannelOption<?>> TCP_OPTIONS = Set.of(ChannelOption.TCP_NODELAY,
			ChannelOption.SO_KEEPALIVE, ChannelOption.SO_LINGER, ChannelOption.SO_REUSEADDR, ChannelOption.SO_RCVBUF,
			ChannelOption.SO_SNDBUF, ChannelOption.IP_TOS, ChannelOption.TCP_FASTOPEN);

	SocketConfig(Channel channel) {
		super(channel);
	}

	@Override
	public <T> boolean setOption(ChannelOption<T> option, T value) {
		return super.setOption(option, value) || TCP_OPTIONS.contains(option);
	}

}
