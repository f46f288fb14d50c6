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

package dev.localsocket.rpc.internal;

import java.nio.ByteBuffer;

import dev.localsocket.LocalSocket;
import dev.localsocket.ReplyOutput;
import dev.localsocket.error.SocketError;
import dev.localsocket.framing.FramingException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Makes the replies to the requests of one peer, and sends them. What cannot be replied
 * is an error without details to the peer, and is logged. Never blocks. Thread-safe.
 */
final class OutgoingReplies {

	private static final Log logger = LogFactory.getLog(OutgoingReplies.class);

	private final LocalSocket socket;

	private final JsonRpcProtocol protocol;

	private final ReplyOutput output;

	/**
	 * Creates an instance.
	 * @param socket the connection
	 * @param protocol how it speaks
	 * @param output takes the replies, whatever waits to be sent: who lets requests run
	 * asks it before
	 */
	OutgoingReplies(LocalSocket socket, JsonRpcProtocol protocol, ReplyOutput output) {
		this.socket = socket;
		this.protocol = protocol;
		this.output = output;
	}

	/**
	 * Makes a reply of a result.
	 * @param id the id of the request
	 * @param result the result, or null
	 * @return the reply, or an error if no JSON can be made of the result
	 */
	ByteBuffer result(RequestId id, @Nullable Object result) {
		try {
			return this.protocol.writer().result(id, result);
		}
		catch (RuntimeException | Error ex) {
			logFailed(ex);
			return error(id, ErrorReply.INTERNAL_ERROR);
		}
	}

	/**
	 * Makes a reply of an error.
	 * @param id the id of the request
	 * @param error the error
	 * @return the reply, or another error if no JSON can be made of the data of this one
	 */
	ByteBuffer error(RequestId id, ErrorReply error) {
		try {
			return this.protocol.writer().error(id, error);
		}
		catch (RuntimeException | Error ex) {
			logFailed(ex);
			return this.protocol.writer().error(id, ErrorReply.INTERNAL_ERROR);
		}
	}

	/**
	 * Sends a reply. If no frame can hold it, the peer is sent an error instead.
	 * @param id the id of the request
	 * @param json the reply
	 */
	void send(RequestId id, ByteBuffer json) {
		try {
			write(json);
		}
		catch (FramingException ex) {
			logFailed(ex);
			sendInternalError(id);
		}
	}

	private void sendInternalError(RequestId id) {
		try {
			write(this.protocol.writer().error(id, ErrorReply.INTERNAL_ERROR));
		}
		catch (FramingException ex) {
			this.socket.abort(SocketError.HANDLER_FAILED, "No reply fits into the framing");
		}
	}

	private void write(ByteBuffer json) throws FramingException {
		this.output.write(this.protocol.framing().encode(json));
	}

	/**
	 * Logs why a request is not answered as it should be.
	 * @param failure what went wrong
	 */
	void logFailed(Throwable failure) {
		this.socket.peerLog()
			.log(logger::error, failure, () -> "A request of the %s cannot be answered".formatted(this.socket));
	}

}
