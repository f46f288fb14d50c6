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

package dev.localsocket.client;

import java.io.Serial;

/**
 * An interface annotated with {@link LocalSocketExchange @LocalSocketExchange} cannot be
 * used as it is, or its client cannot.
 *
 * @since 0.1.0
 */
public class LocalSocketExchangeException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	/** What to do about it. */
	private final String action;

	/**
	 * Creates an exception.
	 * @param message what is wrong, with the name of the method
	 * @param action what to do about it
	 */
	public LocalSocketExchangeException(String message, String action) {
		super(message);
		this.action = action;
	}

	/**
	 * Returns what to do about it.
	 * @return the action
	 */
	public String getAction() {
		return this.action;
	}

}
