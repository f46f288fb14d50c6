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

package dev.localsocket.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;

/**
 * Prepares the application context of a test class for local socket servers, together
 * with {@code @SpringBootTest} or a test slice:
 * <ul>
 * <li>The property {@code local-socket.directory} is a fresh directory, which only the
 * user can enter, so that no test meets the servers of another test, of another context,
 * or of the application itself. It is deleted when the context closes. <strong>A server
 * with a {@code directory} of its own, with an absolute path as its {@code name}, or in
 * the abstract namespace is not moved there.</strong></li>
 * <li>There is a bean of type {@link LocalSocketEvents} that records the events of the
 * servers.</li>
 * </ul>
 * A {@link LocalSocketTestClient} connects to the servers. All of it is there too in
 * contexts that were generated ahead of time.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
@ImportAutoConfiguration
public @interface AutoConfigureLocalSocket {

}
