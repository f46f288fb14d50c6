// A client made with vscode-jsonrpc, of the server at the path that is its argument: writes what it gets.
const net = require('net');
const rpc = require('vscode-jsonrpc/node');

const socket = net.connect(process.argv[2], async () => {
	const connection = rpc.createMessageConnection(new rpc.StreamMessageReader(socket), new rpc.StreamMessageWriter(socket));
	let heard;
	const progress = () => new Promise((resolve) => { heard = resolve; });
	connection.onNotification('progress', (message) => heard(message.text));
	connection.onRequest('ask', (question) => 'answer to ' + question.text);
	connection.listen();
	const fails = (call) => call.then(() => 'no error', (error) => `${error.code} ${error.message} ${JSON.stringify(error.data)}`);

	console.log('add', await connection.sendRequest('add', { a: 40, b: 2 }));
	console.log('add by position', await connection.sendRequest('add', rpc.ParameterStructures.byPosition, 40, 2));
	console.log('names', JSON.stringify(await connection.sendRequest('names', 'a', 'b')));
	console.log('ask back', await connection.sendRequest('askBack'));
	console.log('fail', await fails(connection.sendRequest('fail')));
	console.log('unknown', (await fails(connection.sendRequest('unknown'))).split(' ')[0]);
	console.log('wrong', (await fails(connection.sendRequest('add', { a: 'x' }))).split(' ')[0]);
	let text = progress();
	connection.sendNotification('tell', { text: 'news' });
	console.log('tell', await text);
	const cancellation = new rpc.CancellationTokenSource();
	text = progress();
	const slow = fails(connection.sendRequest('slow', cancellation.token));
	console.log('slow', await text);
	text = progress();
	cancellation.cancel();
	console.log('slow', await text);
	console.log('slow', (await slow).split(' ')[0]);
	socket.end();
});
