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

package dev.localsocket.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.core.annotation.AliasFor;

/**
 * Describes an argument of a method that has a {@linkplain LocalSocketListener#route()
 * route}. A parameter without this annotation is an argument too, and is called as in the
 * source code (compiled with {@code -parameters}).
 * <p>
 * An argument may be left out if it has a {@link #defaultValue()}, if {@link #required()}
 * is false, or if the parameter is an {@link java.util.Optional}, is {@code @Nullable},
 * or is nullable or has a default in Kotlin.
 *
 * @since 0.1.0
 */
@Target(ElementType.PARAMETER)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface Argument {

	/** What {@link #defaultValue()} is if there is none. */
	String NO_DEFAULT = "\n\t\n\t\n\uE000\uE001\uE002\n\t\t\t\t\n";

	/**
	 * Alias for {@link #name()}.
	 * @return the name
	 */
	@AliasFor("name")
	String value() default "";

	/**
	 * The name of the argument, by default that of the parameter.
	 * @return the name
	 */
	@AliasFor("value")
	String name() default "";

	/**
	 * Whether the argument must be given. If not, the parameter is null without it, so it
	 * must be no primitive.
	 * @return whether it must be
	 */
	boolean required() default true;

	/**
	 * What the argument is if it is left out: text that is converted to the type of the
	 * parameter.
	 * @return the text, by default none
	 */
	String defaultValue() default NO_DEFAULT;

	/**
	 * What the argument is for, shown by {@code help}.
	 * @return one sentence
	 */
	String description() default "";

}
