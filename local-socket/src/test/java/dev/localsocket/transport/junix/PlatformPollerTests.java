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

package dev.localsocket.transport.junix;

import java.io.IOException;

import dev.localsocket.transport.Transports;
import dev.localsocket.transport.spi.Poller;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the poller that {@link Transports#best()} opens where it is not the selector.
 */
@EnabledOnOs(OS.LINUX)
class PlatformPollerTests extends PollerContract {

	@Override
	Poller open() throws IOException {
		return Transports.best().openPoller();
	}

	@Test
	void itIsNotTheSelector() throws Exception {
		assertThat(this.sandbox.closeLater(open())).isNotInstanceOf(SelectorPoller.class);
	}

}
