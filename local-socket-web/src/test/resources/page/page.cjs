// What a user sees and does: node page.cjs SCENARIO[,SCENARIO]... URL FOLDER-OF-SCREENSHOTS
// Needs Chromium, and the package playwright-core. Writes 'done' at the end.

const assert = require('node:assert/strict');
const readline = require('node:readline');
const { chromium } = require('playwright-core');

const [names, url, folder] = process.argv.slice(2);
const lines = readline.createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function expectLine(expected) {
	assert.equal((await lines.next()).value, expected);
}

const cell = (row, number) => row.locator('td').nth(number);
const serverRow = (page, name) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
const connections = (page) => page.getByRole('table').locator('tbody tr');

async function eventually(check) {
	const end = Date.now() + 20000;
	for (;;) {
		try {
			await check();
			return;
		}
		catch (error) {
			if (Date.now() > end) {
				throw error;
			}
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}
}

async function samples(page, count) {
	for (let i = 0; i < count; i++) {
		const last = await page.locator('#status').textContent();
		await eventually(async () => assert.notEqual(await page.locator('#status').textContent(), last));
	}
}

async function answer(page, text, name) {
	const dialog = page.getByRole('dialog');
	await dialog.getByText(text).waitFor();
	await dialog.getByRole('button', { name, exact: true }).click();
	await dialog.waitFor({ state: 'hidden' });
}

const scenarios = {

	async overview(page) {
		const row = serverRow(page, 'control');
		await row.waitFor();
		assert.equal(await cell(row, 1).textContent(), 'listens');
		assert.match(await cell(row, 3).textContent(), /\/control$/);
		await eventually(async () => assert.equal(await cell(row, 5).textContent(), '3 of 1,024'));
		assert.equal(await cell(row, 7).textContent(), '0');
		// The second sample has a rate, and the chart two points
		await eventually(async () => assert.equal(await cell(row, 9).textContent(), '0 B/s'));
		assert.match(await row.getByRole('img').getAttribute('aria-label'), /^Open connections: now 3, at most 3$/);
		assert.equal((await row.locator('polyline').getAttribute('points')).split(' ').length >= 2, true);
		// What comes from the configuration is text
		await page.getByRole('link', { name: '<b>feed', exact: true }).click();
		await page.getByRole('heading', { name: '<b>feed', exact: true }).waitFor();
		await page.getByRole('link', { name: '← All servers' }).click();
		await row.waitFor();
	},

	async details(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await page.getByRole('heading', { name: 'control' }).waitFor();
		await eventually(async () => assert.equal(await connections(page).count(), 3));
		const first = connections(page).first();
		assert.equal(await cell(first, 2).textContent(), String(process.ppid));
		assert.match(await cell(first, 3).textContent(), /\/java$/);
		assert.equal(await cell(first, 4).textContent(), 'connected');
		assert.match(await cell(first, 5).textContent(), /^\d+ s$/);
		assert.match(await page.locator('dl').textContent(), /Socket optionsuser-access/);
		assert.match(await page.locator('dl').textContent(), /Write timeout30 s/);
		await page.getByText('1 to 3 of 3').waitFor();
		assert.equal(await page.title(), 'control – Local sockets');
		// A link to a server can be kept
		await page.reload();
		await page.getByRole('heading', { name: 'control' }).waitFor();
	},

	async keyboard(page) {
		const link = page.getByRole('link', { name: 'control', exact: true });
		await link.waitFor();
		await page.keyboard.press('Tab');
		for (let i = 0; i < 10 && !await link.evaluate((node) => node === document.activeElement); i++) {
			await page.keyboard.press('Tab');
		}
		await page.keyboard.press('Enter');
		const close = connections(page).first().getByRole('button', { name: 'Close' });
		await close.focus();
		// The next answers do not take the focus away
		const updated = await page.locator('#status').textContent();
		await eventually(async () => assert.notEqual(await page.locator('#status').textContent(), updated));
		assert.equal(await close.evaluate((node) => node === document.activeElement), true);
		await page.keyboard.press('Enter');
		await page.getByRole('dialog').waitFor();
		await page.keyboard.press('Escape');
		await page.getByRole('dialog').waitFor({ state: 'hidden' });
		assert.equal(await close.evaluate((node) => node === document.activeElement), true);
		assert.equal(await connections(page).count(), 3);
	},

	async 'nothing-foreign'(page) {
		await page.getByRole('link', { name: 'control', exact: true }).waitFor();
		// The policy holds: neither a script nor a style within the page has an effect
		const ran = await page.evaluate(() => {
			const script = document.createElement('script');
			script.textContent = 'document.body.dataset.ran = "yes"';
			document.body.append(script);
			return document.body.dataset.ran ?? 'no';
		});
		assert.equal(ran, 'no');
		page.expected.push(/Content.Security.Policy/);
	},

	async 'signed-out'(page) {
		await page.route('**/actuator/**', (route) => route.fulfill({ status: 302, headers: { location: '/login' } }));
		await page.getByRole('alert').getByText('Not up to date: you have to sign in to the application first.').waitFor();
		await page.unroute('**/actuator/**');
		await page.route('**/actuator/**', (route) => route.fulfill({ status: 403, json: {} }));
		await page.getByRole('alert').getByText('Not up to date: you may not do that.').waitFor();
		page.expected.push(/403/);
	},

	async 'read-only'(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await eventually(async () => assert.equal(await connections(page).count(), 3));
		assert.equal(await page.getByRole('button', { name: /Stop|Start|Close|Abort/ }).count(), 0);
	},

	async stop(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await page.getByRole('button', { name: 'Stop' }).click();
		await answer(page, 'Stop the server control?', 'Cancel');
		await page.getByText('listens', { exact: true }).waitFor();
		await page.getByRole('button', { name: 'Stop' }).click();
		await answer(page, 'Stop the server control?', 'Stop');
		await page.getByText('does not listen', { exact: true }).waitFor();
	},

	async 'start-in-vain'(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await page.getByRole('button', { name: 'Start' }).click();
		await page.getByRole('alert').getByText(/^That did not work: .*control/).waitFor();
		await page.getByText(/^Last error: /).waitFor();
		page.expected.push(/409/);
	},

	async start(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await page.getByRole('button', { name: 'Start' }).click();
		await page.getByText('listens', { exact: true }).waitFor();
		assert.equal(await page.getByRole('alert').textContent(), '');
	},

	async close(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await eventually(async () => assert.equal(await connections(page).count(), 3));
		await connections(page).first().getByRole('button', { name: 'Close' }).click();
		await answer(page, /^Close the connection \d+\?/, 'Close');
		await eventually(async () => assert.equal(await connections(page).count(), 2));
		await connections(page).first().getByRole('button', { name: 'Abort' }).click();
		await answer(page, /^Abort the connection \d+\?/, 'Abort');
		await eventually(async () => assert.equal(await connections(page).count(), 1));
	},

	async pages(page) {
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await page.getByText('1 to 50 of 300').waitFor();
		const first = await cell(connections(page).first(), 0).textContent();
		assert.equal(await connections(page).count(), 50);
		assert.equal(await page.getByRole('button', { name: 'Previous' }).isDisabled(), true);
		await page.getByRole('button', { name: 'Next' }).click();
		await page.getByText('51 to 100 of 300').waitFor();
		assert.notEqual(await cell(connections(page).first(), 0).textContent(), first);
		await page.getByRole('button', { name: 'Last' }).click();
		await page.getByText('251 to 300 of 300').waitFor();
		assert.equal(await page.getByRole('button', { name: 'Next' }).isDisabled(), true);
		await page.goBack();
		await page.getByText('51 to 100 of 300').waitFor();
		await page.getByRole('button', { name: 'First' }).click();
		await page.getByText('1 to 50 of 300').waitFor();
		assert.equal(await cell(connections(page).first(), 0).textContent(), first);
	},

	async gone(page) {
		await page.getByRole('link', { name: 'control', exact: true }).waitFor();
		console.log('seen');
		await expectLine('closed');
		await page.getByRole('alert').getByText('Not up to date: the application does not answer. Trying again.').waitFor();
		// What was seen last is still there
		await page.getByRole('link', { name: 'control', exact: true }).waitFor();
		console.log('lost');
		await expectLine('started');
		await page.getByText(/^Updated at/).waitFor({ timeout: 60000 });
		assert.equal(await page.getByRole('alert').textContent(), '');
		page.expected.push(/ERR_CONNECTION_REFUSED|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|503|404/);
	},

	async screenshots(page) {
		await page.setViewportSize({ width: 1280, height: 330 });
		await page.getByRole('link', { name: 'control', exact: true }).waitFor();
		await samples(page, 12);
		await page.screenshot({ path: `${folder}/local-sockets.png` });
		await page.getByRole('link', { name: 'control', exact: true }).click();
		await samples(page, 12);
		await page.screenshot({ path: `${folder}/local-sockets-server.png`, fullPage: true });
	}

};

async function run(browser, scenario) {
	const page = await browser.newPage();
	const complaints = [];
	page.expected = [];
	page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
	page.on('pageerror', (error) => complaints.push(String(error)));
	page.on('request', (request) => new URL(request.url()).origin === new URL(url).origin
		|| complaints.push(`foreign: ${request.url()}`));
	page.setDefaultTimeout(30000);
	await page.goto(url);
	await scenarios[scenario](page);
	assert.deepEqual(complaints.filter((text) => !page.expected.some((pattern) => pattern.test(text))), []);
	await page.close();
}

(async () => {
	const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
	try {
		for (const scenario of names.split(',')) {
			await run(browser, scenario).catch((error) => {
				throw new Error(`The scenario '${scenario}' has failed`, { cause: error });
			});
		}
		console.log('done');
	}
	finally {
		await browser.close();
		lines.return?.();
		process.stdin.destroy();
	}
})().catch((error) => {
	console.error(error);
	process.exit(1);
});
