package com.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import dev.localsocket.LocalServer;
import dev.localsocket.LocalSocket;

public final class Consumer {

	private Consumer() {
	}

	public static void main(String[] args) throws IOException {
		try (LocalServer server = new LocalServer()) {
			Runtime.getRuntime().addShutdownHook(new Thread(server::close));
			if (!server.listen("app-control")) {
				throw new IllegalStateException(server.errorString());
			}
			while (server.isListening()) {
				server.waitForNewConnection(Duration.ofMillis(-1));
				LocalSocket socket = server.nextPendingConnection();
				if (socket != null) {
					greet(socket);
				}
			}
		}
	}

	private static void greet(LocalSocket socket) throws IOException {
		try (socket) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.inputStream(), StandardCharsets.UTF_8));
			for (String name; (name = reader.readLine()) != null;) {
				String greeting = "Hello %s, you are process %d\n".formatted(name, socket.peerCredentials().pid());
				socket.outputStream().write(greeting.getBytes(StandardCharsets.UTF_8));
			}
		}
	}

}
