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

package dev.localsocket.endpoint;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/**
 * A process that looks for sockets in a directory and below it, over and over, and tries
 * to connect to each.
 */
public final class WatcherMain {

	private static int refused;

	private static int connected;

	private WatcherMain() {
	}

	/**
	 * Prints {@code READY}, watches until there is input, and prints how often a socket
	 * was there but could not be reached, and how often it could.
	 * @param args the directory
	 * @throws IOException if there is no input
	 */
	public static void main(String[] args) throws IOException {
		System.out.println("READY");
		while (System.in.available() == 0) {
			watch(Path.of(args[0]));
		}
		System.out.println(refused + " " + connected);
	}

	private static void watch(Path directory) {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
			files.forEach(WatcherMain::examine);
		}
		catch (IOException ex) {
			// It is closed to this user, or has gone
		}
	}

	private static void examine(Path file) {
		if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
			watch(file);
			// What the library calls a socket that is being made ready
			connect(file.resolve("s"));
		}
		else {
			connect(file);
		}
	}

	private static void connect(Path file) {
		try {
			SocketChannel.open(UnixDomainSocketAddress.of(file)).close();
			connected++;
		}
		catch (IOException ex) {
			// The text of the failure is in the language of the user
			if (Files.exists(file) && !Files.isWritable(file) && !isHidden(file)) {
				refused++;
			}
		}
	}

	private static boolean isHidden(Path file) {
		for (Path part : file) {
			if (part.toString().startsWith(".")) {
				return true;
			}
		}
		return false;
	}

}
