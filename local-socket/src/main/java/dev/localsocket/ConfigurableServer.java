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
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.error.SocketError;
import dev.localsocket.transport.spi.Transport;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LocalServer} can be set to. Thread-safe; no getter ever waits for
 * {@link LocalServer#listen(String)}, because all settings are in one immutable record.
 */
abstract class ConfigurableServer {

	private final Transport transport;

	/** What the server keeps from one run to the next. */
	final ServerState state = new ServerState();

	/** Whether it listens. */
	final ListeningSwitch listening = new ListeningSwitch(this.state);

	ConfigurableServer(Transport transport) {
		this.transport = transport;
	}

	/**
	 * Returns the options. The twin of {@code QLocalServer::socketOptions}.
	 * @return the options, by default none
	 */
	public Set<SocketOption> socketOptions() {
		return settings().socketOptions();
	}

	/**
	 * Sets who may connect, and where the name lives. The twin of
	 * {@code QLocalServer::setSocketOptions}, which ignores the call while listening.
	 * @param options the options
	 * @throws IllegalStateException if the server listens
	 */
	public void setSocketOptions(SocketOption... options) {
		Set<SocketOption> set = SocketOption.setOf(options);
		configure("the socket options", (settings) -> settings.withSocketOptions(set));
	}

	/**
	 * Returns the group that {@link LocalServer#listen(String)} gives the socket file to.
	 * Qt has no such property.
	 * @return the name or number, by default null
	 */
	public @Nullable String group() {
		return settings().group();
	}

	/**
	 * Sets the group that {@link LocalServer#listen(String)} gives the socket file to, so
	 * that {@link SocketOption#GROUP_ACCESS} is for the members of that group, for
	 * example the one of a proxy. If it cannot, the error is
	 * {@link SocketError#INVALID_GROUP}: this process must be a member of the group, or
	 * root. By default the file belongs to the group of the process, or to that of the
	 * directory if that has the set-group-ID bit.
	 * @param group the name of the group, or its number, or null for the default
	 * @throws IllegalStateException if the server listens
	 */
	public void setGroup(@Nullable String group) {
		configure("the group", (settings) -> settings.withGroup(group));
	}

	/**
	 * Tells whether {@link LocalServer#listen(String)} replaces a socket file that a
	 * crashed server left. Qt has no such property.
	 * @return whether it does, by default false
	 */
	public boolean isReclaimStale() {
		return settings().reclaimStale();
	}

	/**
	 * Sets whether {@link LocalServer#listen(String)} replaces a socket file on which
	 * nobody listens, as a crashed server leaves it. Of any number of servers that start
	 * at the same moment one wins, and no live server loses its file.
	 * @param reclaimStale whether to replace it
	 * @throws IllegalStateException if the server listens
	 */
	public void setReclaimStale(boolean reclaimStale) {
		configure("the handling of stale sockets", (settings) -> settings.withReclaimStale(reclaimStale));
	}

	/**
	 * Tells whether {@link LocalServer#listen(String)} refuses a directory in which
	 * others could exchange files. Qt has no such property.
	 * @return whether it does, by default true
	 */
	public boolean isCheckDirectory() {
		return settings().checkDirectory();
	}

	/**
	 * Sets whether {@link LocalServer#listen(String)} refuses a directory in which users
	 * other than root and the one of this process could exchange files, with
	 * {@link SocketError#UNSAFE_DIRECTORY}: they could put their own server in the place
	 * of this one. Each directory on the way to the file must belong to one of the two,
	 * and so must symbolic links; nobody else may write to it, unless it has the sticky
	 * bit like {@code /tmp}. A group may if it is root's, or the user's private one, of
	 * the same name.
	 * <p>
	 * Without the check nothing is done by a path that others can exchange either, on
	 * Linux with {@code /proc}.
	 * @param checkDirectory whether to refuse such a directory
	 * @throws IllegalStateException if the server listens
	 */
	public void setCheckDirectory(boolean checkDirectory) {
		configure("the check of the directory", (settings) -> settings.withCheckDirectory(checkDirectory));
	}

	/**
	 * Tells whether a socket file that somebody has deleted is replaced. Qt has no such
	 * property.
	 * @return whether it is, by default true
	 */
	public boolean isRepublish() {
		return settings().republish();
	}

	/**
	 * Sets whether the socket is published again, within some seconds, when somebody has
	 * deleted its file, as cleaners of {@code /tmp} do. Connections that are open stay.
	 * It is done while nothing else is at the path and the directory is there, and only
	 * for a file that the server has made itself. Whatever is set here, the loss is told
	 * once, as {@link SocketError#ENDPOINT_LOST}. Any time.
	 * @param republish whether to publish it again
	 */
	public void setRepublish(boolean republish) {
		this.state.change((settings) -> settings.withRepublish(republish));
	}

	/**
	 * Returns the servers with which this one passes to another process. Qt has no such
	 * property.
	 * @return the group, by default null
	 */
	public @Nullable HandoverGroup handoverGroup() {
		return settings().handoverGroup();
	}

	/**
	 * Sets with which servers {@link LocalServer#listen(String)} takes this one over from
	 * a process that has it and has set a group too, and is ready to hand it over to the
	 * next. Without a group it fails with {@link SocketError#ADDRESS_IN_USE} then.
	 * @param group the group, or null
	 * @throws IllegalStateException if the server listens
	 * @throws UnsupportedOperationException if a server cannot be handed over here,
	 * saying why: it takes Linux with the native transport, and junixsocket on the class
	 * path
	 */
	public void setHandoverGroup(@Nullable HandoverGroup group) {
		if (group != null) {
			checkHandover();
		}
		this.listening.whileOff("the handover group", () -> {
			HandoverGroup before = settings().handoverGroup();
			this.state.change((settings) -> settings.withHandoverGroup(group));
			changeGroup(before, group);
		});
	}

	private void checkHandover() {
		try {
			this.transport.descriptorTransfer();
		}
		catch (LocalSocketException ex) {
			throw new UnsupportedOperationException(ex.getMessage(), ex);
		}
	}

	abstract void changeGroup(@Nullable HandoverGroup before, @Nullable HandoverGroup after);

	/**
	 * Returns how many connections the kernel keeps before the server accepts them. The
	 * twin of {@code QLocalServer::listenBacklogSize}.
	 * @return the size, by default 50
	 */
	public int listenBacklogSize() {
		return settings().listenBacklogSize();
	}

	/**
	 * Sets how many connections the kernel keeps before the server accepts them. The
	 * kernel may have a lower limit ({@code net.core.somaxconn} on Linux). When they are
	 * as many, further clients wait in their own connect if that blocks; one that does
	 * not block fails, with {@code EAGAIN} on Linux. The twin of
	 * {@code QLocalServer::setListenBacklogSize}.
	 * @param size the size, at least 1
	 * @throws IllegalArgumentException if the size is less than 1
	 * @throws IllegalStateException if the server listens
	 */
	public void setListenBacklogSize(int size) {
		if (size < 1) {
			throw new IllegalArgumentException("The listen backlog must have a size of at least 1, not " + size);
		}
		configure("the size of the listen backlog", (settings) -> settings.withListenBacklogSize(size));
	}

	/**
	 * Returns how many connections may be pending. The twin of
	 * {@code QLocalServer::maxPendingConnections}.
	 * @return the limit, by default 30
	 */
	public int maxPendingConnections() {
		return this.state.pending().max();
	}

	/**
	 * Sets how many connections may be pending; when there are as many, no more are
	 * accepted until one is taken. The twin of
	 * {@code QLocalServer::setMaxPendingConnections}, which accepts two more than that.
	 * @param max the limit; 0 accepts none
	 * @throws IllegalArgumentException if the limit is negative
	 */
	public void setMaxPendingConnections(int max) {
		if (max < 0) {
			throw new IllegalArgumentException("The limit of pending connections must not be negative, but is " + max);
		}
		this.state.pending().setMax(max);
		resumeAccepting();
	}

	/**
	 * Returns what connections may use. Qt has no such property.
	 * @return the limits, by default {@link ConnectionLimits#NONE}
	 */
	public ConnectionLimits limits() {
		return settings().limits();
	}

	/**
	 * Sets what connections that are accepted from now on may use, at any time.
	 * @param limits the limits
	 */
	public void setLimits(ConnectionLimits limits) {
		Objects.requireNonNull(limits, "The limits must not be null");
		this.state.change((settings) -> settings.withLimits(limits));
	}

	/**
	 * Returns how many {@linkplain LocalSocket#receivedDescriptors() descriptors} of an
	 * accepted connection may wait to be taken.
	 * @return the limit, by default 0
	 */
	public int maxReceivedDescriptors() {
		return settings().maxReceivedDescriptors();
	}

	/**
	 * Sets how many {@linkplain LocalSocket#setMaxReceivedDescriptors descriptors} of
	 * connections that are accepted from now on may wait to be taken.
	 * @param max the limit; with 0, the kernel discards what peers send
	 * @throws IllegalArgumentException if the limit is negative
	 * @throws UnsupportedOperationException if descriptors cannot be received here
	 */
	public void setMaxReceivedDescriptors(int max) {
		SocketSettings.checkDescriptors(max, this.transport);
		this.state.change((settings) -> settings.withMaxReceivedDescriptors(max));
	}

	/**
	 * Adds somebody who decides which peers may connect, before anything is received from
	 * them and anybody is told of them. All who were added must allow it, and are asked
	 * in the order in which they were; by default all peers may connect. Connections that
	 * are being decided on count as pending. Those that are pending or taken already
	 * stay, so add authorizers before {@link LocalServer#listen(String)}. Qt has no such
	 * method.
	 * @param authorizer decides
	 * @param executor calls it; <strong>if that runs tasks on the calling thread, which
	 * is that of an event loop, the authorizer must not block</strong>
	 */
	public void addAuthorizer(PeerAuthorizer authorizer, Executor executor) {
		this.state.authorization()
			.add(Objects.requireNonNull(authorizer, "The authorizer must not be null"),
					Objects.requireNonNull(executor, "The executor must not be null"));
	}

	/**
	 * Removes an authorizer. It may still be asked about connections that are being
	 * decided on.
	 * @param authorizer the authorizer
	 */
	public void removeAuthorizer(PeerAuthorizer authorizer) {
		this.state.authorization().remove(authorizer);
	}

	private ServerSettings settings() {
		return this.state.settings();
	}

	private void configure(String what, UnaryOperator<ServerSettings> change) {
		this.listening.whileOff(what, () -> this.state.change(change));
	}

	/** There may be room for another connection. */
	final void resumeAccepting() {
		this.listening.resumeAccepting();
	}

}
