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
package dev.localsocket.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of local socket servers.
 *
 * @since 0.1.0
 */
public enum LocalSocketObservation implements ObservationDocumentation {

	/** An invocation of a connection or message handler, until it has completed. */
	LISTENER {

		@Override
		public String getName() {
			return DefaultLocalSocketListenerObservationConvention.NAME;
		}

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultLocalSocketListenerObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return ListenerLowCardinalityKey.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return ListenerHighCardinalityKey.values();
		}

	};

	/**
	 * Keys of meters and spans.
	 *
	 * @since 0.1.0
	 */
	public enum ListenerLowCardinalityKey implements KeyName {

		/** Name of the server's bean. */
		SERVER("server", "Name of the server's bean"),

		/** Id of the listener. */
		LISTENER("listener", "Id of the listener"),

		/**
		 * {@code SUCCESS}; {@code ERROR} if the handler failed; or {@code CANCELLED} if
		 * what it returned was cancelled, as is a reactive reply whose peer leaves.
		 */
		OUTCOME("outcome", "SUCCESS, ERROR if the handler failed, or CANCELLED if the reply was, as the peer has left");

		private final String key;

		private final String description;

		ListenerLowCardinalityKey(String key, String description) {
			this.key = key;
			this.description = description;
		}

		@Override
		public String asString() {
			return this.key;
		}

		/**
		 * Returns what the key has as its values.
		 * @return the description
		 */
		public String description() {
			return this.description;
		}

	}

	/**
	 * Keys of spans.
	 *
	 * @since 0.1.0
	 */
	public enum ListenerHighCardinalityKey implements KeyName {

		/** Id of the connection. */
		CONNECTION("connection", "Id of the connection"),

		/** Process id of the peer, or -1 where it is not known. */
		PEER_PID("peer.pid", "Process id of the peer, or -1 where it is not known"),

		/** User id of the peer, or -1 where it is not known. */
		PEER_UID("peer.uid", "User id of the peer, or -1 where it is not known");

		private final String key;

		private final String description;

		ListenerHighCardinalityKey(String key, String description) {
			this.key = key;
			this.description = description;
		}

		@Override
		public String asString() {
			return this.key;
		}

		/**
		 * Returns what the key has as its values.
		 * @return the description
		 */
		public String description() {
			return this.description;
		}

	}

}
