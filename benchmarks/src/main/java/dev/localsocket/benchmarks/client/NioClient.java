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

package dev.localsocket.benchmarks.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Does what {@code client.c} does, with the same arguments and the same results, but
 * needs more of a processor for it.
 */
public final class NioClient {

	private static final int OPENING_AT_ONCE = 64;

	private static final String TCP = "tcp:";

	private final SocketAddress address;

	private final ProcessHandle server;

	private final int count;

	private final int size;

	private final long timeoutNanos;

	private final Selector selector = Selector.open();

	private final List<Conversation> conversations = new ArrayList<>();

	private final List<Conversation> answered = new ArrayList<>();

	private NioClient(String[] args) throws IOException {
		this.address = address(args[1]);
		this.server = ProcessHandle.of(Long.parseLong(args[2])).orElseThrow();
		this.count = Integer.parseInt(args[3]);
		this.size = Integer.parseInt(args[4]);
		this.timeoutNanos = nanos(args[args.length - 1]);
	}

	private static SocketAddress address(String where) {
		return where.startsWith(TCP) ? new InetSocketAddress(InetAddress.getLoopbackAddress(),
				Integer.parseInt(where.substring(TCP.length()))) : UnixDomainSocketAddress.of(where);
	}

	/**
	 * Runs the client.
	 * @param args see {@code client.c}
	 * @throws IOException if the server does not answer, or not as it should
	 */
	public static void main(String[] args) throws IOException {
		NioClient client = new NioClient(args);
		if (args[0].equals("hold")) {
			client.hold();
		}
		else if (args[0].equals("call")) {
			client.call(args[1], nanos(args[5]), nanos(args[6]));
		}
		else {
			client.measure(args[0].equals("connect"), nanos(args[5]), nanos(args[6]));
		}
	}

	private static long nanos(String millis) {
		return Duration.ofMillis(Long.parseLong(millis)).toNanos();
	}

	private void measure(boolean reconnect, long warmUp, long measured) throws IOException {
		while (this.conversations.size() < this.count) {
			begin();
		}
		run(reconnect, warmUp);
		long start = System.nanoTime();
		long cpu = cpu();
		long operations = run(reconnect, measured);
		print(operations, start, cpu, "");
	}

	private void call(String path, long warmUp, long measured) throws IOException {
		for (int i = 0; i < this.count; i++) {
			new CallConversation(path, this.selector, this.size).begin();
		}
		call(warmUp);
		long start = System.nanoTime();
		long cpu = cpu();
		print(call(measured), start, cpu, "");
	}

	private long call(long duration) throws IOException {
		long start = System.nanoTime();
		long operations = 0;
		long lastAnswer = start;
		while (System.nanoTime() - start < duration) {
			this.selector.selectNow();
			for (SelectionKey key : this.selector.selectedKeys()) {
				operations += ((CallConversation) key.attachment()).exchange();
				lastAnswer = System.nanoTime();
			}
			this.selector.selectedKeys().clear();
			checkTime(lastAnswer, this.timeoutNanos);
		}
		return operations;
	}

	private void begin() throws IOException {
		char letter = (char) ('a' + this.conversations.size() % 26);
		Conversation conversation = new Conversation(this.address, this.selector, this.size, letter);
		this.conversations.add(conversation);
		conversation.send();
	}

	private long run(boolean reconnect, long duration) throws IOException {
		long start = System.nanoTime();
		long operations = 0;
		long lastAnswer = start;
		while (System.nanoTime() - start < duration) {
			for (Conversation conversation : answered()) {
				operations++;
				if (reconnect) {
					conversation.reconnect();
				}
				conversation.send();
				lastAnswer = System.nanoTime();
			}
			checkTime(lastAnswer, this.timeoutNanos);
		}
		return operations;
	}

	/** Does not sleep, so that the server does not wait for it to wake up. */
	private List<Conversation> answered() throws IOException {
		this.answered.clear();
		this.selector.selectNow();
		for (SelectionKey key : this.selector.selectedKeys()) {
			if (key.attachment() instanceof Conversation conversation && conversation.receive()) {
				this.answered.add(conversation);
			}
		}
		this.selector.selectedKeys().clear();
		return this.answered;
	}

	private static void checkTime(long since, long limit) throws IOException {
		if (System.nanoTime() - since > limit) {
			throw new IOException("The server has not answered in " + limit / 1_000_000 + " ms");
		}
	}

	private void hold() throws IOException {
		open();
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String command = commands.readLine(); command != null; command = commands.readLine()) {
			if (!command.startsWith("sparse ")) {
				throw new IllegalArgumentException("What does that mean: " + command);
			}
			sparse(nanos(command.substring("sparse ".length())));
		}
	}

	private void open() throws IOException {
		long start = System.nanoTime();
		long cpu = cpu();
		int done = 0;
		while (done < this.count) {
			while (this.conversations.size() < this.count && this.conversations.size() - done < OPENING_AT_ONCE) {
				begin();
			}
			done += answered().size();
			checkTime(start, this.timeoutNanos);
		}
		print(done, start, cpu, "");
	}

	private void sparse(long duration) throws IOException {
		long start = System.nanoTime();
		long cpu = cpu();
		long[] latencies = new long[this.count];
		int sent = 0;
		int done = 0;
		while (done < this.count) {
			for (Conversation conversation : answered()) {
				latencies[done++] = conversation.nanosSinceSent();
			}
			while (sent < this.count && System.nanoTime() - start >= duration / this.count * sent) {
				this.conversations.get(sent++).send();
			}
			checkTime(start, duration + this.timeoutNanos);
		}
		Arrays.sort(latencies);
		print(done, start, cpu,
				" p50=%d p99=%d".formatted(latencies[this.count / 2], latencies[this.count - 1 - this.count / 100]));
	}

	private long cpu() {
		return this.server.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
	}

	private void print(long operations, long start, long cpu, String more) {
		System.out.printf("operations=%d nanos=%d cpu=%d%s%n", operations, System.nanoTime() - start, cpu() - cpu,
				more);
		System.out.flush();
	}

}
