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

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Whether a peer may connect, and if not, why. Qt has no such type. Immutable and
 * thread-safe.
 *
 * @see PeerAuthorizer
 * @since 0.1.0
 */
public final class AccessDecision {

	private static final AccessDecision ALLOWED = new AccessDecision(null);

	private final @Nullable String refusal;

	private AccessDecision(@Nullable String refusal) {
		this.refusal = refusal;
	}

	/**
	 * Returns the decision that the peer may connect.
	 * @return the decision
	 */
	public static AccessDecision allow() {
		return ALLOWED;
	}

	/**
	 * Returns the decision that the peer may not connect.
	 * @param reason why, for events and logs: the peer is not told
	 * @return the decision
	 */
	public static AccessDecision refuse(String reason) {
		return new AccessDecision(Objects.requireNonNull(reason, "reason"));
	}

	/**
	 * Returns the decision that the peer may connect under a condition.
	 * @param condition whether it may
	 * @param reason why it may not if it may not, for events and logs: the peer is not
	 * told
	 * @return the decision
	 */
	public static AccessDecision allowIf(boolean condition, String reason) {
		return condition ? ALLOWED : refuse(reason);
	}

	/**
	 * Tells whether the peer may connect.
	 * @return whether it may
	 */
	public boolean isAllowed() {
		return this.refusal == null;
	}

	/**
	 * Returns why the peer may not connect.
	 * @return the reason, empty if it may
	 */
	public String reason() {
		return (this.refusal != null) ? this.refusal : "";
	}

	@Override
	public String toString() {
		return (this.refusal != null) ? "refused: " + this.refusal : "allowed";
	}

}
