# Connects many clients that do not block, all at once, and prints how many were refused.
#   burst.py SOCKET CLIENTS
import socket
import sys

clients = []
refused = 0
for _ in range(int(sys.argv[2])):
    client = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    client.setblocking(False)
    try:
        client.connect(sys.argv[1])
    except BlockingIOError:
        refused += 1
    clients.append(client)
print(refused)
