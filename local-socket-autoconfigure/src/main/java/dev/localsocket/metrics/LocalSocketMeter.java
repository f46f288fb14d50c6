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

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.function.ToDoubleFunction;

import dev.localsocket.LocalServer;
import dev.localsocket.RejectionReason;
import dev.localsocket.error.SocketError;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;

/**
 * The meters of a server. Each has the tag {@link #SERVER_TAG}. The counters are those of
 * {@link LocalServer#statistics()}, which go on when the server listens again.
 *
 * @since 0.1.0
 */
public enum LocalSocketMeter {

	/** Connections that were accepted and that nobody has taken. */
	CONNECTIONS_PENDING("local.socket.connections.pending", Meter.Type.GAUGE, "connections",
			"Connections that were accepted and that nobody has taken", Series.of(LocalServer::pendingConnections)),

	/** Greatest number of connections that may be pending. */
	CONNECTIONS_PENDING_MAX("local.socket.connections.pending.max", Meter.Type.GAUGE, "connections",
			"Greatest number of connections that may be pending", Series.of(LocalServer::maxPendingConnections)),

	/** Connections that are open, pending ones included. */
	CONNECTIONS_ACTIVE("local.socket.connections.active", Meter.Type.GAUGE, "connections",
			"Connections that are open, pending ones included", Series.of(LocalServer::activeConnections)),

	/** Greatest number of connections that may be open, or 0 for no limit. */
	CONNECTIONS_MAX("local.socket.connections.max", Meter.Type.GAUGE, "connections",
			"Greatest number of connections that may be open, or 0 for no limit",
			Series.of((server) -> server.limits().maxConnections())),

	/** Connections that were let in. */
	CONNECTIONS_ACCEPTED("local.socket.connections.accepted", Meter.Type.COUNTER, "connections",
			"Connections that were let in", Series.of((server) -> server.statistics().accepted())),

	/** Connections that were not let in, by the reason. */
	CONNECTIONS_REJECTED("local.socket.connections.rejected", Meter.Type.COUNTER, "connections",
			"Connections that were not let in, by the reason",
			Series.each("reason", List.of(RejectionReason.values()),
					(server, reason) -> server.statistics().rejected(reason))),

	/** Whether the server listens: 1, or 0 if it does not. */
	LISTENING("local.socket.listening", Meter.Type.GAUGE, "servers",
			"Whether the server listens: 1, or 0 if it does not", Series.of((server) -> server.isListening() ? 1 : 0)),

	/** Calls of listeners that wait for a thread. */
	LISTENER_WAITING("local.socket.listener.waiting", Meter.Type.GAUGE, "calls",
			"Calls of handlers and observers that wait for a thread",
			List.of(new Series(Tags.empty(), MeasuredServer::waiting))),

	/** Whether clients reach the server: 1, or 0 if they do not. */
	REACHABLE("local.socket.reachable", Meter.Type.GAUGE, "servers",
			"Whether clients reach the server: 1, or 0 if it does not listen or its file is lost",
			Series.of((server) -> server.isReachable() ? 1 : 0)),

	/** Errors since the server last began to listen. */
	ERRORS("local.socket.errors", Meter.Type.GAUGE, "errors",
			"Errors of the server and its connections since it last began to listen",
			Series.of(LocalServer::errorCount)),

	/** Errors, by their kind. */
	FAILURES("local.socket.failures", Meter.Type.COUNTER, "errors",
			"Errors of the server and its connections, by their kind",
			Series.each("error", errors(), (server, error) -> server.statistics().failures(error))),

	/** Bytes that the open connections buffer. */
	BYTES_BUFFERED("local.socket.bytes.buffered", Meter.Type.GAUGE, "bytes",
			"Bytes of open connections that were received and not read, or wait to be sent",
			Series.of(LocalServer::bytesBuffered)),

	/** Bytes received from all connections. */
	BYTES_READ("local.socket.bytes.read", Meter.Type.COUNTER, "bytes", "Bytes received from all connections",
			Series.of((server) -> server.statistics().bytesRead())),

	/** Bytes given to the kernel for all connections. */
	BYTES_WRITTEN("local.socket.bytes.written", Meter.Type.COUNTER, "bytes",
			"Bytes given to the kernel for all connections", Series.of((server) -> server.statistics().bytesWritten()));

	/** The tag that all meters have: the name of the server's bean. */
	public static final String SERVER_TAG = "server";

	private final String meterName;

	private final Meter.Type type;

	private final String baseUnit;

	private final String description;

	private final List<Series> series;

	LocalSocketMeter(String meterName, Meter.Type type, String baseUnit, String description, List<Series> series) {
		this.meterName = meterName;
		this.type = type;
		this.baseUnit = baseUnit;
		this.description = description;
		this.series = series;
	}

	private static List<SocketError> errors() {
		return Arrays.stream(SocketError.values()).filter((error) -> error != SocketError.NO_ERROR).toList();
	}

	/**
	 * Returns the name of the meter.
	 * @return the name
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * Returns the type of the meter.
	 * @return {@link io.micrometer.core.instrument.Meter.Type#GAUGE} or
	 * {@link io.micrometer.core.instrument.Meter.Type#COUNTER}
	 */
	public Meter.Type type() {
		return this.type;
	}

	/**
	 * Returns the unit of the meter.
	 * @return the unit
	 */
	public String baseUnit() {
		return this.baseUnit;
	}

	/**
	 * Returns what the meter measures.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

	/**
	 * Returns the sets of tags that a server has this meter with, besides
	 * {@link #SERVER_TAG}: all there will ever be.
	 * @return the sets of tags, at least one, which may be empty
	 */
	public List<Tags> tags() {
		return this.series.stream().map(Series::tags).toList();
	}

	void bindTo(MeterRegistry registry, MeasuredServer server) {
		this.series.forEach(
				(each) -> register(registry, server, each.tags().and(SERVER_TAG, server.beanName()), each.value()));
	}

	private void register(MeterRegistry registry, MeasuredServer server, Tags tags,
			ToDoubleFunction<MeasuredServer> value) {
		if (this.type == Meter.Type.COUNTER) {
			FunctionCounter.builder(this.meterName, server, value)
				.description(this.description)
				.baseUnit(this.baseUnit)
				.tags(tags)
				.register(registry);
		}
		else {
			Gauge.builder(this.meterName, server, value)
				.description(this.description)
				.baseUnit(this.baseUnit)
				.tags(tags)
				.register(registry);
		}
	}

	/**
	 * One time series of a meter.
	 *
	 * @param tags its tags, without that of the server
	 * @param value reads its value
	 */
	private record Series(Tags tags, ToDoubleFunction<MeasuredServer> value) {

		static List<Series> of(ToDoubleFunction<LocalServer> value) {
			return List.of(new Series(Tags.empty(), (measured) -> value.applyAsDouble(measured.server())));
		}

		static <E extends Enum<E>> List<Series> each(String key, List<E> constants,
				BiFunction<LocalServer, E, Number> value) {
			return constants.stream()
				.map((constant) -> new Series(Tags.of(Tag.of(key, tagValue(constant))),
						(measured) -> value.apply(measured.server(), constant).doubleValue()))
				.toList();
		}

		/** Spelled as Micrometer spells the states of threads. */
		private static String tagValue(Enum<?> constant) {
			return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

	}

}
