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

package dev.localsocket.transport.linux;

import java.io.FileDescriptor;
import java.io.IOException;

import dev.localsocket.transport.spi.DescriptorTransfer;
import dev.localsocket.transport.spi.FileDescriptorNumbers;
import dev.localsocket.transport.spi.FileDescriptors;
import dev.localsocket.transport.spi.FileLock;

/**
 * Duplicates descriptors on their way between this library, which has their numbers, and
 * connections, which take Java's objects.
 */
final class NativeDescriptorTransfer implements DescriptorTransfer {

	private final FileDescriptorNumbers numbers;

	NativeDescriptorTransfer(FileDescriptorNumbers numbers) {
		this.numbers = numbers;
	}

	@Override
	public FileDescriptor outgoing(int number) throws IOException {
		int duplicate = DescriptorCalls.duplicate(number);
		try {
			return this.numbers.of(duplicate);
		}
		catch (IOException | RuntimeException | Error ex) {
			DescriptorCalls.close(duplicate);
			throw ex;
		}
	}

	@Override
	public int incoming(FileDescriptor descriptor) throws IOException {
		try {
			return DescriptorCalls.duplicate(this.numbers.numberOf(descriptor));
		}
		finally {
			FileDescriptors.close(descriptor);
		}
	}

	@Override
	public void close(int number) {
		DescriptorCalls.close(number);
	}

	@Override
	public void listenAgain(int number, int backlog) throws IOException {
		OpenCalls.listenAgain(number, backlog);
	}

	@Override
	public FileLock lock(int number) {
		return new OpenFileLock(number);
	}

}
