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

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.beans.factory.FactoryBean;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanNameGenerator;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ResourceLoaderAware;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * Registers a bean for each interface that
 * {@link ImportLocalSocketExchanges @ImportLocalSocketExchanges} names or finds.
 */
class LocalSocketExchangeRegistrar implements ImportBeanDefinitionRegistrar {

	private final Environment environment;

	private final ResourceLoader resourceLoader;

	LocalSocketExchangeRegistrar(Environment environment, ResourceLoader resourceLoader) {
		this.environment = environment;
		this.resourceLoader = resourceLoader;
	}

	@Override
	public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry,
			BeanNameGenerator nameGenerator) {
		importing.getAnnotations()
			.stream(ImportLocalSocketExchanges.class)
			.forEach((imported) -> register(imported, importing, registry));
	}

	private void register(MergedAnnotation<ImportLocalSocketExchanges> imported, AnnotationMetadata importing,
			BeanDefinitionRegistry registry) {
		String client = imported.getString("client");
		types(imported, importing).forEach((type) -> register(type, client, registry));
	}

	private Set<String> types(MergedAnnotation<ImportLocalSocketExchanges> imported, AnnotationMetadata importing) {
		Set<String> types = new LinkedHashSet<>(Arrays.asList(imported.getStringArray("types")));
		Set<String> packages = new LinkedHashSet<>();
		for (String named : imported.getStringArray("basePackages")) {
			packages.add(this.environment.resolvePlaceholders(named));
		}
		for (String named : imported.getStringArray("basePackageClasses")) {
			packages.add(ClassUtils.getPackageName(named));
		}
		if (types.isEmpty() && packages.isEmpty()) {
			packages.add(ClassUtils.getPackageName(importing.getClassName()));
		}
		packages.forEach((each) -> scanner().findCandidateComponents(each)
			.forEach((found) -> types.add(String.valueOf(found.getBeanClassName()))));
		return types;
	}

	private ClassPathScanningCandidateComponentProvider scanner() {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false,
				this.environment) {

			@Override
			protected boolean isCandidateComponent(AnnotatedBeanDefinition definition) {
				return definition.getMetadata().isInterface() && definition.getMetadata().isIndependent();
			}

		};
		scanner.setResourceLoader(this.resourceLoader);
		scanner.addIncludeFilter(new AnnotationTypeFilter(LocalSocketExchange.class));
		return scanner;
	}

	private void register(String typeName, String client, BeanDefinitionRegistry registry) {
		Class<?> type = ClassUtils.resolveClassName(typeName, this.resourceLoader.getClassLoader());
		RootBeanDefinition definition = new RootBeanDefinition(LocalSocketExchangeFactoryBean.class);
		definition.setTargetType(ResolvableType.forClassWithGenerics(LocalSocketExchangeFactoryBean.class, type));
		definition.getConstructorArgumentValues().addIndexedArgumentValue(0, type);
		definition.getConstructorArgumentValues().addIndexedArgumentValue(1, client);
		definition.setAttribute(FactoryBean.OBJECT_TYPE_ATTRIBUTE, type);
		String name = (client.isEmpty() ? "" : client + "#") + typeName;
		if (registry.containsBeanDefinition(name)) {
			BeanDefinition other = registry.getBeanDefinition(name);
			if (other instanceof RootBeanDefinition root && root.hasBeanClass()
					&& root.getBeanClass() == LocalSocketExchangeFactoryBean.class) {
				return;
			}
		}
		registry.registerBeanDefinition(name, definition);
	}

}
