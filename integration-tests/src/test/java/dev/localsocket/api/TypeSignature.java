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

package dev.localsocket.api;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.localsocket.log.PeerText;
import org.jspecify.annotations.Nullable;

/**
 * All of a type that a class file of a user can refer to: a line for the type, and one
 * for each of its public and protected members.
 */
final class TypeSignature {

	private final Class<?> type;

	TypeSignature(Class<?> type) {
		this.type = type;
	}

	/**
	 * Returns the lines of a class and of the classes in it.
	 * @param name the name of a top-level class
	 * @return the lines, or none if users do not see the class
	 */
	static Stream<String> lines(String name) {
		try {
			return lines(Class.forName(name, false, TypeSignature.class.getClassLoader()));
		}
		catch (ClassNotFoundException ex) {
			throw new IllegalStateException("There is no class " + name + "; has it been compiled?", ex);
		}
	}

	private static Stream<String> lines(Class<?> type) {
		if (!isVisible(type.getModifiers())) {
			return Stream.empty();
		}
		return Stream.concat(new TypeSignature(type).lines(),
				Arrays.stream(type.getDeclaredClasses())
					.sorted(Comparator.comparing(Class::getName))
					.flatMap(TypeSignature::lines));
	}

	private Stream<String> lines() {
		return Stream.concat(Stream.of(header()), members().sorted().distinct().map((member) -> "\t" + member));
	}

	private String header() {
		List<String> words = new ArrayList<>(List.of(modifiers(this.type.getModifiers(), Modifier.classModifiers())));
		words.add(kind());
		words.add(this.type.getName());
		String parents = Stream.concat(Stream.ofNullable(this.type.getGenericSuperclass()), interfaces())
			.map(Type::getTypeName)
			.collect(Collectors.joining(", "));
		return String.join(" ", words) + ((!parents.isEmpty()) ? " : " + parents : "");
	}

	private Stream<Type> interfaces() {
		return Arrays.stream(this.type.getGenericInterfaces());
	}

	private String kind() {
		if (this.type.isAnnotation()) {
			return "@interface";
		}
		if (this.type.isInterface()) {
			return "interface";
		}
		if (this.type.isEnum()) {
			return "enum";
		}
		return this.type.isRecord() ? "record" : "class";
	}

	private Stream<String> members() {
		Stream<String> inherited = hiddenParents().flatMap((parent) -> Arrays.stream(parent.getDeclaredMethods()))
			.filter(TypeSignature::isPromised)
			.map(TypeSignature::method);
		Stream<String> methods = Arrays.stream(this.type.getDeclaredMethods())
			.filter(TypeSignature::isPromised)
			.map(TypeSignature::method);
		Stream<String> constructors = Arrays.stream(this.type.getDeclaredConstructors())
			.filter(TypeSignature::isPromised)
			.map(Constructor::toGenericString);
		Stream<String> fields = Arrays.stream(this.type.getDeclaredFields())
			.filter(TypeSignature::isPromised)
			.map(TypeSignature::field);
		return Stream.of(fields, constructors, methods, inherited).flatMap((lines) -> lines);
	}

	/** Classes that users do not see, but whose methods they call. */
	private Stream<Class<?>> hiddenParents() {
		return Stream.<Class<?>>iterate(this.type.getSuperclass(),
				(parent) -> parent != null && !isVisible(parent.getModifiers()), Class::getSuperclass);
	}

	private static String method(Method method) {
		String owner = method.getDeclaringClass().getName() + ".";
		String name = method.toGenericString().replace(" " + owner, " ");
		Object value = method.getDefaultValue();
		return (value != null) ? name + " default " + text(value) : name;
	}

	private static String field(Field field) {
		String name = field.toGenericString();
		Object value = constant(field);
		return (value != null) ? name + " = " + text(value) : name;
	}

	/** What the compiler copies into the classes of users. */
	private static @Nullable Object constant(Field field) {
		boolean constant = Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers())
				&& (field.getType().isPrimitive() || field.getType() == String.class);
		if (!constant) {
			return null;
		}
		try {
			field.setAccessible(true);
			return field.get(null);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String text(Object value) {
		if (value instanceof Object[] values) {
			return Arrays.stream(values).map(TypeSignature::text).collect(Collectors.joining(", ", "{", "}"));
		}
		if (value instanceof Class<?> type) {
			return type.getName();
		}
		return (value instanceof String text) ? "\"" + PeerText.escape(text) + "\"" : String.valueOf(value);
	}

	private static <T extends AccessibleObject & Member> boolean isPromised(T member) {
		return isVisible(member.getModifiers()) && !member.isSynthetic();
	}

	private static boolean isVisible(int modifiers) {
		return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
	}

	private static String[] modifiers(int modifiers, int mask) {
		return Modifier.toString(modifiers & mask).split(" ");
	}

}
