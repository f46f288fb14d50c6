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

package dev.localsocket.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * A service that is operated through local sockets; with the arguments
 * {@code --client NAME}, a client for it.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Runs the service, or the client.
	 * @param args the arguments of the service, or {@code --client NAME}
	 */
	public static void main(String[] args) {
		if (args.length == 2 && "--client".equals(args[0])) {
			System.exit(new CommandLineClient(System.in, System.out, System.err).run(args[1]));
		}
		SpringApplication.run(SampleApplication.class, args);
	}

}
