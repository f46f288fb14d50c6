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

package dev.localsocket.client;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.AliasFor;

/**
 * Makes beans of interfaces annotated with
 * {@link LocalSocketExchange @LocalSocketExchange}, whose methods call those of the
 * server of a {@link JsonRpcClient}. To be put on a configuration class.
 * <p>
 * Without types and packages, the package of the annotated class and those below it are
 * looked through. If there is no such client, or an interface cannot be used, the
 * application does not start.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Repeatable(ImportLocalSocketExchanges.Container.class)
@Import(LocalSocketExchangeRegistrar.class)
@SuppressWarnings("exports") // Spring makes the registrar
public @interface ImportLocalSocketExchanges {

	/**
	 * Alias for {@link #types()}.
	 * @return the interfaces
	 */
	@AliasFor("types")
	Class<?>[] value() default {};

	/**
	 * The interfaces of which to make beans, which need not be annotated if each of their
	 * methods is.
	 * @return the interfaces
	 */
	@AliasFor("value")
	Class<?>[] types() default {};

	/**
	 * The bean name of the {@link JsonRpcClient}, by default the only one there is.
	 * @return the bean name of the client
	 */
	String client() default "";

	/**
	 * Packages in which, and below which, to look for annotated interfaces.
	 * @return the packages
	 */
	String[] basePackages() default {};

	/**
	 * Classes of packages in which, and below which, to look for annotated interfaces.
	 * @return the classes
	 */
	Class<?>[] basePackageClasses() default {};

	/**
	 * Holds several annotations.
	 *
	 * @since 0.1.0
	 */
	@Target(ElementType.TYPE)
	@Retention(RetentionPolicy.RUNTIME)
	@Documented
	@Import(LocalSocketExchangeRegistrar.class)
	@interface Container {

		/**
		 * Returns the annotations.
		 * @return the annotations
		 */
		ImportLocalSocketExchanges[] value();

	}

}
