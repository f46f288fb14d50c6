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

/**
 * Auto-configuration of local socket servers and clients.
 */
@SuppressWarnings({ "module", "requires-automatic", "requires-transitive-automatic" })
module dev.localsocket.autoconfigure {

	requires static transitive org.jspecify;

	requires transitive dev.localsocket.spring;

	requires transitive spring.boot;

	requires transitive spring.boot.autoconfigure;

	requires org.apache.commons.logging;

	requires spring.aop;

	requires static micrometer.commons;

	requires static ch.qos.logback.classic;

	requires static ch.qos.logback.core;

	requires static org.reactivestreams;

	requires static org.slf4j;

	requires static org.apache.tomcat.embed.core;

	requires static reactor.core;

	requires static spring.boot.actuator.autoconfigure;

	requires static micrometer.core;

	requires static micrometer.observation;

	requires static spring.boot.actuator;

	requires static spring.boot.health;

	requires static spring.boot.micrometer.metrics;

	requires static spring.boot.micrometer.observation;

	requires static spring.security.core;

	requires static spring.web;

	requires static tools.jackson.databind;

	exports dev.localsocket.actuate;

	exports dev.localsocket.autoconfigure;

	exports dev.localsocket.autoconfigure.actuate;

	exports dev.localsocket.autoconfigure.health;

	exports dev.localsocket.autoconfigure.metrics;

	exports dev.localsocket.autoconfigure.security;

	exports dev.localsocket.metrics;

	exports dev.localsocket.autoconfigure.diagnostics to dev.localsocket.web;

	opens dev.localsocket.actuate to spring.core;

	opens dev.localsocket.console to spring.core;

	opens dev.localsocket.autoconfigure to spring.core;

	opens dev.localsocket.autoconfigure.actuate to spring.core;

	opens dev.localsocket.autoconfigure.diagnostics to spring.core;

	opens dev.localsocket.autoconfigure.health to spring.core;

	opens dev.localsocket.autoconfigure.metrics to spring.core;

	opens dev.localsocket.autoconfigure.security to spring.core;

}
