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

package dev.localsocket.transport.linux;

import java.util.Set;
import java.util.StringJoiner;

import dev.localsocket.log.SafeLogger;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the {@link Binding} of this JVM: the Foreign Function API where Java has it,
 * from 22 on, or else jffi. Thread-safe.
 */
final class Bindings {

	/** For tests of one binding where another one would be chosen. */
	static final String PROPERTY = "local-socket.native-binding";

	private static final String FOREIGN = "dev.localsocket.transport.linux.ForeignBinding";

	private static final String JFFI = "dev.localsocket.transport.linux.JffiBinding";

	/** Those of 64 bits that have the same constants, but for few of PowerPC. */
	private static final Set<String> ARCHITECTURES = Set.of("amd64", "x86_64", "aarch64", "ppc64", "ppc64le", "riscv64",
			"loongarch64", "s390x");

	private static final int FIRST_WITH_FOREIGN = 22;

	private static final SafeLogger logger = new SafeLogger(Bindings.class);

	private static final Choice choice = choose();

	private Bindings() {
	}

	/**
	 * Returns the binding of this JVM.
	 * @return the binding
	 * @throws UnsupportedOperationException saying why there is none
	 */
	static Binding chosen() {
		Binding binding = choice.binding();
		if (binding == null) {
			throw new UnsupportedOperationException(choice.reasons());
		}
		return binding;
	}

	/**
	 * Returns why it is not the better one.
	 * @return the reason, or null if it is the best that this Java can have
	 */
	static @Nullable String whyNotBetter() {
		return choice.reasons().isEmpty() ? null : choice.reasons();
	}

	/**
	 * Finds a function that is to be called by the chosen binding.
	 * @param name its name
	 * @return the function, which belongs into a constant
	 */
	static NativeFunction function(String name) {
		return chosen().function(name);
	}

	/** The class of the first is compiled, and so found, only with Java 22 or later. */
	private static Choice choose() {
		String architecture = System.getProperty("os.arch");
		if (!ARCHITECTURES.contains(architecture)) {
			return new Choice(null, "the numbers of constants are not known for the architecture " + architecture);
		}
		StringJoiner reasons = new StringJoiner("; ");
		Binding found = null;
		if (Runtime.version().feature() >= FIRST_WITH_FOREIGN) {
			found = "jffi".equals(System.getProperty(PROPERTY)) ? null : find(FOREIGN, reasons);
		}
		if (found == null) {
			found = find(JFFI, reasons);
		}
		return new Choice(found, reasons.toString());
	}

	private static @Nullable Binding find(String className, StringJoiner reasons) {
		try {
			return Class.forName(className).asSubclass(Binding.class).getDeclaredConstructor().newInstance();
		}
		catch (ClassNotFoundException ex) {
			reasons
				.add("this library was built by a JDK before 22, or is on the class path as a directory, not as a jar");
		}
		catch (ReflectiveOperationException | LinkageError | RuntimeException ex) {
			logger.debug("System calls cannot be made by " + className, ex);
			reasons.add(reason(className, ex));
		}
		return null;
	}

	private static String reason(String className, Throwable thrown) {
		Throwable cause = thrown;
		while (cause.getCause() != null) {
			cause = cause.getCause();
		}
		// The library puts a whole stack trace into the message
		String firstLine = cause.toString().lines().findFirst().orElseThrow();
		return JFFI.equals(className)
				? "jffi cannot be loaded (-Djffi.extract.dir=DIRECTORY says where it is extracted to): " + firstLine
				: "the Foreign Function API cannot be used: " + firstLine;
	}

	/**
	 * What was chosen.
	 *
	 * @param binding the binding, or null if there is none
	 * @param reasons why the ones before it were not
	 */
	private record Choice(@Nullable Binding binding, String reasons) {

	}

}
