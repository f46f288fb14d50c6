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
package dev.localsocket.page;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Serves the page in a reactive web application.
 */
public final class PageWebFilter implements WebFilter {

	private final LocalSocketsPage page;

	/**
	 * Creates a filter.
	 * @param page the page
	 */
	public PageWebFilter(LocalSocketsPage page) {
		this.page = page;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		if (path.equals(this.page.path())) {
			exchange.getResponse().setStatusCode(HttpStatus.FOUND);
			exchange.getResponse().getHeaders().set(HttpHeaders.LOCATION, this.page.location());
			return exchange.getResponse().setComplete();
		}
		if (!path.startsWith(this.page.path() + "/")) {
			return chain.filter(exchange);
		}
		PageFile file = this.page.find(path.substring(this.page.path().length()));
		return (file != null) ? serve(file, exchange.getRequest(), exchange.getResponse())
				: Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static Mono<Void> serve(PageFile file, ServerHttpRequest request, ServerHttpResponse response) {
		HttpMethod method = request.getMethod();
		if (!HttpMethod.GET.equals(method) && !HttpMethod.HEAD.equals(method)) {
			return Mono.error(new ResponseStatusException(HttpStatus.METHOD_NOT_ALLOWED));
		}
		LocalSocketsPage.HEADERS.forEach(response.getHeaders()::set);
		response.getHeaders().set(HttpHeaders.CONTENT_TYPE, file.contentType());
		response.getHeaders().setContentLength(file.content().length);
		return HttpMethod.HEAD.equals(method) ? response.setComplete()
				: response.writeWith(Mono.just(response.bufferFactory().wrap(file.content())));
	}

}
