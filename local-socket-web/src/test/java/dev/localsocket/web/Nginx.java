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

package dev.localsocket.web;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import static dev.localsocket.testing.SocketSandbox.eventually;

/**
 * An nginx that passes on what comes to a socket of its own, for a client with the
 * address 1.2.3.4. Its workers keep their connections, and are nobody, if there is a
 * choice.
 */
final class Nginx implements AutoCloseable {

	private static final int NOBODY = 65534;

	private static final String CONFIGURATION = """
			daemon off;
			%2$s
			worker_processes 1;
			pid %1$s/nginx.pid;
			error_log %1$s/error.log;
			events {
			}
			http {
				access_log off;
				client_body_temp_path %1$s/body;
				proxy_temp_path %1$s/proxy;
				fastcgi_temp_path %1$s/fastcgi;
				uwsgi_temp_path %1$s/uwsgi;
				scgi_temp_path %1$s/scgi;
				client_max_body_size 0;
				upstream application {
					server unix:%3$s/http;
					keepalive 4;
				}
				server {
					listen unix:%1$s/front;
					location / {
						proxy_pass http://application;
						proxy_http_version 1.1;
						proxy_set_header Connection "";
						proxy_set_header Host $host;
						proxy_set_header X-Forwarded-For 1.2.3.4;
						proxy_buffering off;
						proxy_request_buffering off;
					}
				}
			}
			""";

	private final Path directory;

	private final Process process;

	private Nginx(Path directory, Process process) {
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Starts it.
	 * @param sockets where the socket "http" is
	 */
	static Nginx start(Path sockets) throws IOException {
		String program = Programs.find("nginx");
		Path directory = Files.createDirectory(sockets.resolve("nginx"));
		Path configuration = directory.resolve("nginx.conf");
		String user = (uid(sockets) == NOBODY) ? "user nobody nogroup;" : "";
		Files.writeString(configuration, CONFIGURATION.formatted(directory, user, sockets));
		Process process = new ProcessBuilder(program, "-p", directory.toString(), "-e",
				directory.resolve("error.log").toString(), "-c", configuration.toString())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("output.log").toFile())
			.start();
		Nginx nginx = new Nginx(directory, process);
		eventually().until(() -> Files.exists(nginx.socket()) || !process.isAlive());
		return nginx;
	}

	/** The user of its workers. */
	static int uid(Path sockets) throws IOException {
		int ours = (int) Files.getAttribute(sockets, "unix:uid");
		return (ours == 0) ? NOBODY : ours;
	}

	Path socket() {
		return this.directory.resolve("front");
	}

	@Override
	public void close() {
		this.process.destroy();
		this.process.onExit().orTimeout(20, TimeUnit.SECONDS).join();
	}

}
