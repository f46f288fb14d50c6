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

package dev.localsocket;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SocketAttribute}.
 */
class SocketAttributeTests {

	private final SocketAttribute<String> attribute = new SocketAttribute<>("session");

	private final LocalSocket socket = new LocalSocket();

	@Test
	void nothingIsKeptUntilItIsSet() {
		assertThat(this.socket.attribute(this.attribute)).isNull();
	}

	@Test
	void whatWasSetLastIsKept() {
		this.socket.setAttribute(this.attribute, "one");
		this.socket.setAttribute(this.attribute, "two");
		assertThat(this.socket.attribute(this.attribute)).isEqualTo("two");
		this.socket.setAttribute(this.attribute, null);
		assertThat(this.socket.attribute(this.attribute)).isNull();
	}

	@Test
	void keysOfTheSameNameAndOtherSocketsAreApart() {
		SocketAttribute<String> other = new SocketAttribute<>("session");
		this.socket.setAttribute(this.attribute, "one");
		this.socket.setAttribute(other, "two");
		assertThat(this.socket.attribute(this.attribute)).isEqualTo("one");
		assertThat(this.socket.attribute(other)).isEqualTo("two");
		assertThat(new LocalSocket().attribute(this.attribute)).isNull();
		assertThat(this.attribute).hasToString("session");
	}

}
