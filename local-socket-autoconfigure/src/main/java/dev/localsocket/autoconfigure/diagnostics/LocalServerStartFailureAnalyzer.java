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

package dev.localsocket.autoconfigure.diagnostics;

import dev.localsocket.TransportInfo;
import dev.localsocket.account.OwnUser;
import dev.localsocket.context.LocalServerStartException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.util.ClassUtils;

/**
 * Says what to change when a server cannot listen.
 */
class LocalServerStartFailureAnalyzer extends AbstractFailureAnalyzer<LocalServerStartException> {

	/** Applications do not have it when they are run as such. */
	private static final boolean IN_TEST = ClassUtils.isPresent("org.springframework.test.context.TestContext",
			LocalServerStartFailureAnalyzer.class.getClassLoader());

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, LocalServerStartException cause) {
		String key = ConfigurationKeys.ofServer(cause.getBeanName());
		return switch (cause.getError()) {
			case ADDRESS_IN_USE -> inUse(cause, key);
			case ACCESS_DENIED -> analysis(cause, DirectoryAccess.describe(cause.getPath()),
					"Choose another '%s.directory' or '%s.name', or %s.".formatted(key, key,
							DirectoryAccess.isReadOnly(cause.getPath()) ? "mount the file system for writing"
									: "let the user '%s' write there".formatted(OwnUser.name())));
			case UNSAFE_DIRECTORY -> analysis(cause, "",
					"Correct the directory as the text says, choose another '%s.directory', or set '%s.check-directory=false' if you trust all users who could exchange what is in it."
						.formatted(key, key));
			case INVALID_GROUP -> analysis(cause, "",
					"Correct '%s.group', or make the user '%s' a member of the group and start the application anew."
						.formatted(key, OwnUser.name()));
			case INVALID_NAME -> analysis(cause, "", InvalidAddressFailureAnalyzer.action(key,
					ShorterAddress.of(cause.getPath(), cause.getSocketOptions()).orElse(null)));
			case UNSUPPORTED_OPERATION -> analysis(cause, "",
					"Start Java with '-D%s=DIRECTORY', a directory in which this process may write and execute files, or remove 'noexec' from the file system."
						.formatted(TransportInfo.NATIVE_LIBRARY_DIRECTORY));
			case INVALID_DESCRIPTOR -> analysis(cause, "",
					"Correct '%s.socket-descriptor', or have whoever starts this process hand over a listening socket."
						.formatted(key));
			default -> analysis(cause, "",
					"Remove the cause, or let the server not listen by '%s.auto-startup=false'.".formatted(key));
		};
	}

	private static FailureAnalysis inUse(LocalServerStartException cause, String key) {
		AddressOccupant occupant = AddressOccupant.of(cause.getPath(), cause.getSocketOptions());
		return analysis(cause, occupant.description(), switch (occupant.kind()) {
			case STALE_SOCKET ->
				"Set '%s.reclaim-stale=true', so that a socket which a crash has left is replaced, or delete it."
					.formatted(key);
			case INACCESSIBLE_SOCKET ->
				"Let its user stop the server, or delete the file if there is none, or give this one another '%s.name' or '%s.directory'."
					.formatted(key, key);
			case FILE ->
				"Move away what is there, if nobody needs it, or give the server another '%s.name' or '%s.directory'."
					.formatted(key, key);
			case SERVER -> "Stop the other server, or give this one another '%s.name' or '%s.directory'.%s"
				.formatted(key, key, IN_TEST
						? " Annotate a test with @AutoConfigureLocalSocket, of local-socket-test: it gets a directory of its own."
						: "");
		});
	}

	private static FailureAnalysis analysis(LocalServerStartException cause, String details, String action) {
		String description = "The local server '%s' cannot listen at '%s' (%s):%n%n%s%n%n%s"
			.formatted(cause.getBeanName(), cause.getPath(), cause.getError(), cause.getText(), details);
		return new FailureAnalysis(description.strip(), action, cause);
	}

}
