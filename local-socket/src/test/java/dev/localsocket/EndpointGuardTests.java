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

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EndpointGuard} with a server that ends while it is looked after.
 */
@Tag("transport")
class EndpointGuardTests {

	private final Server server = new Server();

	private final EndpointGuard guard = new EndpointGuard(this.server);

	@Test
	void lossIsToldOnceUntilItIsOver() {
		this.server.lost = true;
		this.guard.check();
		this.guard.check();
		this.server.lost = false;
		this.guard.check();
		this.guard.check();
		assertThat(this.server.told).containsExactly("loss", "repair");
	}

	@Test
	void serverThatIsClosedDuringTheCheckIsNotSaidToBeRepaired() {
		this.server.lost = true;
		this.guard.check();
		this.server.lost = false;
		this.server.whenAsked = this.guard::stop;
		this.guard.check();
		assertThat(this.server.told).containsExactly("loss");
	}

	/** Cannot be repaired by the guard. */
	private static final class Server implements EndpointGuard.Guarded {

		private final List<String> told = new ArrayList<>();

		private boolean lost;

		private @Nullable Runnable whenAsked;

		@Override
		public boolean isLost() {
			if (this.whenAsked != null) {
				this.whenAsked.run();
			}
			return this.lost;
		}

		@Override
		public void tellLoss() {
			this.told.add("loss");
		}

		@Override
		public boolean repair() {
			return false;
		}

		@Override
		public void tellRepair() {
			this.told.add("repair");
		}

	}

}
