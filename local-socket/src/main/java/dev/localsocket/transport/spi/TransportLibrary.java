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

package dev.localsocket.transport.spi;

import org.jspecify.annotations.Nullable;

/**
 * What makes the system calls of a {@link Transport}.
 *
 * @param name its name
 * @param version its version, or null if it is not known
 * @param loaded which build of its native part has been loaded, or null if none
 * @param whyNotBest why it is not the best that there is on Linux, or null if it is, or
 * this is another system
 */
public record TransportLibrary(String name, @Nullable String version, @Nullable String loaded,
		@Nullable String whyNotBest) {

}
