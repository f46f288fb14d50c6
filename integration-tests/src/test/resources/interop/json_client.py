"""A client that has JSON only, of the server at the path that is its argument: writes what it gets."""
import json
import socket
import sys

connection = socket.socket(socket.AF_UNIX)
connection.settimeout(20)
connection.connect(sys.argv[1])
stream = connection.makefile("rwb")
requests = 0


def send(message):
    body = json.dumps(message).encode()
    stream.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
    stream.flush()


def receive():
    length = None
    while line := stream.readline().strip():
        name, value = line.split(b":")
        if name.lower() == b"content-length":
            length = int(value)
    return json.loads(stream.read(length))


def call(method, params=None):
    global requests
    requests += 1
    send({"jsonrpc": "2.0", "id": requests, "method": method, **({"params": params} if params else {})})
    return requests


def result(method, params=None):
    sent = call(method, params)
    reply = receive()
    assert reply["id"] == sent and reply["jsonrpc"] == "2.0", reply
    return reply.get("result", reply.get("error"))


print("add", result("add", {"a": 40, "b": 2}))
print("names", json.dumps(result("names", ["a", "b"]), ensure_ascii=False))
print("fail", json.dumps(result("fail")))
print("unknown", result("unknown")["code"])
print("wrong", result("add", {"a": "x"})["code"])
slow = call("slow")
print("slow", receive()["params"]["text"])
print("add", result("add", [1, 2]))
send({"jsonrpc": "2.0", "method": "$/cancelRequest", "params": {"id": slow}})
print("slow", sorted(str(reply.get("params", reply.get("error", {}).get("code"))) for reply in (receive(), receive())))
send([{"jsonrpc": "2.0", "id": "x", "method": "add", "params": [1, 1]}, {"jsonrpc": "2.0", "id": None, "method": "no"}])
print("batch", sorted(str(reply["id"]) for reply in receive()))
