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

package dev.localsocket.sample.control;

import java.util.Objects;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.stereotype.Component;

/**
 * Tells who the kernel says the caller is.
 */
@Component
class WhoAmICommand {

	@LocalSocketListener(servers = "control", route = "whoami", description = "your process, user id and user name")
	String whoami(PeerCredentials peer) {
		String user = Objects.requireNonNullElse(peer.userName(), "unknown");
		return "pid %d uid %d user %s".formatted(peer.pid(), peer.uid(), user);
	}

}
