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

package dev.localsocket.transport.linux;

import java.io.FileDescriptor;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.DescriptorReceiving;
import dev.localsocket.transport.spi.Failures;
import dev.localsocket.transport.spi.FileDescriptorNumbers;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.ReceivedDescriptors;

/**
 * Passes descriptors with the bytes of connections. Thread-safe.
 */
final class NativeDescriptorPassing implements DescriptorReceiving {

	/** Of the few threads of event loops. */
	private static final ThreadLocal<Message> message = ThreadLocal.withInitial(Message::new);

	private final FileDescriptorNumbers numbers;

	NativeDescriptorPassing(FileDescriptorNumbers numbers) {
		this.numbers = numbers;
	}

	@Override
	public void check() throws LocalSocketException {
		this.numbers.check();
	}

	/**
	 * Duplicates descriptors: all of them, or none.
	 * @param descriptors the descriptors
	 * @return the duplicates, which the caller must close
	 * @throws LocalSocketException if one of them is not open, or there are too many
	 */
	List<FileDescriptor> duplicate(List<FileDescriptor> descriptors) throws LocalSocketException {
		List<FileDescriptor> duplicates = new ArrayList<>();
		try {
			for (FileDescriptor descriptor : descriptors) {
				duplicates.add(duplicate(descriptor));
			}
			return duplicates;
		}
		catch (IOException | RuntimeException | Error ex) {
			FileDescriptors.close(duplicates);
			throw ex;
		}
	}

	private FileDescriptor duplicate(FileDescriptor descriptor) throws LocalSocketException {
		if (!descriptor.valid()) {
			throw new LocalSocketException(SocketError.INVALID_DESCRIPTOR,
					"A descriptor that is closed cannot be sent");
		}
		try {
			return owned(DescriptorCalls.duplicate(this.numbers.numberOf(descriptor)));
		}
		catch (IOException ex) {
			throw Failures.of(ex, "Could not duplicate a descriptor");
		}
	}

	private FileDescriptor owned(int number) throws IOException {
		try {
			return this.numbers.of(number);
		}
		catch (IOException | RuntimeException | Error ex) {
			DescriptorCalls.close(number);
			throw ex;
		}
	}

	/**
	 * Sends bytes, and descriptors with the first of them.
	 * @param socket the socket
	 * @param source the bytes, at least one, in a direct buffer
	 * @param descriptors the descriptors, which stay open
	 * @return how many bytes the kernel has taken; if 0, no descriptors either
	 * @throws LocalSocketException if the descriptors cannot be sent
	 * @throws IOException if the peer has gone
	 */
	int send(int socket, ByteBuffer source, List<FileDescriptor> descriptors) throws IOException {
		List<Integer> sent = new ArrayList<>();
		for (FileDescriptor descriptor : descriptors) {
			sent.add(this.numbers.numberOf(descriptor));
		}
		int count = message.get().send(socket, source, sent);
		if (count >= 0) {
			source.position(source.position() + count);
			return count;
		}
		if (SocketCalls.mayBeRepeated(count)) {
			return 0;
		}
		String text = Errno.failure("sendmsg", count).getMessage();
		if (Errno.EPIPE.is(count) || Errno.ECONNRESET.is(count)) {
			throw new SocketException(text);
		}
		throw new LocalSocketException(SocketError.RESOURCE_EXHAUSTED,
				"Could not send %d descriptors: %s".formatted(descriptors.size(), text));
	}

	@Override
	public int receive(int socket, ByteBuffer target, ReceivedDescriptors received) throws IOException {
		if (!target.hasRemaining()) {
			return 0;
		}
		List<Integer> numbers = new ArrayList<>(Message.MAX_DESCRIPTORS);
		int count = message.get().receive(socket, target, numbers);
		List<FileDescriptor> descriptors = owned(numbers);
		if (count >= 0 && (message.get().isTruncated() || !received.add(descriptors))) {
			FileDescriptors.close(descriptors);
			throw tooMany(descriptors.size(), received.max());
		}
		return SocketCalls.received(count, target, "recvmsg");
	}

	private List<FileDescriptor> owned(List<Integer> numbers) throws IOException {
		List<FileDescriptor> descriptors = new ArrayList<>();
		try {
			for (int number : numbers) {
				descriptors.add(this.numbers.of(number));
			}
			return descriptors;
		}
		catch (IOException | RuntimeException | Error ex) {
			FileDescriptors.close(descriptors);
			numbers.subList(descriptors.size(), numbers.size()).forEach(DescriptorCalls::close);
			throw ex;
		}
	}

	private static LocalSocketException tooMany(int came, int max) {
		return new LocalSocketException(SocketError.TOO_MANY_DESCRIPTORS,
				("The peer sent too many descriptors: of its last ones %d came, and %d may wait to be taken; "
						+ "at once, %d may come, or fewer when this process has hardly any left")
					.formatted(came, max, Message.MAX_DESCRIPTORS));
	}

}
