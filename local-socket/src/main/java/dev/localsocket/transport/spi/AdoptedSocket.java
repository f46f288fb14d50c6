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

package dev.localsocket.transport.spi;

/**
 * A socket that was made elsewhere and handed over as a descriptor.
 *
 * @param <S> what can be done with it
 * @param socket the socket, which closes the descriptor
 * @param address where it listens; of a connection the address of the peer, or else of
 * this end, which tells of a socket that a server has accepted where that listens;
 * without a name if there is none
 */
public record AdoptedSocket<S extends PolledSocket>(S socket, EndpointAddress address) {

}
