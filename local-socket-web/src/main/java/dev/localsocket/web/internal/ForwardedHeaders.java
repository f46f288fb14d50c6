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

package dev.localsocket.web.internal;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The headers by which a proxy says on whose behalf it sends a request.
 */
public final class ForwardedHeaders {

	private static final String PREFIX = "X-Forwarded-";

	/** The standard, and what Jetty believes besides. */
	private static final Set<String> NAMES = caseInsensitive("Forwarded", "X-Proxied-Https", "Proxy-auth-cert",
			"Proxy-ssl-id");

	private ForwardedHeaders() {
	}

	private static Set<String> caseInsensitive(String... names) {
		Set<String> set = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
		set.addAll(List.of(names));
		return Collections.unmodifiableSet(set);
	}

	/**
	 * Tells whether a header is one of them.
	 * @param name its name
	 * @return whether it is
	 */
	public static boolean include(String name) {
		return NAMES.contains(name) || name.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
	}

}
