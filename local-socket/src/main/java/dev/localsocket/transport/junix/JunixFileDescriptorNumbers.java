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

package dev.localsocket.transport.junix;

import java.io.FileDescriptor;
import java.io.IOException;

import dev.localsocket.error.LocalSocketException;
import dev.localsocket.transport.spi.FileDescriptorNumbers;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The numbers of descriptors, as the native part of junixsocket reads and writes them.
 * Until one is asked for, no class of the library is needed.
 */
public final class JunixFileDescriptorNumbers implements FileDescriptorNumbers {

	@Override
	public void check() throws LocalSocketException {
		NativeLibrary.check();
	}

	@Override
	public int numberOf(FileDescriptor descriptor) throws IOException {
		NativeLibrary.check();
		return FileDescriptorCast.using(descriptor).as(Integer.class);
	}

	@Override
	public FileDescriptor of(int number) throws IOException {
		return Descriptors.of(number);
	}

}
