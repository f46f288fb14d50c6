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
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;
import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.event.ConnectionClosedEvent;
import dev.localsocket.event.ServerErrorEvent;
import dev.localsocket.messaging.LocalSocketHeaders;
import dev.localsocket.test.LocalSocketTestClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;
import org.springframework.messaging.handler.annotation.Header;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Samples of the kinds of listeners and of what they take.
 */
@Timeout(30)
class MethodKindTests {

	@TempDir
	Path directory;

	@Test
	void messageHandler() {
		Samples.runner(this.directory, Upper.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a").expectLine("A");
			}
		});
	}

	@Test
	void connectionHandler() {
		Samples.runner(this.directory, Copier.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a").closeOutput().expectLine("a").expectEnd();
			}
		});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void observer(CapturedOutput output) {
		Samples.runner(this.directory, Upper.class, Accountant.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a").expectLine("A");
			}
			await().until(() -> output.getOut().contains("control: 2 bytes in, 2 bytes out, PEER_CLOSED"));
		});
	}

	@Test
	void arguments() {
		Samples.runner(this.directory, Who.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a");
				assertThat(client.readLine()).startsWith("1 open, you are " + System.getProperty("user.name"));
			}
		});
	}

	@Test
	void plainEventListener() {
		Samples.runner(this.directory, Upper.class, Alarm.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.sendBytes((byte) 'a').closeOutput().expectEnd();
			}
			assertThat(context.getBean(Alarm.class).alarms.poll(10, TimeUnit.SECONDS)).startsWith("control: ");
		});
	}

	static class Upper {

		// tag::message-handler[]
		@LocalSocketListener("control")
		String upper(String line) {
			return line.toUpperCase();
		}
		// end::message-handler[]

	}

	static class Copier {

		// tag::connection-handler[]
		@LocalSocketListener("control")
		void copy(LocalSocket socket) throws IOException {
			try (InputStream input = socket.inputStream(); OutputStream output = socket.outputStream()) {
				input.transferTo(output);
			}
		}
		// end::connection-handler[]

	}

	static class Accountant {

		private static final Log logger = LogFactory.getLog(Accountant.class);

		// tag::observer[]
		@LocalSocketListener("control")
		void account(ConnectionClosedEvent event) {
			logger.info("%s: %d bytes in, %d bytes out, %s".formatted(event.getBeanName(), event.getBytesReceived(),
					event.getBytesSent(), event.getReason()));
		}
		// end::observer[]

	}

	static class Who {

		// tag::arguments[]
		@LocalSocketListener("control")
		String who(String line, LocalServer server, LocalSocket socket, PeerCredentials peer,
				@Header(LocalSocketHeaders.PEER_USER) String user) {
			return "%d open, you are %s, process %d, on connection %s".formatted(server.activeConnections(), user,
					peer.pid(), socket.id());
		}
		// end::arguments[]

	}

	static class Alarm {

		final BlockingQueue<String> alarms = new LinkedBlockingQueue<>();

		// tag::events[]
		@EventListener
		void alarm(ServerErrorEvent event) {
			this.alarms.add(event.getBeanName() + ": " + event.getText());
		}
		// end::events[]

	}

}
