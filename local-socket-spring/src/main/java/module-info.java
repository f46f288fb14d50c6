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
 * Local socket servers and clients as beans: events, listener methods and messages.
 */
@SuppressWarnings({ "module", "requires-automatic", "requires-transitive-automatic" })
module dev.localsocket.spring {

	requires static transitive org.jspecify;

	requires transitive dev.localsocket;

	requires transitive spring.beans;

	requires transitive spring.context;

	requires transitive spring.core;

	requires transitive spring.messaging;

	requires org.apache.commons.logging;

	requires spring.aop;

	requires spring.expression;

	requires static kotlin.reflect;

	requires static kotlin.stdlib;

	requires static kotlinx.coroutines.core;

	requires static kotlinx.coroutines.reactor;

	requires static org.reactivestreams;

	requires static org.slf4j;

	requires static reactor.core;

	requires static spring.security.core;

	requires static tools.jackson.core;

	requires static tools.jackson.databind;

	exports dev.localsocket.annotation;

	exports dev.localsocket.client;

	exports dev.localsocket.context;

	exports dev.localsocket.event;

	exports dev.localsocket.messaging;

	exports dev.localsocket.rpc;

	exports dev.localsocket.security;

	exports dev.localsocket.annotation.internal to dev.localsocket.autoconfigure;

	exports dev.localsocket.context.internal to dev.localsocket.autoconfigure, dev.localsocket.web;

	exports dev.localsocket.event.internal to dev.localsocket.autoconfigure, dev.localsocket.web;

	exports dev.localsocket.messaging.internal to dev.localsocket.autoconfigure;

	exports dev.localsocket.rpc.internal to dev.localsocket.autoconfigure;

	exports dev.localsocket.security.internal to dev.localsocket.autoconfigure;

	exports dev.localsocket.worker to dev.localsocket.autoconfigure;

	opens dev.localsocket.annotation.internal to spring.core;

	opens dev.localsocket.client to spring.beans, spring.core;

}
