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

package dev.localsocket.sample.rpc;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

import dev.localsocket.account.PeerCredentials;
import dev.localsocket.annotation.Argument;
import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.messaging.LocalServerOperations;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.stereotype.Component;

/**
 * What programs can ask the application for, and be told by it.
 */
@Component
class ApplicationMethods {

	private static final String SERVER = "rpc";

	private final String application;

	private final MeterRegistry registry;

	private final LoggingSystem loggingSystem;

	private final LocalServerOperations operations;

	ApplicationMethods(@Value("${spring.application.name}") String application, MeterRegistry registry,
			LoggingSystem loggingSystem, LocalServerOperations operations) {
		this.application = application;
		this.registry = registry;
		this.loggingSystem = loggingSystem;
		this.operations = operations;
	}

	@LocalSocketListener(servers = SERVER, route = "application/status")
	Status status() {
		return new Status(this.application, ProcessHandle.current().pid());
	}

	@LocalSocketListener(servers = SERVER, route = "peer/whoAmI")
	Caller whoAmI(PeerCredentials peer) {
		return new Caller(peer.pid(), peer.uid(), peer.userName());
	}

	@LocalSocketListener(servers = SERVER, route = "metrics/names")
	List<String> names() {
		return this.registry.getMeters().stream().map((meter) -> meter.getId().getName()).distinct().sorted().toList();
	}

	@LocalSocketListener(servers = SERVER, route = "metrics/values")
	List<MeterValue> values(String name) {
		List<MeterValue> values = this.registry.find(name)
			.meters()
			.stream()
			.flatMap((meter) -> StreamSupport.stream(meter.measure().spliterator(), false))
			.map(MeterValue::of)
			.toList();
		if (values.isEmpty()) {
			throw new UnknownMeterException(name);
		}
		return values;
	}

	/** Everybody is told of it, those who have not asked for it included. */
	@LocalSocketListener(servers = SERVER, route = "loggers/setLevel")
	void setLevel(String logger, @Argument(defaultValue = "INFO") LogLevel level) {
		this.loggingSystem.setLogLevel(logger, level);
		this.operations.broadcastNotification(SERVER, "loggers/changed", Map.of("logger", logger, "level", level));
	}

	/** Takes its time, so that there is something to be cancelled. */
	@LocalSocketListener(servers = SERVER, route = "application/pause")
	String pause(Duration duration) throws InterruptedException {
		Thread.sleep(duration.toMillis());
		return "paused for " + duration;
	}

	/**
	 * The process.
	 *
	 * @param application the name of the application
	 * @param pid the number of the process
	 */
	record Status(String application, long pid) {

	}

	/**
	 * Who asks, as the kernel knows it.
	 *
	 * @param pid the number of the process
	 * @param uid the number of the user
	 * @param user the name of the user, if there is one
	 */
	record Caller(long pid, long uid, @Nullable String user) {

	}

	/**
	 * A figure of a meter.
	 *
	 * @param statistic what was measured
	 * @param value the figure
	 */
	record MeterValue(String statistic, double value) {

		static MeterValue of(Measurement measurement) {
			return new MeterValue(measurement.getStatistic().getTagValueRepresentation(), measurement.getValue());
		}

	}

}
