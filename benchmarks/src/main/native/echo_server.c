/*
 * The yardstick: an echo server on one epoll loop, as plain as it can be. It ends when its standard input does.
 *
 * usage: echo_server PATH
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 4096, BUFFER = 64 * 1024, EVENTS = 256, ACCEPTS_AT_ONCE = 64 };

/* What a peer that does not read has not been sent yet. */
struct connection {
	int fd;
	char *unsent;
	size_t offset, length;
};

static char buffer[BUFFER];
static int epoll;

static void fail(const char *what)
{
	perror(what);
	exit(1);
}

static void watch(int fd, int operation, unsigned events, void *data)
{
	struct epoll_event event = { .events = events, .data.ptr = data };
	if (epoll_ctl(epoll, operation, fd, &event) < 0)
		fail("epoll_ctl");
}

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	if (strlen(path) >= sizeof address.sun_path) {
		fprintf(stderr, "The path is too long: %s\n", path);
		exit(1);
	}
	strcpy(address.sun_path, path);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, BACKLOG) < 0)
		fail(path);
	return fd;
}

static void accept_some(int listener)
{
	for (int i = 0; i < ACCEPTS_AT_ONCE; i++) {
		int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0 && (errno == EAGAIN || errno == ECONNABORTED || errno == EINTR))
			return;
		if (fd < 0)
			fail("accept4");
		struct connection *connection = calloc(1, sizeof *connection);
		if (connection == NULL)
			fail("calloc");
		connection->fd = fd;
		watch(fd, EPOLL_CTL_ADD, EPOLLIN, connection);
	}
}

static void end(struct connection *connection)
{
	close(connection->fd);
	free(connection->unsent);
	free(connection);
}

/* Keeps what could not be sent, and reads nothing more until it is. */
static void keep(struct connection *connection, const char *bytes, size_t length)
{
	connection->unsent = malloc(length);
	if (connection->unsent == NULL)
		fail("malloc");
	memcpy(connection->unsent, bytes, length);
	connection->offset = 0;
	connection->length = length;
	watch(connection->fd, EPOLL_CTL_MOD, EPOLLOUT, connection);
}

static void echo(struct connection *connection)
{
	ssize_t got = read(connection->fd, buffer, sizeof buffer);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got <= 0) {
		end(connection);
		return;
	}
	ssize_t sent = send(connection->fd, buffer, got, MSG_NOSIGNAL);
	if (sent < 0 && errno != EAGAIN && errno != EINTR) {
		end(connection);
		return;
	}
	if (sent < got) {
		size_t done = sent < 0 ? 0 : sent;
		keep(connection, buffer + done, got - done);
	}
}

static void send_rest(struct connection *connection)
{
	ssize_t sent = send(connection->fd, connection->unsent + connection->offset,
			connection->length - connection->offset, MSG_NOSIGNAL);
	if (sent < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (sent < 0) {
		end(connection);
		return;
	}
	connection->offset += sent;
	if (connection->offset == connection->length) {
		free(connection->unsent);
		connection->unsent = NULL;
		watch(connection->fd, EPOLL_CTL_MOD, EPOLLIN, connection);
	}
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fprintf(stderr, "usage: %s PATH\n", argv[0]);
		return 2;
	}
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	epoll = epoll_create1(EPOLL_CLOEXEC);
	if (epoll < 0)
		fail("epoll_create1");
	int listener = listen_at(argv[1]);
	static char accepting, commands;
	watch(listener, EPOLL_CTL_ADD, EPOLLIN, &accepting);
	watch(STDIN_FILENO, EPOLL_CTL_ADD, EPOLLIN, &commands);
	puts("READY");
	fflush(stdout);

	static struct epoll_event events[EVENTS];
	for (;;) {
		int count = epoll_wait(epoll, events, EVENTS, -1);
		if (count < 0 && errno != EINTR)
			fail("epoll_wait");
		for (int i = 0; i < count; i++) {
			void *data = events[i].data.ptr;
			if (data == &accepting)
				accept_some(listener);
			else if (data == &commands) {
				char ignored[256];
				if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0) {
					unlink(argv[1]);
					return 0;
				}
			}
			else if (((struct connection *)data)->unsent != NULL)
				send_rest(data);
			else
				echo(data);
		}
	}
}
