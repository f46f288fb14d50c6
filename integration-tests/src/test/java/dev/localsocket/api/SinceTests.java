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

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePathScanner;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks that each type of the API says since when it is there.
 */
class SinceTests {

	static List<PublishedModule> modules() {
		return PublishedModule.all();
	}

	@ParameterizedTest
	@MethodSource("modules")
	void everyPublicTypeSaysSinceWhen(PublishedModule module) throws IOException {
		List<Path> sources = module.sources();
		assertThat(sources).isNotEmpty();
		assertThat(typesWithoutSince(sources)).as("Public types without @since in %s", module).isEmpty();
	}

	private static List<String> typesWithoutSince(List<Path> sources) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
			JavacTask task = (JavacTask) compiler.getTask(null, files, null, List.of("-proc:none"), null,
					files.getJavaFileObjectsFromPaths(sources));
			Scanner scanner = new Scanner(DocTrees.instance(task));
			for (CompilationUnitTree unit : task.parse()) {
				scanner.scan(unit, null);
			}
			return scanner.found;
		}
	}

	/** Finds public types, and those within them. */
	private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {

		private final DocTrees trees;

		private final List<String> found = new ArrayList<>();

		private Scanner(DocTrees trees) {
			this.trees = trees;
		}

		@Override
		public @Nullable Void visitClass(ClassTree type, @Nullable Void unused) {
			if (!isVisible(type)) {
				return null;
			}
			String comment = Objects.requireNonNullElse(this.trees.getDocComment(getCurrentPath()), "");
			if (!comment.contains("@since ")) {
				this.found.add(type.getSimpleName().toString());
			}
			return super.visitClass(type, unused);
		}

		private boolean isVisible(ClassTree type) {
			Set<Modifier> modifiers = type.getModifiers().getFlags();
			return modifiers.contains(Modifier.PUBLIC) || modifiers.contains(Modifier.PROTECTED) || isInInterface();
		}

		private boolean isInInterface() {
			Tree parent = getCurrentPath().getParentPath().getLeaf();
			return parent.getKind() == Tree.Kind.INTERFACE || parent.getKind() == Tree.Kind.ANNOTATION_TYPE;
		}

	}

}
