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

package dev.localsocket.sample.rpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.localsocket.LocalServer;
import dev.localsocket.sample.testing.LineClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the JSON-RPC methods, at a real socket.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE)
@DirtiesContext
@Timeout(60)
class RpcTests {

	@TempDir
	static Path directory;

	private final LocalServer rpc;

	@Autowired
	RpcTests(@Qualifier("rpc") LocalServer rpc) {
		this.rpc = rpc;
	}

	@DynamicPropertySource
	static void sockets(DynamicPropertyRegistry registry) {
		registry.add("local-socket.directory", directory::toString);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					application/status | {}                               | "application":"sample-app"
					peer/whoAmI        | []                               | "user":"
					metrics/names      | []                               | "jvm.memory.used"
					metrics/values     | {"name": "jvm.threads.started"}  | {"statistic":"count","value":
					metrics/values     | ["no.such"]                      | "error":{"code":404,"message":"No meter has the name 'no.such'"}
					metrics/values     | {}                               | "error":{"code":-32602,"message":"Invalid params: 'name' is missing"}
					loggers/setLevel   | ["some.logger", "DEBUG"]         | {"jsonrpc":"2.0","id":1,"result":null}
					loggers/setLevel   | {"logger": "x", "level": "LOUD"} | "error":{"code":-32602,"message":"Invalid params: 'level' is not what it should be"}
					application/pause  | ["PT0.001S"]                     | "result":"paused for PT0.001S"
					no/method          | []                               | "error":{"code":-32601,
					""")
	void methodAnswers(String method, String params, String answer) throws Exception {
		try (LineClient client = LineClient.connect(this.rpc)) {
			send(client, "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"%s\",\"params\":%s}".formatted(method, params));
			assertThat(String.join("\n", client.readAll())).contains(answer);
		}
	}

	@Test
	void changeOfALevelIsToldToEverybody() throws Exception {
		try (LineClient other = LineClient.connect(this.rpc); LineClient client = LineClient.connect(this.rpc)) {
			send(client, "{\"jsonrpc\":\"2.0\",\"method\":\"loggers/setLevel\",\"params\":[\"a.logger\"]}");
			other.readLine();
			other.readLine();
			other.socket().shutdownOutput();
			assertThat(other.readLine()).contains("\"method\":\"loggers/changed\"", "\"level\":\"INFO\"",
					"\"logger\":\"a.logger\"");
		}
	}

	private static void send(LineClient client, String json) {
		client.send("Content-Length: %d\r\n\r\n%s".formatted(json.getBytes(StandardCharsets.UTF_8).length, json));
		client.socket().shutdownOutput();
	}

}
