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

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.instance.InstanceFrame;
import dev.localsocket.instance.InstanceRequest;
import org.jspecify.annotations.Nullable;

/**
 * A second process of an application, as the first one sees it: what it has handed over,
 * and its output. Thread-safe. Of all its methods only those of the streams and
 * {@link #reply} block, while the second process does not print or has no input.
 *
 * @since 0.1.0
 */
public final class SecondInstance {

	private static final int MAX_STATUS = 255;

	private final InstanceRequest request;

	private final SecondConnection connection;

	private final OutputStream output;

	private final OutputStream error;

	private final InputStream standardInput;

	SecondInstance(InstanceRequest request, SecondConnection connection) {
		this.request = request;
		this.connection = connection;
		this.output = new FrameOutputStream(connection, InstanceFrame.OUTPUT);
		this.error = new FrameOutputStream(connection, InstanceFrame.ERROR);
		this.standardInput = request.input() ? new FrameInputStream(connection) : InputStream.nullInputStream();
	}

	/**
	 * Returns the arguments that it was started with.
	 * @return the arguments
	 */
	public List<String> arguments() {
		return this.request.arguments();
	}

	/**
	 * Returns its working directory, which relative paths among the arguments are seen
	 * from.
	 * @return the directory, or null if it is no path here
	 */
	public @Nullable Path workingDirectory() {
		try {
			return Path.of(this.request.workingDirectory());
		}
		catch (InvalidPathException ex) {
			return null;
		}
	}

	/**
	 * Returns the environment variables that it was
	 * {@linkplain SingleInstance.Builder#environmentVariables told} to hand over.
	 * @return those of them that are set
	 */
	public Map<String, String> environment() {
		return this.request.environment();
	}

	/**
	 * Returns who it is, by the word of the kernel.
	 * @return its process, user and group
	 */
	public PeerCredentials peer() {
		return this.connection.peer();
	}

	/**
	 * Returns its standard input. It begins to read that when this stream is first read,
	 * and goes no further than 72 KiB beyond what has been read here.
	 * @return the input, at its end from the beginning unless it was
	 * {@linkplain SingleInstance.Builder#standardInput told} to hand it over
	 */
	public InputStream standardInput() {
		return this.standardInput;
	}

	/**
	 * Returns its standard output. What is written is printed at once; it fails when the
	 * second process has gone, and after {@link #exit}.
	 * @return a stream, which needs no closing
	 */
	public OutputStream output() {
		return this.output;
	}

	/**
	 * Returns its standard error, see {@link #output()}.
	 * @return a stream, which needs no closing
	 */
	public OutputStream error() {
		return this.error;
	}

	/**
	 * Returns the charset of its output.
	 * @return the charset, or UTF-8 if it is not known here
	 */
	public Charset charset() {
		try {
			return Charset.forName(this.request.charset());
		}
		catch (IllegalCharsetNameException | UnsupportedCharsetException ex) {
			return StandardCharsets.UTF_8;
		}
	}

	/**
	 * Prints a text on its standard output, in its {@linkplain #charset() charset}.
	 * @param text the text
	 * @return whether the text was sent; if not, it has gone or was told to end
	 */
	public boolean reply(String text) {
		try {
			this.output.write(text.getBytes(charset()));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * Ends it. Nothing can be printed afterwards. For {@link SecondInstanceHandler}s that
	 * are to end it before they return, or with another status than 0.
	 * @param status the exit status, from 0 to 255
	 * @return whether this has ended it; if not, it has gone, or was told to end before
	 * @throws IllegalArgumentException if there is no such status
	 */
	public boolean exit(int status) {
		if (status < 0 || status > MAX_STATUS) {
			throw new IllegalArgumentException("An exit status must be from 0 to 255, not " + status);
		}
		return this.connection.exit(status);
	}

	/**
	 * Tells whether it still waits for what is printed and its status.
	 * @return whether it does
	 */
	public boolean isConnected() {
		return this.connection.isConnected();
	}

	/**
	 * Returns a description for logs, without what was handed over.
	 * @return the process and its user
	 */
	@Override
	public String toString() {
		return "second instance (pid %d, uid %d)".formatted(peer().pid(), peer().uid());
	}

}
