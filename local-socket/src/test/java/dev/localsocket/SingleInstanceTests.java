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

package dev.localsocket;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.testing.BackgroundCall;
import dev.localsocket.testing.SocketSandbox;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.localsocket.testing.SocketSandbox.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests of {@link SingleInstance} in one process, whose first and second instances know
 * nothing of each other but the name.
 */
@Timeout(60)
class SingleInstanceTests {

	@RegisterExtension
	final SocketSandbox sandbox = new SocketSandbox();

	private final ByteArrayOutputStream output = new ByteArrayOutputStream();

	private final ByteArrayOutputStream error = new ByteArrayOutputStream();

	private final Queue<List<String>> handled = new ConcurrentLinkedQueue<>();

	@Test
	void secondHandsOverAndGetsTheAnswer() throws Exception {
		SingleInstance first = first();
		AtomicReference<@Nullable SecondInstance> seen = new AtomicReference<>();
		first.onSecondInstance((second) -> {
			seen.set(second);
			second.reply("ünd\n");
			second.error().write("oh\n".getBytes(StandardCharsets.UTF_8));
			assertThat(second.isConnected()).isTrue();
			assertThat(second.exit(42)).isTrue();
			assertThat(second.exit(43)).as("only once").isFalse();
			assertThat(second.reply("late")).isFalse();
		});
		SingleInstance instance = builder().environmentVariables("PATH", "NOT_SET_ANYWHERE")
			.acquire("a", "", "b c", "ö");
		assertThat(instance.isFirst()).isFalse();
		assertThat(instance.exitStatus()).isEqualTo(42);
		assertThat(instance.failure()).isEmpty();
		SecondInstance second = seen.get();
		assertThat(second).isNotNull();
		assertThat(this.output.toString(second.charset()))
			.isEqualTo(new String("ünd\n".getBytes(second.charset()), second.charset()));
		assertThat(this.error).hasToString("oh\n");
		assertThat(second.arguments()).containsExactly("a", "", "b c", "ö");
		assertThat(second.workingDirectory()).isEqualTo(Path.of("").toAbsolutePath());
		assertThat(second.environment()).containsOnlyKeys("PATH").containsEntry("PATH", System.getenv("PATH"));
		assertThat(second.peer().pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(second.standardInput()).as("nobody allowed to hand it over").isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> instance.onSecondInstance((other) -> {
		}));
	}

	@Test
	void inputAndOutputStreamAtThePaceOfWhoReads() throws Exception {
		SingleInstance first = first();
		first.onSecondInstance((second) -> {
			second.standardInput().transferTo(second.output());
			assertThat(second.standardInput().read()).isEqualTo(-1);
		});
		byte[] bytes = new byte[3_000_000];
		new Random(1).nextBytes(bytes);
		SingleInstance second = builder().standardInput(true)
			.streams(new ByteArrayInputStream(bytes), this.output, this.error)
			.acquire();
		assertThat(second.exitStatus()).isZero();
		assertThat(this.output.toByteArray()).isEqualTo(bytes);
	}

	@Test
	void inputIsNotReadBeforeItIsAskedFor() throws Exception {
		SingleInstance first = first();
		first.onSecondInstance((second) -> second.reply("done"));
		InputStream untouched = new InputStream() {

			@Override
			public int read() {
				throw new AssertionError("Nobody has asked for it");
			}

		};
		SingleInstance second = builder().standardInput(true).streams(untouched, this.output, this.error).acquire();
		assertThat(second.exitStatus()).isZero();
		assertThat(this.output).hasToString("done");
	}

	@Test
	void outputThatCannotBePrintedEndsTheCall() throws Exception {
		SingleInstance first = first();
		CountDownLatch noticed = new CountDownLatch(1);
		first.onSecondInstance((second) -> {
			eventually().until(() -> !second.reply("line\n"));
			noticed.countDown();
		});
		OutputStream closed = new OutputStream() {

			@Override
			public void write(int value) throws IOException {
				throw new IOException("closed");
			}

		};
		SingleInstance second = builder().streams(InputStream.nullInputStream(), closed, this.error).acquire();
		assertThat(second.exitStatus()).isEqualTo(SingleInstance.STATUS_OUTPUT_FAILED);
		noticed.await();
	}

	@Test
	void ofFiftyOneIsFirstAndAllOthersArriveOnceAlsoBeforeThereIsAHandler() throws Exception {
		List<BackgroundCall<SingleInstance>> calls = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			String argument = Integer.toString(i);
			calls.add(this.sandbox.async(() -> builder().acquire(argument)));
		}
		eventually().until(() -> calls.stream().anyMatch((call) -> call.future().isDone()));
		SingleInstance first = calls.stream()
			.filter((call) -> call.future().isDone())
			.findFirst()
			.orElseThrow()
			.result();
		this.sandbox.closeLater(first);
		assertThat(first.isFirst()).as(first::failure).isTrue();
		assertThat(this.handled).isEmpty();
		first.onSecondInstance(this::handle);
		List<SingleInstance> instances = new ArrayList<>();
		for (BackgroundCall<SingleInstance> call : calls) {
			instances.add(call.result());
		}
		assertThat(instances).filteredOn(SingleInstance::isFirst).containsExactly(first);
		assertThat(instances).filteredOn((instance) -> !instance.isFirst())
			.allSatisfy((instance) -> assertThat(instance.exitStatus()).isEqualTo(5));
		int own = instances.indexOf(first);
		assertThat(this.handled).containsExactlyInAnyOrderElementsOf(
				IntStream.range(0, 50).filter((i) -> i != own).mapToObj((i) -> List.of(Integer.toString(i))).toList());
	}

	@Test
	void oneOfThoseWhoWaitTakesThePlaceOfTheFirst() throws Exception {
		SingleInstance first = first();
		List<BackgroundCall<SingleInstance>> calls = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			String argument = Integer.toString(i);
			calls.add(this.sandbox.async(() -> builder().acquire(argument)));
		}
		first.close();
		eventually().until(() -> calls.stream().anyMatch((call) -> call.future().isDone()));
		SingleInstance next = calls.stream()
			.filter((call) -> call.future().isDone())
			.findFirst()
			.orElseThrow()
			.result();
		this.sandbox.closeLater(next);
		assertThat(next.isFirst()).isTrue();
		next.onSecondInstance(this::handle);
		for (BackgroundCall<SingleInstance> call : calls) {
			call.result();
		}
		assertThat(this.handled).hasSize(4).doesNotHaveDuplicates();
	}

	@Test
	void callThatIsBeingHandledIsAnsweredAfterTheNameWasGivenUp() throws Exception {
		SingleInstance first = first();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch closed = new CountDownLatch(1);
		first.onSecondInstance((second) -> {
			begun.countDown();
			closed.await();
			second.exit(9);
		});
		BackgroundCall<SingleInstance> call = this.sandbox.async(() -> builder().acquire());
		begun.await();
		first.close();
		SingleInstance next = first();
		closed.countDown();
		assertThat(call.result().exitStatus()).isEqualTo(9);
		assertThat(next.isFirst()).isTrue();
	}

	@Test
	void firstThatNeverHasAHandlerIsBusy() throws Exception {
		first();
		SingleInstance second = builder().startTimeout(Duration.ofSeconds(1)).acquire();
		assertThat(second.exitStatus()).isEqualTo(SingleInstance.STATUS_HANGING);
		assertThat(second.failure()).contains("has not begun to handle this call within 1000 ms");
		assertThat(this.error.toString(StandardCharsets.UTF_8)).contains(second.failure());
	}

	@Test
	void handlerThatNeverEndsIsWaitedForOnlyAsLongAsTheLimitSays() throws Exception {
		SingleInstance first = first();
		CountDownLatch end = new CountDownLatch(1);
		first.onSecondInstance((second) -> end.await());
		SingleInstance second = builder().answerTimeout(Duration.ofSeconds(1)).acquire();
		assertThat(second.exitStatus()).isEqualTo(SingleInstance.STATUS_HANGING);
		assertThat(second.failure()).contains("has not answered within 1000 ms");
		end.countDown();
	}

	@Test
	void handlerThatFailsSaysSo() throws Exception {
		SingleInstance first = first();
		first.onSecondInstance((second) -> {
			throw new IllegalStateException("test");
		});
		assertThat(builder().acquire().exitStatus()).isEqualTo(SingleInstance.STATUS_FAILED);
		first.onSecondInstance(this::handle);
		assertThat(builder().acquire("x").exitStatus()).isEqualTo(5);
	}

	@Test
	void authorizerRefusesByWhoThePeerIs() throws Exception {
		SingleInstance first = this.sandbox
			.closeLater(builder().authorizer((peer) -> AccessDecision.refuse("test")).acquire());
		first.onSecondInstance(this::handle);
		SingleInstance second = builder().acquire();
		assertThat(second.exitStatus()).isEqualTo(SingleInstance.STATUS_REFUSED);
		assertThat(second.failure()).contains("who does not allow this one");
		assertThat(this.handled).isEmpty();
	}

	@Test
	void strangersAreTolerated() throws Exception {
		SingleInstance first = first();
		first.onSecondInstance(this::handle);
		byte[] garbage = new byte[100];
		try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(first.path()))) {
			stranger.write(ByteBuffer.wrap(garbage));
			ByteBuffer target = ByteBuffer.allocate(100);
			eventually().until(() -> {
				target.clear();
				try {
					return stranger.read(target) < 0;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
		try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(first.path()))) {
			assertThat(builder().acquire("x").exitStatus()).isEqualTo(5);
			assertThat(stranger.isOpen()).isTrue();
		}
		assertThat(this.handled).containsExactly(List.of("x"));
	}

	@Test
	void anotherKindOfServerIsToldApart() throws Exception {
		try (LocalServer server = new LocalServer()) {
			server.addListener(new LocalServerListener() {

				@Override
				public void newConnection(LocalServer itself, LocalSocket socket) {
					socket.write(ByteBuffer.wrap("HTTP/1.1 400\r\n".getBytes(StandardCharsets.US_ASCII)));
				}

			});
			assertThat(server.listen(this.sandbox.path("app.instance").toString())).isTrue();
			SingleInstance second = builder().acquire();
			assertThat(second.exitStatus()).isEqualTo(SingleInstance.STATUS_PROTOCOL);
			assertThat(second.failure()).contains("another kind of server");
		}
	}

	@Test
	void whatIsNoSocketIsNotWaitedFor() throws Exception {
		Path file = this.sandbox.expectLeft(Files.createFile(this.sandbox.path("app.instance")));
		assertThatExceptionOfType(LocalSocketException.class).isThrownBy(() -> builder().acquire())
			.withMessageContaining(file.toString())
			.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.ADDRESS_IN_USE));
	}

	@Test
	void directoryMustBelongToNobodyElse() throws Exception {
		Files.setPosixFilePermissions(this.sandbox.directory(), PosixFilePermissions.fromString("rwxrwxr-x"));
		for (InstanceScope scope : List.of(InstanceScope.USER, InstanceScope.SYSTEM)) {
			assertThatExceptionOfType(LocalSocketException.class).isThrownBy(() -> builder().scope(scope).acquire())
				.withMessageContaining("chmod go-w")
				.satisfies((ex) -> assertThat(ex.error()).isEqualTo(SocketError.UNSAFE_DIRECTORY));
		}
	}

	@Test
	void missingDirectoryIsMadeButNotItsParent() throws Exception {
		Path directory = this.sandbox.expectLeft(this.sandbox.path("d"));
		SingleInstance first = this.sandbox.closeLater(builder().directory(directory).acquire());
		assertThat(first.path()).isEqualTo(directory.resolve("app.instance").toString());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		assertThatExceptionOfType(LocalSocketException.class)
			.isThrownBy(() -> builder().directory(this.sandbox.path("x/y")).acquire())
			.withMessageContaining("nor does the one that it should be in");
	}

	@Test
	void scopesAndNamesAreSeparate() throws Exception {
		first();
		SingleInstance system = this.sandbox.closeLater(builder().scope(InstanceScope.SYSTEM)
			.directory(Files.createDirectory(this.sandbox.expectLeft(this.sandbox.path("s"))))
			.acquire());
		SingleInstance other = this.sandbox
			.closeLater(SingleInstance.builder("other").directory(this.sandbox.directory()).acquire());
		assertThat(system.isFirst()).isTrue();
		assertThat(other.isFirst()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".x", "a/b", "ä", "a b", "a@b",
			"0123456789012345678901234567890123456789012345678901234567890123x" })
	void nameThatIsNoneIsRefused(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> SingleInstance.acquire(name))
			.withMessageContaining("is no name of a single instance");
	}

	@Test
	void moreThanCanBeHandedOverIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().acquire("x".repeat(5_000_000)))
			.withMessageContaining("only 4194304 can be handed over");
	}

	@Test
	void interruptEndsTheWait() throws Exception {
		first();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> builder().acquire());
		assertThat(Thread.interrupted()).isTrue();
	}

	private SingleInstance first() throws IOException {
		SingleInstance first = this.sandbox.closeLater(builder().acquire());
		assertThat(first.isFirst()).as(first::failure).isTrue();
		return first;
	}

	private SingleInstance.Builder builder() {
		return SingleInstance.builder("app")
			.directory(this.sandbox.directory())
			.streams(InputStream.nullInputStream(), this.output, this.error);
	}

	private void handle(SecondInstance second) {
		this.handled.add(second.arguments());
		second.exit(5);
	}

}
