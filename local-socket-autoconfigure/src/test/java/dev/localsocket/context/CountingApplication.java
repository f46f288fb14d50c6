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

package dev.localsocket.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import dev.localsocket.annotation.LocalSocketListener;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

/**
 * An application that answers each request, and says at its end how many there were of
 * each client.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class CountingApplication implements DisposableBean {

	private final Map<String, Integer> requests = new ConcurrentHashMap<>();

	private final Path report;

	CountingApplication(@Value("${report}") Path report) {
		this.report = report;
	}

	/**
	 * Handles a request of the form {@code client number}.
	 * @param request the request
	 * @return the same
	 */
	@LocalSocketListener("control")
	String handle(String request) {
		this.requests.merge(request.split(" ")[0], 1, Integer::sum);
		return request;
	}

	@Override
	public void destroy() throws IOException {
		Files.writeString(this.report, new TreeMap<>(this.requests).toString());
	}

	/**
	 * Starts the application.
	 * @param arguments its properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(CountingApplication.class, arguments);
	}

}
