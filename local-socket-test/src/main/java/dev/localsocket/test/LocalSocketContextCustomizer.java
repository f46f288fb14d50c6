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

package dev.localsocket.test;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives a context a directory for its sockets and a recorder of their events. All
 * customizers are equal, so that test classes can share a context.
 */
record LocalSocketContextCustomizer() implements ContextCustomizer {

	private static final String DIRECTORY = "local-socket.directory";

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration configuration) {
		DefaultListableBeanFactory beanFactory = (DefaultListableBeanFactory) context.getBeanFactory();
		SocketDirectory directory = new SocketDirectory();
		// The first to be registered is the last to be destroyed, after all servers
		beanFactory.registerDisposableBean("localSocketTestDirectory", directory);
		beanFactory.registerSingleton("localSocketEvents", new LocalSocketEvents());
		context.getEnvironment().getPropertySources().addFirst(new DirectoryPropertySource(directory));
	}

	/** Creates the directory when the property is read. */
	private static final class DirectoryPropertySource extends EnumerablePropertySource<SocketDirectory> {

		DirectoryPropertySource(SocketDirectory directory) {
			super("localSocketTest", directory);
		}

		@Override
		public String[] getPropertyNames() {
			return new String[] { DIRECTORY };
		}

		@Override
		public boolean containsProperty(String name) {
			return DIRECTORY.equals(name);
		}

		@Override
		public @Nullable Object getProperty(String name) {
			return containsProperty(name) ? this.source.path().toString() : null;
		}

	}

}
