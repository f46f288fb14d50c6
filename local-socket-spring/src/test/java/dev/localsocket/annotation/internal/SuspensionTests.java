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

package dev.localsocket.annotation.internal;

import java.util.ArrayList;
import java.util.List;

import dev.localsocket.annotation.ListenerInterceptor.Interception;
import dev.localsocket.annotation.ListenerInterceptor.Scope;
import dev.localsocket.worker.WorkerTask;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Suspension}.
 */
class SuspensionTests {

	private final List<WorkerTask> tasks = new ArrayList<>();

	private final List<String> seen = new ArrayList<>();

	private WorkerTask part(Interception interception) {
		Suspension suspension = new Suspension(interception, this.tasks::add);
		suspension.leave();
		suspension.execute(() -> this.seen.add("run"), (cause) -> this.seen.add("rejected"));
		return this.tasks.get(0);
	}

	@Test
	void partThatHasRunIsNotRejectedWhenItsScopeFails() {
		WorkerTask part = part(new Interception() {

			@Override
			public Scope resume() {
				return () -> {
					throw new IllegalStateException("The scope does not close");
				};
			}

		});
		assertThatIllegalStateException().isThrownBy(part::run);
		assertThat(this.seen).containsExactly("run");
	}

	@Test
	void partIsRejectedWhenItHasNoScope() {
		part(new Interception() {

			@Override
			public Scope resume() {
				throw new IllegalStateException("There is no scope");
			}

		}).run();
		assertThat(this.seen).containsExactly("rejected");
	}

}
