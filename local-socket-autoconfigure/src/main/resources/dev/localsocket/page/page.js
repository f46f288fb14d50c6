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

// Shows what the endpoint 'localsockets' tells, and asks it again every two seconds. All
// that comes from there is set as text, never as HTML.

const PERIOD = 2000;
const LONGEST_PERIOD = 30000;
const SAMPLES = 120;
const PAGE = 50;

const meta = (name) => document.querySelector(`meta[name="${name}"]`).content;
const ENDPOINT = new URL(meta('endpoint'), document.baseURI).href;
const MAY_CHANGE = meta('changes') === 'true';

// --- Values as text

const numbers = new Intl.NumberFormat('en');
const decimals = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

function bytes(count) {
	const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
	let unit = 0;
	while (count >= 1024 && unit < units.length - 1) {
		count /= 1024;
		unit++;
	}
	return `${(unit === 0 ? numbers : decimals).format(Math.round(count * 10) / 10)} ${units[unit]}`;
}

function rate(perSecond) {
	return perSecond === null ? '–' : `${bytes(Math.round(perSecond))}/s`;
}

// ISO 8601, as Java's Duration is written
function duration(text) {
	const parts = /^PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?$/.exec(text);
	if (!parts) {
		return text;
	}
	const [hours, minutes, seconds] = parts.slice(1).map((part) => Number(part ?? 0));
	const days = Math.floor(hours / 24);
	return days > 0 ? `${days} d ${hours % 24} h` : hours > 0 ? `${hours} h ${minutes} min`
			: minutes > 0 ? `${minutes} min ${seconds} s` : `${seconds} s`;
}

function sum(counts) {
	return Object.values(counts).reduce((total, count) => total + count, 0);
}

function details(counts) {
	return Object.entries(counts).map(([name, count]) => `${name.toLowerCase().replaceAll('_', ' ')}: ${numbers.format(count)}`)
		.join(', ');
}

function words(name) {
	const text = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
	return text[0].toUpperCase() + text.slice(1);
}

function option(value) {
	if (Array.isArray(value)) {
		return value.map((one) => one.toLowerCase().replaceAll('_', '-')).join(', ');
	}
	return typeof value === 'number' ? numbers.format(value) : typeof value === 'string' ? duration(value)
			: value ? 'yes' : 'no';
}

function state(server) {
	return !server.listening ? ['does not listen', 'warn'] : !server.reachable ? ['file is lost', 'bad'] : ['listens', 'good'];
}

// --- Elements

function element(name, properties = {}, ...children) {
	const created = document.createElement(name);
	Object.assign(created, properties);
	created.append(...children);
	return created;
}

// What has not changed stays, so that a selection and the focus do
function setText(node, text, className) {
	if (node.textContent !== text) {
		node.textContent = text;
	}
	if (className !== undefined && node.className !== className) {
		node.className = className;
	}
}

function button(text, action, className = '') {
	return element('button', { type: 'button', className, onclick: action }, text);
}

class Chart {

	constructor(label) {
		const namespace = 'http://www.w3.org/2000/svg';
		this.label = label;
		this.line = document.createElementNS(namespace, 'polyline');
		this.node = document.createElementNS(namespace, 'svg');
		this.node.setAttribute('class', 'chart');
		this.node.setAttribute('role', 'img');
		this.node.setAttribute('viewBox', `0 0 ${SAMPLES - 1} 100`);
		this.node.setAttribute('preserveAspectRatio', 'none');
		this.node.append(this.line);
	}

	show(values, format) {
		const known = values.filter((value) => value !== null);
		const most = Math.max(1, ...known);
		const points = [];
		values.forEach((value, index) => {
			if (value !== null) {
				points.push(`${SAMPLES - values.length + index},${98 - 96 * value / most}`);
			}
		});
		this.line.setAttribute('points', points.join(' '));
		const last = known.length > 0 ? format(known[known.length - 1]) : 'unknown';
		this.node.setAttribute('aria-label', `${this.label}: now ${last}, at most ${format(Math.max(0, ...known))}`);
	}

}

// A table with one row for each key, in the order of the items
class Table {

	constructor(caption, columns) {
		this.columns = columns;
		this.rows = new Map();
		this.caption = element('caption', {}, caption);
		this.body = element('tbody');
		this.node = element('table', {}, this.caption, element('thead', {}, element('tr', {}, ...columns.map((column) =>
			element('th', { scope: 'col', className: column.number ? 'number' : '' }, column.title)))), this.body);
	}

	show(items) {
		const keys = new Set();
		items.forEach(([key, item], index) => {
			keys.add(key);
			let row = this.rows.get(key);
			if (!row) {
				row = element('tr', {}, ...this.columns.map((column) => {
					const cell = element('td', { className: column.number ? 'number' : column.path ? 'path' : '' });
					column.create?.(cell, key);
					return cell;
				}));
				this.rows.set(key, row);
			}
			this.columns.forEach((column, number) => column.show?.(row.cells[number], item, key));
			if (this.body.rows[index] !== row) {
				this.body.insertBefore(row, this.body.rows[index] ?? null);
			}
		});
		for (const [key, row] of this.rows) {
			if (!keys.has(key)) {
				row.remove();
				this.rows.delete(key);
			}
		}
	}

}

// --- The endpoint

class Refusal extends Error {
}

async function request(path, init = {}) {
	const headers = { Accept: 'application/json' };
	if (init.body !== undefined) {
		headers['Content-Type'] = 'application/json';
	}
	// As Spring Security's CookieCsrfTokenRepository expects it
	const token = /(?:^|; )XSRF-TOKEN=([^;]*)/.exec(document.cookie);
	if (token && init.method !== undefined) {
		headers['X-XSRF-TOKEN'] = decodeURIComponent(token[1]);
	}
	const response = await fetch(ENDPOINT + path, { ...init, headers, cache: 'no-store', redirect: 'manual' });
	if (response.type === 'opaqueredirect') {
		throw new Refusal('you have to sign in to the application first');
	}
	const type = response.headers.get('Content-Type') ?? '';
	const body = type.includes('json') ? await response.json() : null;
	if (!response.ok && !(response.status === 409 && body !== null)) {
		const reasons = { 401: 'who you are is not known', 403: 'you may not do that', 404: 'it is not there any more',
			405: 'nobody may do that here', 503: 'the application is starting or stopping' };
		throw new Refusal(reasons[response.status] ?? `the application answers with the status ${response.status}`);
	}
	if (body === null) {
		throw new Refusal('the answer is none of the endpoint');
	}
	return body;
}

const serverPath = (name) => `/${encodeURIComponent(name)}`;

// --- What was seen so far

class History {

	constructor() {
		this.samples = [];
	}

	add(time, counters) {
		const last = this.samples[this.samples.length - 1];
		const per = (name) => last && counters[name] >= last[name] && time > last.time
			? (counters[name] - last[name]) * 1000 / (time - last.time) : null;
		this.samples.push({ time, pending: counters.pending, active: counters.active, bytesRead: counters.bytesRead,
			bytesWritten: counters.bytesWritten, accepted: counters.accepted, rejected: sum(counters.rejected),
			errors: sum(counters.failures), readRate: per('bytesRead'), writeRate: per('bytesWritten'),
			acceptRate: per('accepted') });
		if (this.samples.length > SAMPLES) {
			this.samples.shift();
		}
	}

	values(name) {
		return this.samples.map((sample) => sample[name]);
	}

	// Within what the chart shows
	increase(name) {
		const values = this.values(name);
		return values.map((value, index) => index === 0 ? 0 : Math.max(0, value - values[index - 1]));
	}

	last(name) {
		return this.samples[this.samples.length - 1]?.[name] ?? null;
	}

}

const histories = new Map();

function remember(name, counters) {
	if (!histories.has(name)) {
		histories.set(name, new History());
	}
	histories.get(name).add(performance.now(), counters);
}

// --- Views

const main = document.getElementById('main');
const status = document.getElementById('status');
const alertText = document.getElementById('alert');

class Overview {

	constructor() {
		const number = (title, show) => ({ title, number: true, show: (cell, server, name) => setText(cell, show(server, name)) });
		const limited = (count, limit) => numbers.format(count) + (limit > 0 ? ` of ${numbers.format(limit)}` : '');
		this.charts = new Map();
		this.table = new Table('Servers', [
			{ title: 'Server', create: (cell, name) => cell.append(element('a', { href: `#${serverPath(name)}` }, name)) },
			{ title: 'State', show: (cell, server) => setText(cell, ...state(server)) },
			{ title: 'Kind', show: (cell, server) => setText(cell, server.kind) },
			{ title: 'Address', path: true, show: (cell, server) => setText(cell, server.address) },
			number('Pending', (server) => limited(server.counters.pending, server.options.maxPendingConnections)),
			number('Open', (server) => limited(server.counters.active, server.options.maxConnections)),
			{ title: 'Open, in 4 minutes', create: (cell, name) => {
				this.charts.set(name, new Chart('Open connections'));
				cell.append(this.charts.get(name).node);
			}, show: (_, __, name) => this.charts.get(name).show(histories.get(name).values('active'), numbers.format) },
			number('Rejected', (server) => numbers.format(sum(server.counters.rejected))),
			number('Errors', (server) => numbers.format(sum(server.counters.failures))),
			number('Received', (_, name) => rate(histories.get(name).last('readRate'))),
			number('Sent', (_, name) => rate(histories.get(name).last('writeRate')))
		]);
		this.none = element('p', { hidden: true }, 'This application has no local socket servers.');
		main.replaceChildren(this.table.node, this.none);
	}

	title() {
		return 'Local sockets';
	}

	async refresh(current) {
		const { servers } = await request('');
		if (!current()) {
			return;
		}
		const items = Object.entries(servers);
		items.forEach(([name, server]) => remember(name, server.counters));
		this.table.show(items);
		this.none.hidden = items.length > 0;
	}

}

class ServerView {

	constructor(name, offset) {
		this.name = name;
		this.offset = offset;
		this.rates = new Map();
		this.state = element('span');
		this.address = element('p', { className: 'path' });
		this.error = element('p', { className: 'bad', hidden: true });
		this.rejected = element('p', { hidden: true });
		this.failures = element('p', { hidden: true });
		this.options = element('dl');
		this.toggle = button('', () => this.change());
		this.charts = [
			['Open', (history) => history.values('active'), numbers.format],
			['Pending', (history) => history.values('pending'), numbers.format],
			['Accepted per second', (history) => history.values('acceptRate'), decimals.format],
			['Rejected', (history) => history.increase('rejected'), numbers.format],
			['Errors', (history) => history.increase('errors'), numbers.format],
			['Received', (history) => history.values('readRate'), rate],
			['Sent', (history) => history.values('writeRate'), rate]
		].map(([label, values, format]) => ({ chart: new Chart(label), value: element('b'), label, values, format }));
		this.table = new Table('', this.columns());
		this.pager = this.pages();
		main.replaceChildren(
			element('p', {}, element('a', { href: '#/' }, '← All servers')),
			element('div', { className: 'title' }, element('h2', {}, name), this.state, ...(MAY_CHANGE ? [this.toggle] : [])),
			this.address, this.error,
			element('div', { className: 'charts' }, ...this.charts.map(({ chart, value, label }) =>
				element('figure', {}, element('figcaption', {}, label, value), chart.node))),
			this.rejected, this.failures,
			element('h3', {}, 'Connections'), this.pager.node, this.table.node,
			element('h3', {}, 'Options'), this.options);
	}

	title() {
		return `${this.name} – Local sockets`;
	}

	columns() {
		const number = (title, show) => ({ title, number: true, show: (cell, item) => setText(cell, show(item)) });
		const columns = [
			{ title: 'Id', number: true, create: (cell, id) => setText(cell, id) },
			{ title: 'User', show: (cell, { peer }) => setText(cell, peer.user ?? (peer.uid >= 0 ? String(peer.uid) : 'unknown')) },
			number('Process', ({ peer }) => peer.pid > 0 ? String(peer.pid) : 'unknown'),
			{ title: 'Program', path: true, show: (cell, { peer }) => setText(cell, peer.command ?? '–') },
			{ title: 'State', show: (cell, item) => setText(cell, item.state.toLowerCase()) },
			number('Age', (item) => duration(item.age)),
			number('Received', (item) => bytes(item.bytesRead)),
			number('Sent', (item) => bytes(item.bytesWritten)),
			number('Per second', (item) => rate(item.rate)),
			number('Unread', (item) => bytes(item.bytesAvailable)),
			number('Unsent', (item) => bytes(item.bytesToWrite))
		];
		if (MAY_CHANGE) {
			columns.push({ title: '', create: (cell, id) => cell.append(element('div', { className: 'buttons' },
				button('Close', () => this.close(id, false)), button('Abort', () => this.close(id, true), 'danger'))) });
		}
		return columns;
	}

	pages() {
		const go = (offset) => () => {
			location.hash = `#${serverPath(this.name)}/${Math.max(0, offset())}`;
		};
		const pager = { text: element('span'), first: button('First', go(() => 0)),
			previous: button('Previous', go(() => this.offset - PAGE)), next: button('Next', go(() => this.offset + PAGE)),
			last: button('Last', go(() => Math.floor((this.total - 1) / PAGE) * PAGE)) };
		pager.node = element('div', { className: 'buttons' }, pager.text, pager.first, pager.previous, pager.next, pager.last);
		return pager;
	}

	// The same server and another page: the focus stays where it is
	turn(offset) {
		this.offset = offset;
		this.rates.clear();
	}

	async refresh(current) {
		const offset = this.offset;
		const { server, connections } = await request(`${serverPath(this.name)}?offset=${offset}&limit=${PAGE}`);
		if (!current() || offset !== this.offset) {
			return;
		}
		remember(this.name, server.counters);
		this.showServer(server);
		this.showConnections(server.counters.active, connections);
	}

	showServer(server) {
		this.listening = server.listening;
		setText(this.state, ...state(server));
		setText(this.address, server.address);
		setText(this.toggle, server.listening ? 'Stop' : 'Start', server.listening ? 'danger' : '');
		setText(this.error, `Last error: ${server.lastErrorText ?? server.lastError}`);
		this.error.hidden = server.lastError === undefined || server.lastError === null;
		setText(this.rejected, `Rejected: ${details(server.counters.rejected)}`);
		this.rejected.hidden = sum(server.counters.rejected) === 0;
		setText(this.failures, `Errors: ${details(server.counters.failures)}`);
		this.failures.hidden = sum(server.counters.failures) === 0;
		const history = histories.get(this.name);
		this.charts.forEach(({ chart, value, values, format }) => {
			const shown = values(history);
			chart.show(shown, format);
			const last = shown[shown.length - 1];
			setText(value, last === null ? '–' : format(last));
		});
		const text = JSON.stringify(server.options);
		if (text !== this.shownOptions) {
			this.shownOptions = text;
			this.options.replaceChildren(...Object.entries(server.options).map(([name, value]) =>
				element('div', {}, element('dt', {}, words(name)), element('dd', {}, option(value)))));
		}
	}

	showConnections(total, connections) {
		const time = performance.now();
		const seen = new Map();
		connections.forEach((connection) => {
			const count = connection.bytesRead + connection.bytesWritten;
			const last = this.rates.get(connection.id);
			connection.rate = last && time > last.time ? (count - last.count) * 1000 / (time - last.time) : null;
			seen.set(connection.id, { time, count });
		});
		this.rates = seen;
		this.total = total;
		this.table.show(connections.map((connection) => [connection.id, connection]));
		const pager = this.pager;
		setText(pager.text, connections.length === 0 ? 'None here' : `${numbers.format(this.offset + 1)} to ${
			numbers.format(this.offset + connections.length)} of ${numbers.format(Math.max(total, this.offset + connections.length))}`);
		pager.first.disabled = pager.previous.disabled = this.offset === 0;
		pager.next.disabled = pager.last.disabled = this.offset + PAGE >= total;
	}

	async change() {
		const listening = !this.listening;
		if (listening || await ask(`Stop the server ${this.name}? New connections are refused until it is started; open ones stay.`, 'Stop')) {
			await act(async () => {
				const server = await request(serverPath(this.name), { method: 'POST', body: JSON.stringify({ listening }) });
				if (server.listening !== listening) {
					throw new Refusal(server.lastErrorText ?? 'the server cannot listen');
				}
			});
		}
	}

	async close(id, abort) {
		const question = abort ? `Abort the connection ${id}? What is not sent yet is lost.`
			: `Close the connection ${id}? What is not sent yet is sent first.`;
		if (await ask(question, abort ? 'Abort' : 'Close')) {
			await act(() => request(`${serverPath(this.name)}/${encodeURIComponent(id)}?abort=${abort}`, { method: 'DELETE' }));
		}
	}

}

// --- Questions and actions

// True if the answer is yes; Escape is no
function ask(text, yes) {
	const dialog = document.getElementById('question');
	setText(document.getElementById('question-text'), text);
	setText(document.getElementById('question-yes'), yes);
	return new Promise((resolve) => {
		document.getElementById('question-no').onclick = () => dialog.close('no');
		document.getElementById('question-yes').onclick = () => dialog.close('yes');
		dialog.onclose = () => resolve(dialog.returnValue === 'yes');
		dialog.returnValue = 'no';
		dialog.showModal();
	});
}

async function act(action) {
	try {
		await action();
		trouble = null;
	}
	catch (error) {
		trouble = `That did not work: ${reason(error)}`;
	}
	await refreshNow();
}

function reason(error) {
	return error instanceof Refusal ? error.message : 'the application does not answer';
}

// --- The loop

let view = null;
let timer = null;
let period = PERIOD;
let lostSince = null;
// What went wrong when the user did something, until he does something else
let trouble = null;
let round = 0;

// Only what is wrong is read aloud by itself
function show(text, problem) {
	setText(status, text);
	setText(alertText, problem ?? '');
}

async function refreshNow() {
	clearTimeout(timer);
	const mine = ++round;
	const current = () => mine === round;
	try {
		await view.refresh(current);
		if (!current()) {
			return;
		}
		period = PERIOD;
		lostSince = null;
		document.body.className = '';
		show(`Updated at ${new Date().toLocaleTimeString()}`, trouble);
	}
	catch (error) {
		if (!current()) {
			return;
		}
		if (!(error instanceof Refusal) && !(error instanceof TypeError)) {
			console.error(error);
		}
		lostSince ??= new Date().toLocaleTimeString();
		period = Math.min(period * 1.5, LONGEST_PERIOD);
		document.body.className = 'lost';
		show(`Not up to date since ${lostSince}`, `Not up to date: ${reason(error)}. Trying again.`);
	}
	timer = setTimeout(refreshWhenSeen, period);
}

// Nobody looks at a hidden page
function refreshWhenSeen() {
	if (!document.hidden) {
		refreshNow();
	}
}

function route() {
	const [, name, offset] = /^#\/([^/]+)(?:\/(\d{1,9}))?$/.exec(location.hash) ?? [];
	trouble = null;
	let server = null;
	try {
		server = name === undefined ? null : decodeURIComponent(name);
	}
	catch {
		// Somebody typed it: the overview is shown
	}
	if (server !== null && view instanceof ServerView && view.name === server) {
		view.turn(Number(offset ?? 0));
	}
	else {
		view = server === null ? new Overview() : new ServerView(server, Number(offset ?? 0));
		main.focus({ preventScroll: true });
	}
	document.title = view.title();
	refreshNow();
}

addEventListener('hashchange', route);
document.addEventListener('visibilitychange', refreshWhenSeen);
route();
