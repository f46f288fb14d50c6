// A server made with vscode-jsonrpc, at the path that is its argument, until its input ends.
const net = require('net');
const rpc = require('vscode-jsonrpc/node');

const server = net.createServer((socket) => {
	const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(socket), new rpc.StreamMessageWriter(socket));
	connection.onRequest('add', (numbers) => numbers.a + numbers.b);
	connection.onRequest('names', (one, two) => [one, two, 'ä€𝄞']);
	connection.onRequest('fail', () => {
		throw new rpc.ResponseError(7, 'no money', { missing: 3 });
	});
	connection.onRequest('slow', (token) => new Promise((resolve) => {
		token.onCancellationRequested(() => {
			connection.sendNotification('progress', { text: 'cancelled' });
			resolve(null);
		});
		connection.sendNotification('progress', { text: 'began' });
	}));
	connection.onNotification('tell', (message) => connection.sendNotification('progress', { text: 'told ' + message.text }));
	connection.onRequest('askBack', () => connection.sendRequest('ask', { text: 'who' }));
	connection.listen();
});
server.listen(process.argv[2], () => console.log('ready'));
process.stdin.on('end', () => {
	server.close();
	process.exit(0);
});
process.stdin.resume();
