package com.example;

import dev.localsocket.LocalServer;
import dev.localsocket.test.AutoConfigureLocalSocket;
import dev.localsocket.test.LocalSocketTestClient;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest
@AutoConfigureLocalSocket
class GreeterTests {

	@Autowired
	LocalServer control;

	@Test
	void isWatched(@Autowired MeterRegistry meters, @Autowired HealthEndpoint health) {
		assertThat(meters.get("local.socket.listening").tag("server", "control").gauge().value()).isOne();
		assertThat(health.healthForPath("localsocket", "control").getStatus()).isEqualTo(Status.UP);
	}

	@Test
	void greets() {
		try (LocalSocketTestClient client = LocalSocketTestClient.connect(this.control)) {
			client.send("world").expectLine("Hello world, you are process " + ProcessHandle.current().pid());
		}
	}

}
