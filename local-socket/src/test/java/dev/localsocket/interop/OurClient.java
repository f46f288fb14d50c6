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

package dev.localsocket.interop;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import dev.localsocket.LocalSocket;
import dev.localsocket.LocalSocket.State;
import dev.localsocket.LocalSocketCallbacks;
import dev.localsocket.error.SocketError;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import static org.awaitility.Awaitility.await;

/**
 * A {@link LocalSocket}, and the commands that scenarios have for it.
 */
final class OurClient implements ScenarioClient, LocalSocketCallbacks {

	private static final Duration LONG = Duration.ofSeconds(15);

	private static final Duration CALM = Duration.ofMillis(100);

	private final LocalSocket socket = new LocalSocket();

	private final List<String> events = new CopyOnWriteArrayList<>();

	OurClient() {
		this.socket.addListener(this);
	}

	@Override
	public String call(String command, String... arguments) throws IOException {
		Object result = (arguments.length > 0) ? call(command, arguments[0]) : call(command);
		return String.valueOf(result);
	}

	private Object call(String command, String argument) throws IOException {
		return switch (command) {
			case "connect" -> connect(argument);
			case "write" -> done(() -> this.socket.write(ByteBuffer.allocate(Integer.parseInt(argument))));
			case "peek" -> this.socket.peek(ByteBuffer.allocate(Integer.parseInt(argument)));
			case "read" -> this.socket.read(ByteBuffer.allocate(Integer.parseInt(argument)));
			case "adopt_connection" -> adopt(connection(Path.of(argument)));
			case "adopt_file" -> adoptFile(argument);
			default -> throw new AssertionError(command);
		};
	}

	private Object call(String command) throws IOException {
		return switch (command) {
			case "wait_connected" -> this.socket.waitForConnected(LONG);
			case "wait_readable" -> this.socket.waitForReadyRead(LONG);
			case "wait_written" -> this.socket.waitForBytesWritten(LONG);
			case "wait_disconnected" -> this.socket.waitForDisconnected(LONG);
			case "flush" -> flush();
			case "disconnect" -> done(this.socket::disconnectFromServer);
			case "close" -> done(this.socket::close);
			case "abort" -> done(this.socket::abort);
			case "state" -> this.socket.state();
			case "see_end" -> done(() -> await().until(() -> this.socket.state() == State.UNCONNECTED));
			case "available" -> this.socket.bytesAvailable();
			case "error" -> this.socket.error();
			case "names" -> "'%s' '%s'".formatted(this.socket.serverName(), this.socket.fullServerName());
			case "events" -> calmEvents();
			default -> throw new AssertionError(command);
		};
	}

	private static String done(Runnable action) {
		action.run();
		return "";
	}

	private String connect(String name) {
		// Qt ignores it otherwise
		if (this.socket.state() == State.UNCONNECTED) {
			this.socket.setServerName(name);
		}
		this.socket.connectToServer();
		return "";
	}

	private boolean adopt(int descriptor) throws IOException {
		try {
			return this.socket.setSocketDescriptor(descriptor);
		}
		catch (IllegalStateException ex) {
			new FileOutputStream(FileDescriptorCast.unsafeUsing(descriptor).getFileDescriptor()).close();
			throw ex;
		}
	}

	private boolean adoptFile(String path) throws IOException {
		try (FileInputStream stream = new FileInputStream(path)) {
			return this.socket.setSocketDescriptor(number(stream.getFD()));
		}
	}

	/** Makes a descriptor that nobody owns. */
	private static int connection(Path server) throws IOException {
		AFUNIXSocketChannel channel = AFUNIXSocketChannel.open();
		channel.connect(AFUNIXSocketAddress.of(server));
		FileDescriptor original = channel.getFileDescriptor();
		int duplicate = number(FileDescriptorCast.duplicating(original).getFileDescriptor());
		// Not by the channel, which would shut the connection down
		new FileOutputStream(original).close();
		channel.close();
		return duplicate;
	}

	private static int number(FileDescriptor descriptor) throws IOException {
		return FileDescriptorCast.using(descriptor).as(Integer.class);
	}

	private String calmEvents() {
		AtomicInteger last = new AtomicInteger();
		await().pollInterval(Duration.ofMillis(5))
			.during(CALM)
			.atMost(LONG)
			.until(() -> last.getAndSet(this.events.size()) == this.events.size());
		return String.join(" ", this.events);
	}

	@Override
	public void stateChanged(LocalSocket told, State state) {
		this.events.add(state.name());
	}

	@Override
	public void connected(LocalSocket told) {
		this.events.add("connected");
	}

	@Override
	public void disconnected(LocalSocket told) {
		this.events.add("disconnected");
	}

	@Override
	public void errorOccurred(LocalSocket told, SocketError error, String text) {
		this.events.add(error.name());
	}

	/** Qt sends before it returns, while here the event loop does soon. */
	private boolean flush() {
		boolean queued = this.socket.bytesToWrite() > 0;
		boolean sent = this.socket.flush();
		if (queued && !sent) {
			await().until(this.socket::flush);
		}
		return sent || queued;
	}

}
