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

package dev.localsocket.release;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;

import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * A POM that was deployed.
 */
final class PublishedPom {

	private final String text;

	private final Document document;

	PublishedPom(Path file) throws IOException {
		String source = Files.readString(file);
		try {
			DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
			this.text = source.replace("${project.version}", version(builder.parse(file.toFile())));
			this.document = builder.parse(new InputSource(new StringReader(this.text)));
		}
		catch (ParserConfigurationException | SAXException ex) {
			throw new IOException("Not a POM: " + file, ex);
		}
	}

	private static String version(Document document) {
		NodeList children = document.getDocumentElement().getChildNodes();
		return IntStream.range(0, children.getLength())
			.mapToObj(children::item)
			.filter((child) -> child.getNodeName().equals("version"))
			.map(Node::getTextContent)
			.findFirst()
			.orElse("");
	}

	/**
	 * Returns the whole file, with its own version where it refers to that.
	 * @return the text
	 */
	String text() {
		return this.text;
	}

	/**
	 * Returns the texts of all elements that an XPath expression finds.
	 * @param path the expression
	 * @return the texts
	 */
	List<String> values(String path) {
		try {
			NodeList nodes = (NodeList) XPathFactory.newInstance()
				.newXPath()
				.evaluate(path, this.document, XPathConstants.NODESET);
			return IntStream.range(0, nodes.getLength())
				.mapToObj((index) -> nodes.item(index).getTextContent().strip())
				.toList();
		}
		catch (XPathExpressionException ex) {
			throw new IllegalArgumentException(path, ex);
		}
	}

}
