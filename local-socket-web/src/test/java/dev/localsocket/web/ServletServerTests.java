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

import dev.localsocket.web.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for requests that come to a servlet application over a local socket.
 */
@ParameterizedClass
@EnumSource(Engine.class)
@Timeout(60)
class ServletServerTests {

	@Parameter
	Engine engine;

	private static Path directory;

	private static ConfigurableApplicationContext context;

	@BeforeParameterizedClassInvocation
	static void start(Engine engine) throws IOException {
		directory = Files.createTempDirectory("lsw");
		context = new SpringApplicationBuilder(ServletApplication.class, engine.configuration())
			.properties("local-socket.web.server.name=http", "local-socket.directory=" + directory,
					"local-socket.web.tcp=false")
			.run();
	}

	@AfterParameterizedClassInvocation
	static void stop() throws IOException {
		context.close();
		FileSystemUtils.deleteRecursively(directory);
	}

	@Test
	void smoke() throws IOException {
		try (RawHttp http = RawHttp.connect(directory.resolve("http"))) {
			System.out.println(http.get("/hello"));
			System.out.println(http.get("/request", "X-Forwarded-For: 1.2.3.4"));
			System.out.println(http.get("/bytes?count=1000000").body().length());
		}
	}

}
