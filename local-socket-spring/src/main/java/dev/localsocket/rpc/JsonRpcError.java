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

package dev.localsocket.rpc;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says what a caller is told when a method fails with an exception of this type. Without
 * it, and without a {@link JsonRpcExceptionResolver} that knows the exception, he is told
 * nothing of it but that there was an error. A command replies with the message, after
 * {@code error:}.
 *
 * @since 0.1.0
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Inherited
public @interface JsonRpcError {

	/**
	 * The code of the error. Those from -32768 to -32000 are reserved.
	 * @return the code
	 */
	int code();

	/**
	 * The message of the error, by default that of the exception, <strong>which must be
	 * fit for callers</strong>.
	 * @return the message
	 */
	String message() default "";

}
