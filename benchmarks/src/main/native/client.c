/*
 * The load: a client on one epoll loop that never sleeps while it measures, so that the server does not wait for it
 * to wake up. It checks what it gets back, and prints one line of results. It ends with an error when the server
 * does not answer in time, and when its standard input ends.
 *
 * Servers are at the path of a Unix domain socket, or at "tcp:PORT" of the loopback interface.
 *
 * usage: client echo PATH SERVER_PID CONNECTIONS BYTES WARM_UP_MS MEASURED_MS TIMEOUT_MS
 *            Sends a message over each connection, and again when all of it has come back.
 *        client connect PATH SERVER_PID CONNECTIONS BYTES WARM_UP_MS MEASURED_MS TIMEOUT_MS
 *            Connects, sends a message, gets it back, closes, and again, so many at the same time.
 *        client call PATH SERVER_PID CONNECTIONS IN_FLIGHT WARM_UP_MS MEASURED_MS TIMEOUT_MS
 *            Calls a method by JSON-RPC over each connection, so often at the same time, and again when it is answered.
 *        client hold PATH SERVER_PID CONNECTIONS BYTES TIMEOUT_MS
 *            Opens connections until each has got one message back, and holds them. At the line "sparse MS" on its
 *            standard input each connection sends one message, evenly spread over the time.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { CALL_INPUT = 64 * 1024, CALL_LENGTH = 128, EVENTS = 256, BUFFER = 256 * 1024, OPENING_AT_ONCE = 64 };

struct connection {
	int fd;
	size_t received;
	int64_t sent_at;
	char *input; /* replies that are not complete */
	char letter; /* the first byte of its messages, so that no other connection's are taken for its own */
};

static union {
	struct sockaddr any;
	struct sockaddr_un local;
	struct sockaddr_in loopback;
} address;
static socklen_t address_size;
static struct connection *connections;
static int count, size, epoll, calling;
static char message[BUFFER], buffer[BUFFER];
static struct epoll_event events[EVENTS];
static clockid_t server_clock;
static int64_t give_up_at;

static _Noreturn void fail(const char *format, ...)
{
	va_list arguments;
	va_start(arguments, format);
	vfprintf(stderr, format, arguments);
	va_end(arguments);
	fputc('\n', stderr);
	exit(1);
}

static int64_t nanos(clockid_t clock)
{
	struct timespec time;
	if (clock_gettime(clock, &time) < 0)
		fail("The server has gone: %m");
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int64_t now(void)
{
	return nanos(CLOCK_MONOTONIC);
}

static void connect_one(struct connection *connection)
{
	static const int no_delay = 1;
	connection->fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connection->fd < 0)
		fail("socket: %m");
	if (address.any.sa_family == AF_INET
			&& setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, sizeof no_delay) < 0)
		fail("setsockopt: %m");
	/* Waits while the server's backlog is full */
	while (connect(connection->fd, &address.any, address_size) < 0)
		if (errno != EINTR)
			fail("connect: %m");
	struct epoll_event event = { .events = EPOLLIN, .data.ptr = connection };
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, connection->fd, &event) < 0)
		fail("epoll_ctl: %m");
}

static void send_message(struct connection *connection)
{
	connection->received = 0;
	if (size > 1)
		message[0] = connection->letter;
	for (size_t sent = 0; sent < (size_t)size;) {
		ssize_t n = send(connection->fd, message + sent, size - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			sent += n;
		else if (errno == EAGAIN) {
			struct pollfd writable = { .fd = connection->fd, .events = POLLOUT };
			if (poll(&writable, 1, 10000) == 0)
				fail("The server has stopped reading");
		}
		else if (errno != EINTR)
			fail("send: %m");
	}
}

/* Returns whether the whole message has come back. */
static int receive(struct connection *connection)
{
	ssize_t n = recv(connection->fd, buffer, sizeof buffer, MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n < 0)
		fail("recv: %m");
	if (n == 0)
		fail("The server has closed a connection");
	if (size > 1 && connection->received == 0 && buffer[0] != connection->letter)
		fail("The server has sent what belongs to another connection");
	connection->received += n;
	if (connection->received > (size_t)size)
		fail("The server has sent more than it was sent");
	if (connection->received < (size_t)size)
		return 0;
	if (buffer[n - 1] != '\n')
		fail("The server has sent something else than it was sent");
	return 1;
}

static void send_all(struct connection *connection, const char *bytes, size_t length)
{
	for (size_t sent = 0; sent < length;) {
		ssize_t n = send(connection->fd, bytes + sent, length - sent, MSG_NOSIGNAL | MSG_DONTWAIT);
		if (n >= 0)
			sent += n;
		else if (errno != EAGAIN && errno != EINTR)
			fail("send: %m");
	}
}

/* Returns how many bytes it has. */
static size_t put_call(char *target, long id)
{
	char json[CALL_LENGTH];
	int length = snprintf(json, sizeof json,
			"{\"jsonrpc\":\"2.0\",\"id\":%ld,\"method\":\"add\",\"params\":{\"a\":1,\"b\":2}}", id);
	return sprintf(target, "Content-Length: %d\r\n\r\n%s", length, json);
}

static void begin_calls(struct connection *connection)
{
	size_t length = 0;
	connection->received = 0;
	connection->input = malloc(CALL_INPUT);
	if (connection->input == NULL)
		fail("malloc: %m");
	for (int id = 1; id <= size; id++)
		length += put_call(message + length, id);
	send_all(connection, message, length);
}

/* Returns how long the first reply is, with its header, or 0 if it is not complete; sets its id. */
static size_t reply(const char *input, size_t length, long *id)
{
	static const char end_of_header[] = "\r\n\r\n", result[] = "\"result\":3", id_name[] = "\"id\":";
	const char *end = memmem(input, length, end_of_header, sizeof end_of_header - 1);
	if (end == NULL)
		return 0;
	const char *field = memmem(input, end - input, "Content-Length:", 15);
	if (field == NULL)
		fail("The server has sent a header without a length");
	const char *json = end + sizeof end_of_header - 1;
	size_t json_length = strtol(field + 15, NULL, 10);
	if ((size_t)(input + length - json) < json_length)
		return 0;
	const char *number = memmem(json, json_length, id_name, sizeof id_name - 1);
	if (number == NULL || memmem(json, json_length, result, sizeof result - 1) == NULL)
		fail("The server has replied: %.*s", (int)json_length, json);
	*id = strtol(number + sizeof id_name - 1, NULL, 10);
	return json + json_length - input;
}

/* Makes the calls again that are answered, and returns how many these are. */
static int exchange_calls(struct connection *connection)
{
	ssize_t n = recv(connection->fd, connection->input + connection->received, CALL_INPUT - connection->received,
			MSG_DONTWAIT);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n < 0)
		fail("recv: %m");
	if (n == 0)
		fail("The server has closed a connection");
	connection->received += n;
	size_t taken = 0, length, sending = 0;
	int replies = 0;
	long id = 0;
	while ((length = reply(connection->input + taken, connection->received - taken, &id)) > 0) {
		taken += length;
		sending += put_call(message + sending, id);
		replies++;
	}
	connection->received -= taken;
	memmove(connection->input, connection->input + taken, connection->received);
	send_all(connection, message, sending);
	return replies;
}

static int wait_for_events(int timeout)
{
	int n = epoll_wait(epoll, events, EVENTS, timeout);
	if (n < 0 && errno != EINTR)
		fail("epoll_wait: %m");
	return n < 0 ? 0 : n;
}

static void close_one(struct connection *connection)
{
	close(connection->fd);
	connection->fd = -1;
}

static void again(struct connection *connection, int reconnect)
{
	if (reconnect) {
		close_one(connection);
		connect_one(connection);
	}
	send_message(connection);
}

static void measure(int reconnect, int64_t warm_up, int64_t measured)
{
	for (int i = 0; i < count; i++) {
		connect_one(&connections[i]);
		if (calling)
			begin_calls(&connections[i]);
		else
			send_message(&connections[i]);
	}
	int64_t begin = now() + warm_up, start = 0, cpu = 0, own = 0, time, operations = 0, answered = now();
	for (;;) {
		int n = wait_for_events(0);
		time = now();
		if (start == 0 && time >= begin) {
			start = time;
			cpu = nanos(server_clock);
			own = nanos(CLOCK_PROCESS_CPUTIME_ID);
			operations = 0;
		}
		if (start != 0 && time >= start + measured)
			break;
		if (n > 0)
			answered = time;
		else if (time - answered > give_up_at)
			fail("The server has not answered for %lld ms", (long long)give_up_at / 1000000);
		for (int i = 0; i < n; i++) {
			struct connection *connection = events[i].data.ptr;
			if (calling)
				operations += exchange_calls(connection);
			else if (receive(connection)) {
				operations++;
				again(connection, reconnect);
			}
		}
	}
	cpu = nanos(server_clock) - cpu;
	own = nanos(CLOCK_PROCESS_CPUTIME_ID) - own;
	printf("operations=%lld nanos=%lld cpu=%lld client=%lld\n", (long long)operations, (long long)(time - start),
			(long long)cpu, (long long)own);
}

static void time_is_over(int signal)
{
	static const char text[] = "The server has left the client waiting in a system call\n";
	(void)signal;
	if (write(STDERR_FILENO, text, sizeof text - 1) < 0)
		_exit(2);
	_exit(1);
}

/* Ends a connect() that waits for ever because the backlog is full. */
static void limit_time(int64_t timeout_nanos)
{
	signal(SIGALRM, time_is_over);
	alarm(2 + timeout_nanos / 1000000000);
}

static void open_all(void)
{
	int64_t start = now(), cpu = nanos(server_clock);
	int opened = 0, answered = 0;
	while (answered < count) {
		while (opened < count && opened - answered < OPENING_AT_ONCE) {
			connect_one(&connections[opened]);
			send_message(&connections[opened++]);
		}
		int n = wait_for_events(100);
		for (int i = 0; i < n; i++)
			answered += receive(events[i].data.ptr);
		if (now() - start > give_up_at)
			fail("The server has taken %d of %d connections in %lld ms", answered, count,
					(long long)give_up_at / 1000000);
	}
	printf("operations=%d nanos=%lld cpu=%lld\n", answered, (long long)(now() - start),
			(long long)(nanos(server_clock) - cpu));
	fflush(stdout);
}

static int compare(const void *left, const void *right)
{
	int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
	return (a > b) - (a < b);
}

static void sparse(int64_t duration)
{
	int64_t *latencies = malloc(count * sizeof *latencies);
	if (latencies == NULL)
		fail("malloc: %m");
	int64_t start = now(), cpu = nanos(server_clock), time = start;
	int sent = 0, answered = 0;
	while (answered < count) {
		int n = wait_for_events(0);
		time = now();
		for (int i = 0; i < n; i++) {
			struct connection *connection = events[i].data.ptr;
			if (receive(connection))
				latencies[answered++] = time - connection->sent_at;
		}
		while (sent < count && start + duration * sent / count <= time) {
			connections[sent].sent_at = now();
			send_message(&connections[sent++]);
		}
		if (time - start > duration + give_up_at)
			fail("The server has answered only %d of %d", answered, count);
	}
	qsort(latencies, count, sizeof *latencies, compare);
	printf("operations=%d nanos=%lld cpu=%lld p50=%lld p99=%lld\n", answered, (long long)(time - start),
			(long long)(nanos(server_clock) - cpu), (long long)latencies[count / 2],
			(long long)latencies[count - 1 - count / 100]);
	fflush(stdout);
	free(latencies);
}

static void hold(void)
{
	char line[64];
	open_all();
	alarm(0);
	while (fgets(line, sizeof line, stdin) != NULL) {
		long long duration;
		if (sscanf(line, "sparse %lld", &duration) != 1)
			fail("What does that mean: %s", line);
		sparse(duration * 1000000);
	}
}

static int64_t number(const char *text)
{
	char *end;
	long long value = strtoll(text, &end, 10);
	if (*text == 0 || *end != 0 || value < 0)
		fail("Not a number: %s", text);
	return value;
}

static void set_address(const char *where)
{
	if (strncmp(where, "tcp:", 4) == 0) {
		address.loopback.sin_family = AF_INET;
		address.loopback.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		address.loopback.sin_port = htons(number(where + 4));
		address_size = sizeof address.loopback;
		return;
	}
	if (strlen(where) >= sizeof address.local.sun_path)
		fail("The path is too long: %s", where);
	address.local.sun_family = AF_UNIX;
	strcpy(address.local.sun_path, where);
	address_size = sizeof address.local;
}

int main(int argc, char **argv)
{
	int holding = argc == 7 && strcmp(argv[1], "hold") == 0;
	int connecting = argc == 9 && strcmp(argv[1], "connect") == 0;
	calling = argc == 9 && strcmp(argv[1], "call") == 0;
	if (!holding && !connecting && !calling && !(argc == 9 && strcmp(argv[1], "echo") == 0))
		fail("usage: see the source");
	set_address(argv[2]);
	if (clock_getcpuclockid(number(argv[3]), &server_clock) != 0)
		fail("There is no process %s", argv[3]);
	count = number(argv[4]);
	size = number(argv[5]);
	give_up_at = number(argv[argc - 1]) * 1000000;
	if (count < 1 || size < 1 || size > (calling ? BUFFER / (2 * CALL_LENGTH) : BUFFER))
		fail("At least 1 connection, and 1 to %d bytes", BUFFER);

	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	connections = calloc(count, sizeof *connections);
	if (epoll < 0 || connections == NULL)
		fail("epoll_create1 or calloc: %m");
	for (int i = 0; i < count; i++)
		connections[i].letter = 'a' + i % 26;
	memset(message, 'x', size);
	message[size - 1] = '\n';

	if (holding) {
		limit_time(give_up_at);
		hold();
	}
	else {
		int64_t warm_up = number(argv[6]) * 1000000, measured = number(argv[7]) * 1000000;
		limit_time(warm_up + measured + give_up_at);
		measure(connecting, warm_up, measured);
	}
	return 0;
}
