/*
 * An echo on Qt's QLocalServer. It ends when its standard input does.
 *
 * usage: qt_server PATH
 */
#include <QCoreApplication>
#include <QLocalServer>
#include <QLocalSocket>
#include <QSocketNotifier>
#include <sys/resource.h>
#include <cstdio>
#include <unistd.h>

static const int BACKLOG = 4096, PENDING = 4096;

static void take(QLocalServer &server)
{
	while (QLocalSocket *socket = server.nextPendingConnection()) {
		QObject::connect(socket, &QLocalSocket::readyRead, socket, [socket] { socket->write(socket->readAll()); });
		QObject::connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
	}
}

int main(int argc, char **argv)
{
	QCoreApplication application(argc, argv);
	if (argc != 2) {
		std::fprintf(stderr, "usage: %s PATH\n", argv[0]);
		return 2;
	}
	rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);

	QLocalServer server;
	server.setMaxPendingConnections(PENDING);
#if QT_VERSION >= QT_VERSION_CHECK(6, 3, 0)
	server.setListenBacklogSize(BACKLOG);
#endif
	QObject::connect(&server, &QLocalServer::newConnection, &server, [&server] { take(server); });
	if (!server.listen(QString::fromLocal8Bit(argv[1]))) {
		std::fprintf(stderr, "%s\n", qPrintable(server.errorString()));
		return 1;
	}
	QSocketNotifier commands(STDIN_FILENO, QSocketNotifier::Read);
	QObject::connect(&commands, &QSocketNotifier::activated, &application, [] {
		char ignored[256];
		if (read(STDIN_FILENO, ignored, sizeof ignored) <= 0)
			QCoreApplication::quit();
	});
	std::puts("READY");
	std::fflush(stdout);
	return application.exec();
}
