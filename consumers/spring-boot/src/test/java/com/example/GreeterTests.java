package com.example;

import dev.localsocket.LocalServer;
import dev.localsocket.test.AutoConfigureLocalSocket;
import dev.localsocket.test.LocalSocketTestClient;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;

@SpringBootTest
@AutoConfigureLocalSocket
class GreeterTests {

	@Autowired
	LocalServer control;

	@Test
	void greets() {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.control)) {
			client.send("world").expectLine("Hello world, you are process " + ProcessHandle.current().pid());
		}
	}

}
