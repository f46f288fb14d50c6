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
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What two processes say to one another while one hands servers over to the other: four
 * bytes with the length of the rest, one with the type, and fields of Java's data output.
 * In the order of time:
 * <ol>
 * <li>both: {@code HELLO}, magic and version</li>
 * <li>the new one: {@code PREPARE}, how many, and for each server whether its name is
 * abstract, and the name or path</li>
 * <li>the old one: {@code ENDPOINT} for each, in that order, with its descriptors, then
 * {@code PREPARED}; or {@code REFUSED}, a text; or {@code STOPPED}, a text, if it has
 * stopped the servers meanwhile: then the new one begins anew</li>
 * <li>the new one, which has everything: {@code TAKEN}</li>
 * <li>the old one, which accepts no more: {@code COMMITTED}; or, if it goes on,
 * {@code REFUSED} or {@code STOPPED}, a text</li>
 * </ol>
 * Then the new one accepts connections; those that came in between are in the queue of
 * the socket, which both have. Until {@code TAKEN} the old one goes on when the
 * connection ends. After it, the new one goes on then.
 *
 * @param type the type
 * @param fields the fields
 */
record HandoverFrame(Type type, byte[] fields) {

	/** To be raised when an old and a new process would misunderstand one another. */
	static final int VERSION = 1;

	private static final String MAGIC = "local-socket handover";

	/** Much more than a group of servers needs. */
	private static final int MAX_LENGTH = 64 * 1024;

	/** Of the length and the type. */
	static final int HEADER_SIZE = Integer.BYTES + 1;

	static HandoverFrame of(Type type) {
		return new HandoverFrame(type, new byte[0]);
	}

	static HandoverFrame hello() {
		return write(Type.HELLO, (out) -> {
			out.writeUTF(MAGIC);
			out.writeInt(VERSION);
		});
	}

	static HandoverFrame refused(String text) {
		return write(Type.REFUSED, (out) -> out.writeUTF(text.substring(0, Math.min(text.length(), 10_000))));
	}

	static HandoverFrame stopped(String text) {
		return new HandoverFrame(Type.STOPPED, refused(text).fields());
	}

	static HandoverFrame prepare(List<Wanted> all) {
		return write(Type.PREPARE, (out) -> {
			out.writeInt(all.size());
			for (Wanted wanted : all) {
				out.writeBoolean(wanted.inAbstractNamespace());
				out.writeUTF(wanted.fullName());
			}
		});
	}

	static HandoverFrame endpoint(Handed handed) {
		return write(Type.ENDPOINT, (out) -> {
			out.writeBoolean(handed.hasLock());
			out.writeBoolean(handed.permanentLock());
			out.writeLong(handed.device());
			out.writeLong(handed.inode());
			out.writeLong(handed.controlDevice());
			out.writeLong(handed.controlInode());
		});
	}

	private static HandoverFrame write(Type type, Writer writer) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			writer.write(out);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return new HandoverFrame(type, bytes.toByteArray());
	}

	/**
	 * Returns the version of who has sent it.
	 * @return the version
	 * @throws IOException if it is no {@code HELLO} of this library
	 */
	int version() throws IOException {
		DataInputStream in = input(Type.HELLO);
		if (!in.readUTF().equals(MAGIC)) {
			throw new IOException("It does not speak the protocol of this library");
		}
		return in.readInt();
	}

	/**
	 * Returns why it does not hand over.
	 * @return the text
	 * @throws IOException if it is neither {@code REFUSED} nor {@code STOPPED}
	 */
	String text() throws IOException {
		return input((this.type == Type.STOPPED) ? Type.STOPPED : Type.REFUSED).readUTF();
	}

	List<Wanted> wanted() throws IOException {
		DataInputStream in = input(Type.PREPARE);
		int count = in.readInt();
		List<Wanted> all = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			all.add(new Wanted(in.readBoolean(), in.readUTF()));
		}
		return all;
	}

	Handed handed() throws IOException {
		DataInputStream in = input(Type.ENDPOINT);
		return new Handed(in.readBoolean(), in.readBoolean(), in.readLong(), in.readLong(), in.readLong(),
				in.readLong());
	}

	private DataInputStream input(Type expected) throws IOException {
		if (this.type != expected) {
			throw new IOException("It says %s instead of %s".formatted(this.type, expected));
		}
		return new DataInputStream(new ByteArrayInputStream(this.fields));
	}

	ByteBuffer bytes() {
		return ByteBuffer.allocate(HEADER_SIZE + this.fields.length)
			.putInt(1 + this.fields.length)
			.put((byte) this.type.ordinal())
			.put(this.fields)
			.flip();
	}

	/**
	 * Returns how many bytes of fields follow a header.
	 * @param header the first bytes of a frame
	 * @return the number of bytes
	 * @throws IOException if it is no header
	 */
	static int length(ByteBuffer header) throws IOException {
		int length = header.getInt(0);
		int type = header.get(Integer.BYTES);
		if (length < 1 || length > MAX_LENGTH || type < 0 || type >= Type.values().length) {
			throw new IOException("It does not speak the protocol of this library");
		}
		return length - 1;
	}

	static HandoverFrame of(ByteBuffer header, byte[] fields) {
		return new HandoverFrame(Type.values()[header.get(Integer.BYTES)], fields);
	}

	/** What is said, by its number. */
	enum Type {

		HELLO, PREPARE, ENDPOINT, PREPARED, TAKEN, COMMITTED, REFUSED, STOPPED

	}

	/** Writes the fields. */
	@FunctionalInterface
	private interface Writer {

		void write(DataOutputStream out) throws IOException;

	}

	/**
	 * A server that is to be handed over.
	 *
	 * @param inAbstractNamespace whether its name is in the abstract namespace
	 * @param fullName its path or name
	 */
	record Wanted(boolean inAbstractNamespace, String fullName) {

		@Override
		public String toString() {
			return this.fullName;
		}

	}

	/**
	 * What goes beside the descriptors: those of the socket, of the lock if there is one,
	 * and of the socket at which the server is asked for.
	 *
	 * @param hasLock whether there is a lock
	 * @param permanentLock whether its file is never deleted
	 * @param device the device of the socket file
	 * @param inode the inode of the socket file
	 * @param controlDevice the device of the file at which the server is asked for
	 * @param controlInode the inode of that
	 */
	record Handed(boolean hasLock, boolean permanentLock, long device, long inode, long controlDevice,
			long controlInode) {

	}

}
