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

package dev.localsocket.event;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.localsocket.SecondInstance;
import dev.localsocket.account.PeerCredentials;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * A second process of this application was started, and has handed its arguments over.
 * Published when the application is ready, on a thread that may block, several at the
 * same time for several processes, each of which waits until all listeners have returned,
 * and then ends with the status 0, unless one of them has {@linkplain #exit said} another
 * one or failed. Its source is the {@link SecondInstance}.
 * <p>
 * <strong>A listener that runs later, by {@code @Async} for example, comes too late to
 * answer.</strong>
 *
 * @since 0.1.0
 */
public class SecondInstanceEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient SecondInstance instance;

	/**
	 * Creates an event.
	 * @param instance the second process
	 */
	public SecondInstanceEvent(SecondInstance instance) {
		super(instance);
		this.instance = instance;
	}

	/**
	 * Returns the process, with its output and error as streams.
	 * @return the process
	 */
	public SecondInstance getInstance() {
		return this.instance;
	}

	/**
	 * Returns the arguments that it was started with.
	 * @return the arguments
	 */
	public List<String> getArguments() {
		return this.instance.arguments();
	}

	/**
	 * Returns its working directory.
	 * @return the directory, or null if it is no path here
	 */
	public @Nullable Path getWorkingDirectory() {
		return this.instance.workingDirectory();
	}

	/**
	 * Returns the environment variables that it was told to hand over.
	 * @return those of them that are set
	 */
	public Map<String, String> getEnvironment() {
		return this.instance.environment();
	}

	/**
	 * Returns its standard input, which it begins to read when this stream is first read.
	 * @return the input, empty unless it was told to hand it over
	 */
	public InputStream getStandardInput() {
		return this.instance.standardInput();
	}

	/**
	 * Returns who it is, by the word of the kernel.
	 * @return its process, user and group
	 */
	public PeerCredentials getPeer() {
		return this.instance.peer();
	}

	/**
	 * Prints a text on its standard output. Blocks while it does not print.
	 * @param text the text
	 * @return whether the text was sent; if not, it has gone or was told to end
	 */
	public boolean reply(String text) {
		return this.instance.reply(text);
	}

	/**
	 * Ends it.
	 * @param status the exit status, from 0 to 255
	 * @return whether this has ended it; if not, it has gone, or was told to end before
	 * @throws IllegalArgumentException if there is no such status
	 */
	public boolean exit(int status) {
		return this.instance.exit(status);
	}

}
