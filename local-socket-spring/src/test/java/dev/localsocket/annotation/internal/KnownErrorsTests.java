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

import dev.localsocket.rpc.JsonRpcError;
import dev.localsocket.rpc.JsonRpcException;
import dev.localsocket.rpc.JsonRpcRemoteException;
import org.junit.jupiter.api.Test;

import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link KnownErrors}.
 */
class KnownErrorsTests {

	private final KnownErrors errors = new KnownErrors(new StaticApplicationContext());

	@Test
	void errorToBeSentIsKnown() {
		JsonRpcException error = new JsonRpcException(7, "seven");
		assertThat(this.errors.find(error)).isSameAs(error);
	}

	@Test
	void errorThatAnotherServerHasSentIsNotPassedOn() {
		assertThat(this.errors.find(new JsonRpcRemoteException(7, "secret of another server", null))).isNull();
	}

	@Test
	void exceptionWithoutAMessageDoesNotTellItsClass() {
		assertThat(this.errors.find(new SecretNameException())).isInstanceOfSatisfying(JsonRpcException.class,
				(error) -> {
					assertThat(error.getCode()).isEqualTo(9);
					assertThat(error).hasMessage("The request failed");
				});
	}

	@JsonRpcError(code = 9)
	private static final class SecretNameException extends RuntimeException {

		private static final long serialVersionUID = 1L;

	}

}
