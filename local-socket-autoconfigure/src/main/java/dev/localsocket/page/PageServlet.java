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

import java.io.IOException;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Serves the page in a servlet container.
 */
public final class PageServlet extends HttpServlet {

	private static final long serialVersionUID = 1L;

	private final transient LocalSocketsPage page;

	/**
	 * Creates a servlet.
	 * @param page the page
	 */
	public PageServlet(LocalSocketsPage page) {
		this.page = page;
	}

	@Override
	protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
		String path = request.getPathInfo();
		if (path == null) {
			response.setStatus(HttpServletResponse.SC_FOUND);
			response.setHeader("Location", this.page.location());
			return;
		}
		PageFile file = this.page.find(path);
		if (file == null) {
			response.sendError(HttpServletResponse.SC_NOT_FOUND);
			return;
		}
		LocalSocketsPage.HEADERS.forEach(response::setHeader);
		response.setContentType(file.contentType());
		response.setContentLength(file.content().length);
		response.getOutputStream().write(file.content());
	}

}
