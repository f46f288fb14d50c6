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
package dev.localsocket.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import dev.localsocket.EventLoops;
import dev.localsocket.TransportInfo;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * Contributes what local socket servers work with: the transport and the kind of poller,
 * the socket library and its version, the native library that was loaded, and the
 * platform.
 *
 * @since 0.1.0
 */
public class LocalSocketInfoContributor implements InfoContributor {

	private final EventLoops eventLoops;

	/**
	 * Creates a contributor.
	 * @param eventLoops the event loops of the servers
	 */
	public LocalSocketInfoContributor(EventLoops eventLoops) {
		this.eventLoops = eventLoops;
	}

	@Override
	public void contribute(Info.Builder builder) {
		TransportInfo transport = this.eventLoops.transportInfo();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("transport", transport.transport());
		details.put("poller", transport.poller());
		details.put("library", transport.library());
		if (transport.version() != null) {
			details.put("version", transport.version());
		}
		details.put("supported", transport.supported());
		if (transport.nativeLibrary() != null) {
			details.put("nativeLibrary", transport.nativeLibrary());
		}
		if (transport.whyNotBest() != null) {
			details.put("whyNotBest", transport.whyNotBest());
		}
		details.put("platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		builder.withDetail("localSocket", details);
	}

}
