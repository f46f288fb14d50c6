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

package dev.localsocket.benchmarks.server;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.eclipse.lsp4j.jsonrpc.Launcher;
import org.eclipse.lsp4j.jsonrpc.services.JsonRequest;

/**
 * Adds two numbers for those who call it by JSON-RPC, with Eclipse LSP4J on channels of
 * the JDK: a thread for each connection, which reads and runs the method. The streams are
 * buffered, without which each byte of a header is a system call.
 */
public final class Lsp4jServer {

	private Lsp4jServer() {
	}

	/**
	 * Runs the server.
	 * @param args the path of the socket
	 * @throws IOException if it cannot listen, or the driver cannot be heard
	 */
	public static void main(String[] args) throws IOException {
		ServerSocketChannel listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		listening.bind(UnixDomainSocketAddress.of(args[0]), BareServer.BACKLOG);
		ExecutorService threads = Executors.newCachedThreadPool((task) -> {
			Thread thread = new Thread(task, "lsp4j");
			thread.setDaemon(true);
			return thread;
		});
		threads.execute(() -> accept(listening, threads));
		ServerControl.obey();
	}

	private static void accept(ServerSocketChannel listening, ExecutorService threads) {
		try {
			while (true) {
				serve(listening.accept(), threads);
			}
		}
		catch (IOException ex) {
			// The process ends
		}
	}

	private static void serve(SocketChannel channel, ExecutorService threads) {
		InputStream input = new BufferedInputStream(Channels.newInputStream(channel));
		OutputStream output = new BufferedOutputStream(Channels.newOutputStream(channel));
		new Launcher.Builder<Caller>().setLocalService(new Calculator())
			.setRemoteInterface(Caller.class)
			.setInput(input)
			.setOutput(output)
			.setExecutorService(threads)
			.create()
			.startListening();
	}

	/** The other end has no methods. */
	public interface Caller {

	}

	/** The method, which LSP4J calls by reflection. */
	public static final class Calculator {

		/**
		 * Adds.
		 * @param numbers the numbers
		 * @return the sum
		 */
		@JsonRequest
		public CompletableFuture<Integer> add(Numbers numbers) {
			return CompletableFuture.completedFuture(numbers.a + numbers.b);
		}

	}

	/** What Gson makes of the parameters. */
	public static final class Numbers {

		int a;

		int b;

	}

}
