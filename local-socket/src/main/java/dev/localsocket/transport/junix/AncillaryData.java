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

package dev.localsocket.transport.junix;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Receives descriptors with the bytes of a channel, and owns what it has received until
 * it returns it. Belongs to the thread of the loop.
 * <p>
 * The socket library forgets descriptors that the kernel has put into this process when
 * it could not put all of them: a peer that sends more than fit, or sends while this
 * process is out of descriptors, would make it leak for ever. And the library closes what
 * has been received with the channel. Its API has no means against either, so this class
 * looks into the private fields of the library; where it may not, it refuses to receive
 * descriptors.
 */
final class AncillaryData {

	/**
	 * What the library makes of every size: a {@code cmsghdr} of 16 bytes, and 60
	 * descriptors of 4 bytes each.
	 */
	private static final int BUFFER_SIZE = 256;

	/** {@code cmsg_len}, a {@code size_t}. */
	private static final int HEADER_LENGTH = 16;

	private static final int LEVEL_OFFSET = 8;

	private static final int TYPE_OFFSET = 12;

	private static final int SOL_SOCKET = 1;

	private static final int SCM_RIGHTS = 1;

	private static final @Nullable Access access = Access.find();

	private final AFUNIXSocketChannel channel;

	/** The kernel writes to it, by the rules of {@code cmsg(3)}. */
	private final ByteBuffer control;

	/** What the library would close with the channel. */
	private final Map<?, ?> owned;

	/**
	 * Begins to receive descriptors.
	 * @param channel the channel
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} if that is
	 * not possible here
	 */
	AncillaryData(AFUNIXSocketChannel channel) throws LocalSocketException {
		check();
		this.channel = channel;
		channel.setAncillaryReceiveBufferSize(BUFFER_SIZE);
		try {
			Access fields = access();
			Object support = fields.support(channel);
			this.control = fields.control(support).duplicate().order(ByteOrder.nativeOrder());
			this.owned = fields.owned(support);
		}
		catch (ReflectiveOperationException ex) {
			channel.setAncillaryReceiveBufferSize(0);
			throw unsupported();
		}
	}

	/**
	 * Fails if descriptors cannot be received here.
	 * @throws LocalSocketException {@link SocketError#UNSUPPORTED_OPERATION} saying what
	 * to do
	 */
	static void check() throws LocalSocketException {
		NativeLibrary.check();
		access();
	}

	private static Access access() throws LocalSocketException {
		if (access == null) {
			throw unsupported();
		}
		return access;
	}

	private static LocalSocketException unsupported() {
		return new LocalSocketException(SocketError.UNSUPPORTED_OPERATION,
				"Descriptors cannot be received here: that takes Linux with 64 bits, and access to junixsocket, "
						+ "which must be on the class path, in version 2.11.1");
	}

	/**
	 * Reads from the channel.
	 * @param target where to put the bytes
	 * @param descriptors where to put the descriptors that came with them, also if this
	 * fails; the caller must close them
	 * @return the number of bytes, as {@link AFUNIXSocketChannel#read(ByteBuffer)}
	 * @throws IOException if reading fails, or not all descriptors could be received
	 */
	int read(ByteBuffer target, List<FileDescriptor> descriptors) throws IOException {
		boolean failed = false;
		// What is not overwritten now must not be taken for new later
		this.control.putLong(0, 0);
		try {
			return this.channel.read(target);
		}
		catch (IOException ex) {
			failed = true;
			throw ex;
		}
		finally {
			List<FileDescriptor> known = List.of(this.channel.getReceivedFileDescriptors());
			this.owned.clear();
			descriptors.addAll((known.isEmpty() && failed) ? salvage() : known);
		}
	}

	/** Returns what the kernel has put there and the library has not looked at. */
	private List<FileDescriptor> salvage() throws IOException {
		List<FileDescriptor> descriptors = new ArrayList<>();
		int length = (int) Math.min(this.control.getLong(0), BUFFER_SIZE);
		if (this.control.getInt(LEVEL_OFFSET) == SOL_SOCKET && this.control.getInt(TYPE_OFFSET) == SCM_RIGHTS) {
			for (int at = HEADER_LENGTH; at + Integer.BYTES <= length; at += Integer.BYTES) {
				descriptors.add(Descriptors.of(this.control.getInt(at)));
			}
		}
		return descriptors;
	}

	/** Lets the kernel discard the descriptors that come from now on. */
	void end() {
		this.channel.setAncillaryReceiveBufferSize(0);
	}

	/** The private members of the socket library. */
	private record Access(Method core, Field support, Field control, Field owned) {

		static @Nullable Access find() {
			boolean knownLayout = System.getProperty("os.name").equals("Linux")
					&& "64".equals(System.getProperty("sun.arch.data.model"));
			try {
				return knownLayout ? open() : null;
			}
			catch (ReflectiveOperationException | RuntimeException ex) {
				return null;
			}
		}

		private static Access open() throws ReflectiveOperationException {
			Method core = AFUNIXSocketChannel.class.getSuperclass().getDeclaredMethod("getAFCore");
			Class<?> coreType = core.getReturnType().getSuperclass();
			Field support = coreType.getDeclaredField("ancillaryDataSupport");
			Field control = support.getType().getDeclaredField("ancillaryReceiveBuffer");
			Field owned = support.getType().getDeclaredField("openReceivedFileDescriptors");
			core.setAccessible(true);
			support.setAccessible(true);
			control.setAccessible(true);
			owned.setAccessible(true);
			return new Access(core, support, control, owned);
		}

		Object support(AFUNIXSocketChannel channel) throws ReflectiveOperationException {
			return this.support.get(this.core.invoke(channel));
		}

		ByteBuffer control(Object support) throws ReflectiveOperationException {
			return (ByteBuffer) this.control.get(support);
		}

		Map<?, ?> owned(Object support) throws ReflectiveOperationException {
			return (Map<?, ?>) this.owned.get(support);
		}

	}

}
