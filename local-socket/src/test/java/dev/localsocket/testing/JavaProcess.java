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

package dev.localsocket.testing;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Another JVM that runs the main method of a class. Its input ends when it is closed.
 */
public final class JavaProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private JavaProcess(Process process) {
		this.process = process;
		this.output = process.inputReader(StandardCharsets.UTF_8);
	}

	/**
	 * Starts a process.
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess start(Class<?> main, String... arguments) throws IOException {
		return startWithout(Pattern.compile(""), main, arguments);
	}

	/**
	 * Starts a process with more options of the JVM.
	 * @param options the options
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess startWith(List<String> options, Class<?> main, String... arguments) throws IOException {
		List<String> command = command(System.getProperty("java.class.path"), main, arguments);
		command.addAll(1, options);
		return new JavaProcess(new ProcessBuilder(command).redirectError(Redirect.DISCARD).start());
	}

	/**
	 * Starts a process for which the operating system's messages are in German, where
	 * their translation is installed.
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess startInGerman(Class<?> main, String... arguments) throws IOException {
		return start(Map.of("LC_ALL", "C.UTF-8", "LANGUAGE", "de"), Pattern.compile(""), main, arguments);
	}

	/**
	 * Starts a process with a part of the class path of this one.
	 * @param jars matches the names of the jars to leave out, as a whole
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess startWithout(Pattern jars, Class<?> main, String... arguments) throws IOException {
		return start(Map.of(), jars, main, arguments);
	}

	/**
	 * Starts a process that uses what Spring has generated ahead of time.
	 * @param generated the directory of the generated classes
	 * @param main the class with the main method
	 * @param arguments its arguments
	 * @return the process
	 * @throws IOException if it cannot be started
	 */
	public static JavaProcess startAheadOfTime(Path generated, Class<?> main, String... arguments) throws IOException {
		List<String> command = command(generated + File.pathSeparator + System.getProperty("java.class.path"), main,
				arguments);
		command.add(1, "-Dspring.aot.enabled=true");
		return new JavaProcess(new ProcessBuilder(command).redirectError(Redirect.INHERIT).start());
	}

	private static JavaProcess start(Map<String, String> environment, Pattern jars, Class<?> main, String... arguments)
			throws IOException {
		ProcessBuilder builder = new ProcessBuilder(command(classPathWithout(jars), main, arguments))
			.redirectError(Redirect.DISCARD);
		builder.environment().putAll(environment);
		return new JavaProcess(builder.start());
	}

	private static List<String> command(String classPath, Class<?> main, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(List.of("-Xshare:auto", "-XX:TieredStopAtLevel=1", "-Xmx64m"));
		command.addAll(TestedTransport.options());
		command.addAll(List.of("-cp", classPath, main.getName()));
		command.addAll(List.of(arguments));
		return command;
	}

	private static String classPathWithout(Pattern jars) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((element) -> !jars.matcher(new File(element).getName()).matches())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Reads a line of the process's output.
	 * @return the line, or null at the end
	 * @throws IOException if reading fails
	 */
	public @Nullable String readLine() throws IOException {
		return this.output.readLine();
	}

	/**
	 * Gives the process a line of input.
	 * @throws IOException if it does not read any more
	 */
	public void go() throws IOException {
		this.process.getOutputStream().write('\n');
		this.process.getOutputStream().flush();
	}

	/**
	 * Returns the id of the process.
	 * @return the id
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Asks the process to end, with {@code SIGTERM}, and waits for its end.
	 * @return its status
	 * @throws IOException if it does not end within a minute
	 */
	public int terminate() throws IOException {
		this.process.destroy();
		try {
			return this.process.onExit().get(1, TimeUnit.MINUTES).exitValue();
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IOException("The process did not end", ex);
		}
	}

	/**
	 * Waits for the end of the process, which ends by itself.
	 * @return its status
	 * @throws IOException if it does not end within a minute
	 */
	public int awaitEnd() throws IOException {
		try {
			return this.process.onExit().get(1, TimeUnit.MINUTES).exitValue();
		}
		catch (InterruptedException | ExecutionException | TimeoutException ex) {
			throw new IOException("The process did not end", ex);
		}
	}

	/**
	 * Ends the process with {@code SIGKILL} and waits for its end. What it has printed
	 * can still be read.
	 */
	public void kill() {
		// The method of the process itself would close the streams
		this.process.toHandle().destroyForcibly();
		this.process.onExit().join();
	}

	/**
	 * Ends the input of the process and waits for its end.
	 */
	@Override
	public void close() throws IOException {
		try {
			this.process.getOutputStream().close();
			this.process.onExit().get(10, TimeUnit.SECONDS);
		}
		catch (TimeoutException ex) {
			// It may be one that reads no input
			kill();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IOException("The process did not end", ex);
		}
		finally {
			this.output.close();
			this.process.getErrorStream().close();
		}
	}

}
