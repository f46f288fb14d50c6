package com.example;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.stereotype.Component;

@Component
class Greeter {

	@LocalSocketListener("control")
	String greet(String name, PeerCredentials peer) {
		return "Hello %s, you are process %d".formatted(name, peer.pid());
	}

}
