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
package dev.localsocket.autoconfigure;

import java.util.Collection;
import java.util.Map;

import dev.localsocket.autoconfigure.diagnostics.ConfigurationKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationPropertiesBindHandlerAdvisor;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.convert.ConverterNotFoundException;

/**
 * Refuses a key without the number, time or the like that it needs, because whoever wrote
 * it, or a placeholder that turned out empty, did not mean the default. A server or a
 * client without keys, as with {@code local-socket.servers.control:} in YAML, has its
 * defaults.
 */
class EmptyValueAdvisor implements ConfigurationPropertiesBindHandlerAdvisor {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(ConfigurationKeys.PREFIX);

	@Override
	public BindHandler apply(BindHandler bindHandler) {
		return new EmptyValueHandler(bindHandler);
	}

	/** Looks at each value that conversion has made nothing of. */
	private static final class EmptyValueHandler extends AbstractBindHandler {

		EmptyValueHandler(BindHandler parent) {
			super(parent);
		}

		@Override
		public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				@Nullable Object result) throws Exception {
			if (result == null && isSet(name, context) && !hasKeys(target)) {
				throw missingValue();
			}
			super.onFinish(name, target, context, result);
		}

		/**
		 * The reason that is printed is that of the innermost cause: there must be none.
		 */
		@Override
		public @Nullable Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context,
				Exception error) throws Exception {
			if (error instanceof ConverterNotFoundException && PREFIX.isAncestorOf(name) && hasKeys(target)) {
				throw new IllegalArgumentException("'%s' has keys below it, but no value of its own.".formatted(name));
			}
			if (isSet(name, context) && !hasKeys(target) && isEmpty(name, context)) {
				throw missingValue();
			}
			return super.onFailure(name, target, context, error);
		}

		private static boolean isSet(ConfigurationPropertyName name, BindContext context) {
			ConfigurationProperty property = context.getConfigurationProperty();
			return property != null && property.getName().equals(name) && PREFIX.isAncestorOf(name);
		}

		private static boolean hasKeys(Bindable<?> target) {
			Class<?> type = target.getType().resolve(Object.class);
			return type.isRecord() || Map.class.isAssignableFrom(type) || Collection.class.isAssignableFrom(type);
		}

		private static boolean isEmpty(ConfigurationPropertyName name, BindContext context) {
			return context.getBinder().bind(name, Bindable.of(String.class)).orElse("").isBlank();
		}

		private static IllegalArgumentException missingValue() {
			return new IllegalArgumentException(
					"The key needs a value, but has none. Give it one, or remove the key to use the default.");
		}

	}

}
