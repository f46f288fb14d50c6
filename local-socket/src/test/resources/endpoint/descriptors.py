"""A peer that passes descriptors, and does what each line of its input says:

connect PATH             connects to a server
send TEXT FILE COUNT     sends the text with COUNT descriptors of the file
receive BYTES COUNT      receives, and prints the bytes and what the descriptors read
shutdown                 closes the connection
"""

import os
import socket
import sys

connection = None
for line in sys.stdin:
    command, *words = line.split()
    if command == "connect":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.connect(words[0])
        answer = "connected"
    elif command == "send":
        text, path, count = words
        with open(path) as file:
            try:
                sent = socket.send_fds(connection, [text.encode()], [file.fileno()] * int(count))
                answer = "sent %d" % sent
            except BrokenPipeError:
                answer = "broken"
    elif command == "receive":
        data, descriptors, flags, _ = socket.recv_fds(connection, int(words[0]), int(words[1]))
        contents = [os.read(descriptor, 100).decode() for descriptor in descriptors]
        for descriptor in descriptors:
            os.close(descriptor)
        answer = " ".join([data.decode()] + contents)
    elif command == "shutdown":
        connection.close()
        answer = "closed"
    print(answer, flush=True)
