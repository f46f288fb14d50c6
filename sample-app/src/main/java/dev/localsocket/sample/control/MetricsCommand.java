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

package dev.localsocket.sample.control;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

import dev.localsocket.annotation.LocalSocketListener;
import dev.localsocket.rpc.CommandException;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Lists the meters, or tells what those of one name measured.
 */
@Component
class MetricsCommand {

	private final MeterRegistry registry;

	MetricsCommand(MeterRegistry registry) {
		this.registry = registry;
	}

	@LocalSocketListener(servers = "control", route = "metrics",
			description = "the names of the meters, or the values of one")
	List<String> metrics(@Nullable String name) {
		return (name != null) ? values(name) : names();
	}

	private List<String> names() {
		return this.registry.getMeters().stream().map((meter) -> meter.getId().getName()).distinct().sorted().toList();
	}

	private List<String> values(String name) {
		Collection<Meter> meters = this.registry.find(name).meters();
		if (meters.isEmpty()) {
			throw new CommandException("no meter has the name '%s', try metrics".formatted(name));
		}
		return meters.stream().map(MetricsCommand::describe).sorted().toList();
	}

	private static String describe(Meter meter) {
		Meter.Id id = meter.getId();
		String unit = (id.getBaseUnit() != null) ? " " + id.getBaseUnit() : "";
		return id.getName() + tags(id) + " " + measurements(meter) + unit;
	}

	private static String tags(Meter.Id id) {
		return id.getTags().isEmpty() ? ""
				: id.getTags()
					.stream()
					.map((tag) -> tag.getKey() + "=" + tag.getValue())
					.collect(Collectors.joining(",", "{", "}"));
	}

	private static String measurements(Meter meter) {
		return StreamSupport.stream(meter.measure().spliterator(), false)
			.map(MetricsCommand::describe)
			.collect(Collectors.joining(" "));
	}

	private static String describe(Measurement measurement) {
		return measurement.getStatistic().getTagValueRepresentation() + "=" + measurement.getValue();
	}

}
