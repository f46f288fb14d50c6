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

import dev.localsocket.log.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * That a connection is not let in.
 *
 * @param reason the kind of reason
 * @param text the reason in words, which may quote the peer and is escaped
 * @param thrown what was thrown instead of a decision, or null
 */
record Rejection(RejectionReason reason, String text, @Nullable Throwable thrown) {

	private static final Rejection WITHOUT_MEMORY = new Rejection(RejectionReason.DECISION_FAILED,
			"No memory is left to decide");

	Rejection {
		text = PeerText.escape(text);
	}

	Rejection(RejectionReason reason, String text) {
		this(reason, text, null);
	}

	static Rejection failed(String what, Throwable thrown) {
		try {
			return new Rejection(RejectionReason.DECISION_FAILED, what + " failed: " + thrown, thrown);
		}
		catch (OutOfMemoryError ex) {
			return WITHOUT_MEMORY;
		}
	}

}
