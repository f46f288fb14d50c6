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

package dev.localsocket.transport.endpoint;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How a server listens.
 *
 * @param permissions the exact permissions of the socket file, or null for those that the
 * umask leaves
 * @param group the group of the socket file, by name or number, or null for the one that
 * the system gives it
 * @param backlog the length of the kernel's queue of connections, at least 1
 * @param reclaimStale whether to replace a socket file on which nobody listens
 * @param checkDirectory whether to refuse a directory in which others may exchange files
 */
public record EndpointOptions(@Nullable Set<PosixFilePermission> permissions, @Nullable String group, int backlog,
		boolean reclaimStale, boolean checkDirectory) {

}
