# Copyright 2026 the original author or authors.
#
# Licensed under the Apache License, Version 2.0 (the "License");
# you may not use this file except in compliance with the License.
# You may obtain a copy of the License at
#
#      https://www.apache.org/licenses/LICENSE-2.0
#
# Unless required by applicable law or agreed to in writing, software
# distributed under the License is distributed on an "AS IS" BASIS,
# WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
# See the License for the specific language governing permissions and
# limitations under the License.

"""Remote control of QLocalServer and QLocalSocket.

Reads one command per line: its name and its arguments, separated by tabs. Answers each with one line, "ok" or "failed",
a tab and the result. Other lines are messages of Qt. Ends at the end of the input. Objects have names, which the
commands that make them are given. A command that hangs ends the process.
"""

import os
import signal
import socket
import sys

from PyQt6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop, qVersion
from PyQt6.QtNetwork import QLocalServer, QLocalSocket

COMMAND_LIMIT_SECONDS = 40
WAIT_MILLIS = 15000
UNSIGNED_MINUS_ONE = 2**64 - 1  # what becomes of a descriptor of -1 in Python


def flags(kind, names):
    result = kind(0)
    for name in filter(None, names.split(",")):
        result |= kind[name]
    return result


def option_names(options):
    return ",".join(option.name for option in QLocalServer.SocketOption if option.value and option in options)


def pattern(count):
    return (bytes(range(251)) * (count // 251 + 1))[:count]


def wait_until(condition):
    """Lets Qt work until the condition holds, and tells whether it does."""
    deadline = QDeadlineTimer(WAIT_MILLIS)
    while not condition() and not deadline.hasExpired():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
    return condition()


class Server(QLocalServer):
    """A server that counts its signals."""

    def __init__(self):
        super().__init__()
        self.signals = 0
        self.newConnection.connect(self.count)

    def count(self):
        self.signals += 1


class Client(QLocalSocket):
    """A client that notes its signals."""

    def __init__(self):
        super().__init__()
        self.events = []
        self.stateChanged.connect(lambda state: self.events.append(state.name.removesuffix("State").upper()))
        self.connected.connect(lambda: self.events.append("connected"))
        self.disconnected.connect(lambda: self.events.append("disconnected"))
        self.errorOccurred.connect(lambda error: self.events.append(error.name))


class ClientCommands:
    """What scenarios do with a client."""

    def connect(self, client, name):
        client.connectToServer(name)

    def wait_connected(self, client):
        return client.waitForConnected(WAIT_MILLIS)

    def wait_readable(self, client):
        return client.waitForReadyRead(WAIT_MILLIS)

    def wait_written(self, client):
        return client.waitForBytesWritten(WAIT_MILLIS)

    def wait_disconnected(self, client):
        return client.waitForDisconnected(WAIT_MILLIS)

    def write(self, client, count):
        client.write(bytes(int(count)))

    def flush(self, client):
        return client.flush()

    def disconnect(self, client):
        client.disconnectFromServer()

    def close(self, client):
        client.close()

    def abort(self, client):
        client.abort()

    def state(self, client):
        return client.state().name.removesuffix("State").upper()

    def see_end(self, client):
        wait_until(lambda: client.state() == QLocalSocket.LocalSocketState.UnconnectedState)

    def available(self, client):
        return client.bytesAvailable()

    def peek(self, client, count):
        return len(client.peek(int(count)))

    def read(self, client, count):
        return len(client.read(int(count)) or b"")

    def error(self, client):
        return client.error().name

    def names(self, client):
        return f"'{client.serverName()}' '{client.fullServerName()}'"

    def adopt_connection(self, client, path):
        connection = socket.socket(socket.AF_UNIX)
        connection.connect(path)
        return client.setSocketDescriptor(connection.detach())

    def adopt_file(self, client, path):
        return client.setSocketDescriptor(os.open(path, os.O_RDONLY))

    def events(self, client):
        deadline = QDeadlineTimer(100)
        while not deadline.hasExpired():
            QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
        return " ".join(client.events)


class Driver:
    """The commands."""

    def __init__(self):
        self.servers = {}
        self.sockets = {}
        self.client_commands = ClientCommands()

    def client(self, name):
        self.sockets[name] = Client()

    def client_does(self, name, command, *arguments):
        return getattr(self.client_commands, command)(self.sockets[name], *arguments)

    def version(self):
        return qVersion()

    # Servers

    def server(self, name):
        self.servers[name] = Server()

    def listen(self, server, name):
        return self.servers[server].listen(name)

    def listen_at_descriptor(self, server, descriptor):
        return self.servers[server].listen(int(descriptor))

    def is_listening(self, server):
        return self.servers[server].isListening()

    def close_server(self, server):
        self.servers[server].close()

    def server_name(self, server):
        return self.servers[server].serverName()

    def full_server_name(self, server):
        return self.servers[server].fullServerName()

    def server_descriptor(self, server):
        unsigned = int(self.servers[server].socketDescriptor())
        return -1 if unsigned == UNSIGNED_MINUS_ONE else unsigned

    def server_options(self, server):
        return option_names(self.servers[server].socketOptions())

    def set_server_options(self, server, names=""):
        self.servers[server].setSocketOptions(flags(QLocalServer.SocketOption, names))

    def backlog(self, server):
        return self.servers[server].listenBacklogSize()

    def set_backlog(self, server, size):
        self.servers[server].setListenBacklogSize(int(size))

    def max_pending(self, server):
        return self.servers[server].maxPendingConnections()

    def set_max_pending(self, server, limit):
        self.servers[server].setMaxPendingConnections(int(limit))

    def has_pending(self, server):
        return self.servers[server].hasPendingConnections()

    def next_pending(self, server, name):
        """Takes the next connection, if there is one."""
        connection = self.servers[server].nextPendingConnection()
        if connection is not None:
            self.sockets[name] = connection
        return connection is not None

    def accept(self, server, name):
        """Waits for a connection and takes it."""
        return wait_until(self.servers[server].hasPendingConnections) and self.next_pending(server, name)

    def wait_for_new_connection(self, server, millis):
        available, timed_out = self.servers[server].waitForNewConnection(int(millis))
        return f"{str(available).lower()},{str(timed_out).lower()}"

    def settle(self, server):
        """Lets the server accept until it wants no more, and returns how often it has signalled a new connection."""
        idle_rounds = 0
        while idle_rounds < 3:
            before = self.servers[server].signals
            QCoreApplication.processEvents()
            idle_rounds = idle_rounds + 1 if self.servers[server].signals == before else 0
        return self.servers[server].signals

    def server_error(self, server):
        return self.servers[server].serverError().name

    def server_error_string(self, server):
        return self.servers[server].errorString()

    def remove_server(self, name=""):
        return QLocalServer.removeServer(name)

    # Sockets

    def connect(self, name, server, options=""):
        """Connects to a server, and tells whether that worked."""
        connection = self.sockets[name] = QLocalSocket()
        connection.setSocketOptions(flags(QLocalSocket.SocketOption, options))
        connection.connectToServer(server)
        return connection.waitForConnected(WAIT_MILLIS)

    def state(self, name):
        QCoreApplication.processEvents()
        return self.sockets[name].state().name

    def error(self, name):
        return self.sockets[name].error().name

    def socket_server_name(self, name):
        return self.sockets[name].fullServerName()

    def write(self, name, text):
        return self.send(name, text.encode())

    def write_pattern(self, name, count):
        return self.send(name, pattern(int(count)))

    def send(self, name, data):
        connection = self.sockets[name]
        if connection.write(data) != len(data):
            return False
        return self.await_sent(name)

    def enqueue_pattern(self, name, count):
        """Writes as much as the kernel takes at once, and returns how much is left in Qt's buffer."""
        connection = self.sockets[name]
        connection.write(pattern(int(count)))
        connection.flush()
        return connection.bytesToWrite()

    def await_sent(self, name):
        """Waits until Qt's buffer is empty."""
        return wait_until(lambda: self.sockets[name].bytesToWrite() == 0)

    def read(self, name, count):
        """Reads that many bytes, or fewer at the end of the input."""
        return self.receive(name, int(count)).decode()

    def read_pattern(self, name, count):
        return self.receive(name, int(count)) == pattern(int(count))

    def receive(self, name, count):
        connection = self.sockets[name]
        wait_until(lambda: connection.bytesAvailable() >= count or not self.is_connected(name))
        return bytes(connection.read(count) or b"")

    def is_connected(self, name):
        return self.sockets[name].state() == QLocalSocket.LocalSocketState.ConnectedState

    def await_disconnected(self, name):
        """Waits for the end of the connection."""
        return wait_until(lambda: self.sockets[name].state() == QLocalSocket.LocalSocketState.UnconnectedState)

    def shutdown_output(self, name):
        """Half-closes the connection, for which Qt has no method."""
        with socket.socket(fileno=os.dup(int(self.sockets[name].socketDescriptor()))) as duplicate:
            duplicate.shutdown(socket.SHUT_WR)

    def disconnect(self, name):
        """Disconnects in Qt's way, which is to send first what is queued."""
        self.sockets[name].disconnectFromServer()

    def abort(self, name):
        self.sockets[name].abort()

    # The line protocol

    def end(self):
        for connection in self.sockets.values():
            connection.abort()
        for server in self.servers.values():
            server.close()

    def answer(self, line):
        command, *arguments = line.rstrip("\n").split("\t")
        try:
            result = getattr(self, command)(*arguments)
            return "ok\t" + self.text(result)
        except Exception as ex:  # the test is to see any failure
            return f"failed\t{type(ex).__name__}: {ex}"

    @staticmethod
    def text(result):
        if result is None:
            return ""
        return str(result).lower() if isinstance(result, bool) else str(result)


def main():
    application = QCoreApplication(sys.argv)
    driver = Driver()
    for line in sys.stdin:
        signal.alarm(COMMAND_LIMIT_SECONDS)
        print(driver.answer(line), flush=True)
        signal.alarm(0)
    driver.end()
    del application


if __name__ == "__main__":
    main()
