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

import java.io.IOException;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.log.PeerText;

/**
 * An error and what it was about.
 *
 * @param error the error
 * @param text what happened and what to do about it, which may quote the peer and is
 * escaped; empty if nothing did
 */
record Failure(SocketError error, String text) {

	static final Failure NONE = new Failure(SocketError.NO_ERROR, "");

	Failure {
		text = PeerText.escape(text);
	}

	static Failure of(IOException ex) {
		if (ex instanceof LocalSocketException classified) {
			return new Failure(classified.error(), String.valueOf(ex.getMessage()));
		}
		return new Failure(SocketError.UNKNOWN, "The connection broke: " + ex.getMessage());
	}

}
