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
 * The observations of local socket servers and clients.
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

	},

	/**
	 * A call or notification of a client that speaks JSON-RPC, until its reply has come.
	 */
	CLIENT {

		@Override
		public String getName() {
			return DefaultLocalSocketClientObservationConvention.NAME;
		}

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultLocalSocketClientObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return ClientLowCardinalityKey.values();
		}

		@Override
		public KeyName[] getHighCardinalityKeyNames() {
			return ClientHighCardinalityKey.values();
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
		 * Name of the method or command that was called; {@code _OTHER} for all that the
		 * listener without a route takes; {@code none} without a protocol.
		 */
		RPC_METHOD("rpc.method",
				"Name of the method or command, _OTHER for all that a listener without a route takes, or none without a protocol"),

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
		PEER_UID("peer.uid", "User id of the peer, or -1 where it is not known"),

		/** Code of the error, if the handler has failed with a code of JSON-RPC. */
		RPC_ERROR_CODE("rpc.jsonrpc.error_code", "Code of the error, if the handler has failed with one of JSON-RPC");

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

	/**
	 * Keys of meters and spans of clients.
	 *
	 * @since 0.1.0
	 */
	public enum ClientLowCardinalityKey implements KeyName {

		/** Name of the client's bean. */
		CLIENT("client", "Name of the client's bean"),

		/** What is spoken, jsonrpc. */
		RPC_SYSTEM("rpc.system", "What is spoken, jsonrpc"),

		/** Name of the method. */
		RPC_METHOD("rpc.method", "Name of the method"),

		/**
		 * SUCCESS, ERROR if there is no result, or CANCELLED if the caller has cancelled
		 * the call.
		 */
		OUTCOME("outcome", "SUCCESS, ERROR if there is no result, or CANCELLED if the caller has cancelled the call");

		private final String key;

		private final String description;

		ClientLowCardinalityKey(String key, String description) {
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
	 * Keys of spans of clients.
	 *
	 * @since 0.1.0
	 */
	public enum ClientHighCardinalityKey implements KeyName {

		/** Code of the error, if the server has replied with one. */
		RPC_ERROR_CODE("rpc.jsonrpc.error_code", "Code of the error, if the server has replied with one");

		private final String key;

		private final String description;

		ClientHighCardinalityKey(String key, String description) {
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
