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

package dev.localsocket.docs;

import java.io.IOException;

import dev.localsocket.LocalSocket;
import dev.localsocket.autoconfigure.LocalSocketAutoConfiguration;
import dev.localsocket.test.AutoConfigureLocalSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that a test can have the path of a server injected.
 */
@Timeout(30)
@AutoConfigureLocalSocket
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE, properties = "local-socket.servers.control=")
class PublishedPathTests {

	// tag::path[]
	@Test
	void serverAnswers(@Value("${local.socket.control.path}") String path) throws IOException {
		try (LocalSocket socket = LocalSocket.connectToServer(path)) {
			assertThat(socket.peerCredentials().pid()).isEqualTo(ProcessHandle.current().pid());
		}
	}
	// end::path[]

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(LocalSocketAutoConfiguration.class)
	static class Application {

	}

}
