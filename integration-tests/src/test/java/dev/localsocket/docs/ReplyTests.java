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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.messaging.LastReply;
import dev.localsocket.test.LocalSocketTestClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/**
 * Samples of replies.
 */
@Timeout(30)
class ReplyTests {

	@TempDir
	Path directory;

	@Test
	void lastReply() {
		Samples.runner(this.directory, Goodbye.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.sendBytes("hello\nquit\nhello\n".getBytes(StandardCharsets.UTF_8));
				client.expectLine("you said hello").expectLine("bye").expectEnd();
			}
		});
	}

	@Test
	void severalReplies() {
		Samples.runner(this.directory, Several.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("a b").send("c").expectLine("a").expectLine("b").expectLine("c");
			}
		});
	}

	@Test
	void replyThatComesLater() {
		Samples.runner(this.directory, Later.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("2").send("1").expectLine("4").expectLine("1");
			}
		});
	}

	@Test
	void reactiveReply() {
		Samples.runner(this.directory, Reactive.class).run((context) -> {
			try (LocalSocketTestClient client = Samples.connect(context)) {
				client.send("2").send("1").expectLine("1").expectLine("2").expectLine("1");
			}
		});
	}

	static class Several {

		// tag::several-replies[]
		@LocalSocketListener("control")
		List<String> words(String line) {
			return List.of(line.split(" "));
		}
		// end::several-replies[]

	}

	static class Goodbye {

		// tag::last-reply[]
		@LocalSocketListener("control")
		Object talk(String line) {
			return line.equals("quit") ? new LastReply("bye") : "you said " + line;
		}
		// end::last-reply[]

	}

	static class Later {

		// tag::later-reply[]
		@LocalSocketListener("control")
		CompletableFuture<String> square(String line) {
			int number = Integer.parseInt(line);
			return CompletableFuture.supplyAsync(() -> Integer.toString(number * number));
		}
		// end::later-reply[]

	}

	static class Reactive {

		// tag::reactive-reply[]
		@LocalSocketListener("control")
		Flux<String> count(String line) {
			return Flux.range(1, Integer.parseInt(line)).map((number) -> Integer.toString(number));
		}
		// end::reactive-reply[]

	}

}
