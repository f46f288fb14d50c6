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

package dev.localsocket.sample;

import java.io.File;

import dev.localsocket.LocalServer;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.system.ApplicationHome;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Prints what to type in another terminal when the application is ready.
 */
@Component
class UsageHint {

	private final LocalServer control;

	private final LocalServer feed;

	UsageHint(@Qualifier("control") LocalServer control, @Qualifier("feed") LocalServer feed) {
		this.control = control;
		this.feed = feed;
	}

	@EventListener(ApplicationReadyEvent.class)
	void print() {
		System.out.printf("""

				In another terminal, type one of
				  nc -N -U %1$s
				  socat -t 10 - UNIX-CONNECT:%1$s
				  %2$s
				and then: help. The log, live:
				  nc -U %3$s

				""", this.control.fullServerName(), javaClient(this.control.serverName()), this.feed.fullServerName());
	}

	private static String javaClient(String server) {
		File source = new ApplicationHome(SampleApplication.class).getSource();
		return (source != null && source.isFile()) ? "java -jar %s --client %s".formatted(source, server)
				: "mvn -q -pl sample-app -am spring-boot:run -Dspring-boot.run.arguments=\"--client %s\""
					.formatted(server);
	}

}
