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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;

import dev.localsocket.testing.SocketSandbox;

/**
 * What may be at a path that a server wants and is never removed.
 */
enum Occupant {

	REGULAR_FILE {

		@Override
		void create(Path path, SocketSandbox sandbox) throws IOException {
			Files.writeString(path, "text");
		}

	},

	DIRECTORY {

		@Override
		void create(Path path, SocketSandbox sandbox) throws IOException {
			Files.createDirectory(path);
		}

	},

	PIPE {

		@Override
		void create(Path path, SocketSandbox sandbox) throws IOException {
			Programs.run("mkfifo", path.toString());
		}

	},

	DANGLING_LINK {

		@Override
		void create(Path path, SocketSandbox sandbox) throws IOException {
			Files.createSymbolicLink(path, sandbox.path("missing"));
		}

	},

	LINK_TO_A_REGULAR_FILE {

		@Override
		void create(Path path, SocketSandbox sandbox) throws IOException {
			Path file = sandbox.expectLeft(sandbox.path("file"));
			Files.createSymbolicLink(path, Files.writeString(file, "text"));
		}

	},

	LINK_TO_A_LIVE_SERVER {

		@Override
		void create(Path path, SocketSandbox sandbox) throws IOException {
			sandbox.foreignServer("live");
			Files.createSymbolicLink(path, sandbox.path("live"));
		}

	};

	abstract void create(Path path, SocketSandbox sandbox) throws IOException;

	/**
	 * Returns what changes when a file is touched.
	 */
	static Map<String, Object> state(Path path) throws IOException {
		return Files.readAttributes(path, "unix:dev,ino,lastModifiedTime,ctime,mode,uid,gid,nlink",
				LinkOption.NOFOLLOW_LINKS);
	}

}
