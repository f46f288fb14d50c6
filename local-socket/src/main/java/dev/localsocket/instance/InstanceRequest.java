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

package dev.localsocket.instance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the second process hands over: texts in UTF-8, each with its length before it, and
 * lists with their size before them.
 *
 * @param arguments the arguments
 * @param workingDirectory the working directory
 * @param charset the name of the charset of its output
 * @param input whether it gives its standard input when it is asked for it
 * @param environment the variables that are set, of those to be handed over
 */
public record InstanceRequest(List<String> arguments, String workingDirectory, String charset, boolean input,
		Map<String, String> environment) {

	/**
	 * Returns the bytes.
	 * @return the bytes, at most {@link InstanceFrame#MAX_REQUEST_LENGTH}
	 * @throws IllegalArgumentException if there would be more
	 */
	public byte[] toBytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream output = new DataOutputStream(bytes)) {
			write(output);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		if (bytes.size() > InstanceFrame.MAX_REQUEST_LENGTH) {
			throw new IllegalArgumentException(
					"Arguments and environment variables have %d bytes, but only %d can be handed over"
						.formatted(bytes.size(), InstanceFrame.MAX_REQUEST_LENGTH));
		}
		return bytes.toByteArray();
	}

	private void write(DataOutputStream output) throws IOException {
		output.writeInt(this.arguments.size());
		for (String argument : this.arguments) {
			writeText(output, argument);
		}
		writeText(output, this.workingDirectory);
		writeText(output, this.charset);
		output.writeBoolean(this.input);
		output.writeInt(this.environment.size());
		for (Map.Entry<String, String> variable : this.environment.entrySet()) {
			writeText(output, variable.getKey());
			writeText(output, variable.getValue());
		}
	}

	private static void writeText(DataOutputStream output, String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		output.writeInt(bytes.length);
		output.write(bytes);
	}

	/**
	 * Reads what {@link #toBytes()} has made. More that comes after it is left to later
	 * versions.
	 * @param bytes the bytes
	 * @return the request
	 * @throws IOException if the bytes are something else
	 */
	public static InstanceRequest ofBytes(byte[] bytes) throws IOException {
		DataInputStream input = new DataInputStream(new ByteArrayInputStream(bytes));
		int count = readCount(input);
		List<String> arguments = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			arguments.add(readText(input));
		}
		String workingDirectory = readText(input);
		String charset = readText(input);
		boolean standardInput = input.readBoolean();
		int variables = readCount(input);
		Map<String, String> environment = new LinkedHashMap<>();
		for (int i = 0; i < variables; i++) {
			environment.put(readText(input), readText(input));
		}
		return new InstanceRequest(List.copyOf(arguments), workingDirectory, charset, standardInput,
				Collections.unmodifiableMap(environment));
	}

	/** What is counted has at least four bytes each, so that nobody can make us loop. */
	private static int readCount(DataInputStream input) throws IOException {
		int count = input.readInt();
		if (count < 0 || count > input.available() / Integer.BYTES) {
			throw new IOException("A request announces %d texts in %d bytes".formatted(count, input.available()));
		}
		return count;
	}

	private static String readText(DataInputStream input) throws IOException {
		int length = input.readInt();
		if (length < 0 || length > input.available()) {
			throw new IOException("A request announces %d of %d bytes".formatted(length, input.available()));
		}
		return new String(input.readNBytes(length), StandardCharsets.UTF_8);
	}

}
