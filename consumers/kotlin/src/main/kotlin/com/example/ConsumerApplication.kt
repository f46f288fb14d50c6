package com.example

import dev.localsocket.account.PeerCredentials
import dev.localsocket.annotation.LocalSocketListener
import org.springframework.boot.autoconfigure.SpringBootApplication
import org.springframework.boot.runApplication
import org.springframework.stereotype.Component

@SpringBootApplication
class ConsumerApplication

@Component
class Greeter {

	@LocalSocketListener("control")
	fun greet(name: String, peer: PeerCredentials) = "Hello $name, you are process ${peer.pid()}"

}

fun main(args: Array<String>) {
	runApplication<ConsumerApplication>(*args)
}
