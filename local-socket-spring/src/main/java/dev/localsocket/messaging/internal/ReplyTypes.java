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

package dev.localsocket.messaging.internal;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.Channel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.BaseStream;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.ClassUtils;

/**
 * Tells which types a single message can be of. Some stand for something to come, to be
 * called or to be read: no frame can be made of their instances, of which JSON would show
 * the getters. Thread-safe.
 */
public final class ReplyTypes {

	private static final boolean JACKSON = ClassUtils.isPresent("tools.jackson.databind.JsonNode",
			ReplyTypes.class.getClassLoader());

	private static final String BLOCKING = "Call it, and return the result: listeners run on worker threads and may block.";

	private static final String STREAMING = "Return the bytes or the text; or let the method take a LocalSocket and no payload, "
			+ "and write to its output stream.";

	private static final List<Rule> RULES = rules();

	private static final ClassValue<Rule> RULE_OF_TYPE = new ClassValue<>() {

		@Override
		protected Rule computeValue(Class<?> type) {
			return RULES.stream().filter((rule) -> rule.type().isAssignableFrom(type)).findFirst().orElse(Rule.NONE);
		}

	};

	private ReplyTypes() {
	}

	private static List<Rule> rules() {
		List<Rule> rules = new ArrayList<>();
		rules.add(new Rule(Future.class, "Return a CompletableFuture, whose result is sent when it comes."));
		rules.add(new Rule(Callable.class, BLOCKING));
		rules.add(new Rule(Supplier.class, BLOCKING));
		rules.add(new Rule(Runnable.class, "Run it, and return what is to be sent."));
		rules.add(new Rule(Iterator.class, "Return an Iterable or a Stream: each element is sent in a message."));
		rules.add(new Rule(BaseStream.class, "Return a Stream of objects; boxed() makes one of numbers."));
		rules.add(new Rule(Flow.Publisher.class, "Return a Flux or a Mono, with io.projectreactor:reactor-core."));
		List.of(InputStream.class, OutputStream.class, Reader.class, Writer.class, Channel.class)
			.forEach((type) -> rules.add(new Rule(type, STREAMING)));
		return rules;
	}

	/**
	 * Tells what to do about a type.
	 * @param type the type of a reply, or of one of its elements
	 * @return what to do instead, or null if a message can be of the type
	 */
	public static @Nullable String advice(Class<?> type) {
		return RULE_OF_TYPE.get(type).advice();
	}

	/**
	 * Tells whether an {@link Iterable} is a value, rather than several: a path is no
	 * series of paths, and a tree of JSON no series of its branches.
	 * @param type the type
	 * @return whether it is sent in one message
	 */
	public static boolean isValue(Class<?> type) {
		return Path.class.isAssignableFrom(type) || (JACKSON && JsonTree.isOne(type));
	}

	/** Loaded only where that library is. */
	private static final class JsonTree {

		static boolean isOne(Class<?> type) {
			return JsonNode.class.isAssignableFrom(type);
		}

	}

	/**
	 * What to do about a type and those that extend it.
	 */
	private record Rule(Class<?> type, @Nullable String advice) {

		static final Rule NONE = new Rule(Object.class, null);

	}

}
