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
package dev.localsocket.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Properties of the page that shows the servers in a browser.
 *
 * @param enabled Whether the web server of Actuator serves a page that shows the servers.
 * @param path Path of the page, relative to that web server.
 * @since 0.1.0
 */
@ConfigurationPropertiesSource
public record PageProperties(@DefaultValue("false") boolean enabled, @DefaultValue("/local-sockets") String path) {

}
