"""Opens descriptors and runs a program that has them from 3 on, as systemd does.

Arguments: what to open, such as path:/run/s, then -- and the program with its arguments. The names of the
descriptors are what stands before each colon. When the program has ended, the parent answers the connections
that wait at its listening sockets.
"""

import os
import socket
import sys

FIRST = 3
OUT_OF_THE_WAY = 100
FORGERS = []
KEPT = []


def listening(address, kind=socket.SOCK_STREAM):
    result = bound(address, kind)
    result.listen(8)
    return result


def bound(address, kind):
    result = socket.socket(socket.AF_UNIX, kind)
    result.bind(address)
    return result


def forge(flags, target):
    """Makes many false lines for a socket in /proc/net/unix, of which one is likely to come before the true one."""
    inode = os.fstat(target.fileno()).st_ino
    line = "\n0000000000000000: 00000002 00000000 %s 0001 01 %d " % (flags, inode)
    before = os.getcwd()
    os.chdir(os.path.dirname(target.getsockname()))
    for i in range(300):
        FORGERS.append(bound("%d%s" % (i, line), socket.SOCK_DGRAM))
        os.unlink("%d%s" % (i, line))
    os.chdir(before)
    return target


def tcp():
    result = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    result.bind(("127.0.0.1", 0))
    result.listen(8)
    return result


def make(specification):
    kind, _, argument = specification.partition(":")
    if kind == "path":
        return listening(argument)
    if kind == "accepted":
        return listening(argument).accept()[0]
    if kind == "abstract":
        return listening("\0" + argument)
    if kind == "autobound":
        return listening("")
    if kind == "seqpacket":
        return listening(argument, socket.SOCK_SEQPACKET)
    if kind == "bound":
        return bound(argument, socket.SOCK_STREAM)
    if kind == "unlinked":
        result = listening(argument)
        os.unlink(argument)
        return result
    if kind == "denied":
        return forge("00000000", listening(argument))
    if kind == "praised":
        return forge("00010000", bound(argument, socket.SOCK_STREAM))
    if kind == "nonblocking":
        result = bound(argument, socket.SOCK_STREAM)
        result.setblocking(False)
        return result
    if kind == "datagram":
        return bound(argument, socket.SOCK_DGRAM)
    if kind == "connected":
        return socket.socketpair()[0]
    if kind == "pair":
        ours, theirs = socket.socketpair()
        KEPT.append(ours)
        ours.sendall(b"hello")
        return theirs
    if kind == "tcp":
        return tcp()
    if kind == "file":
        return open(argument)
    raise ValueError(specification)


def become(program, descriptors, names):
    spare = [OUT_OF_THE_WAY + i for i in range(len(descriptors))]
    for descriptor, number in zip(descriptors, spare):
        os.dup2(descriptor, number, inheritable=False)
    for i, number in enumerate(spare):
        os.dup2(number, FIRST + i, inheritable=True)
    os.environ.update(LISTEN_PID=str(os.getpid()), LISTEN_FDS=str(len(descriptors)), LISTEN_FDNAMES=":".join(names))
    os.execvp(program[0], program)


def answer_waiting(opened):
    for listener in opened:
        try:
            listener.settimeout(0)
            listener.accept()[0].sendall(b"PARENT\n")
        except (AttributeError, OSError):
            pass


def main():
    split = sys.argv.index("--")
    specifications, program = sys.argv[1:split], sys.argv[split + 1:]
    opened = [make(specification) for specification in specifications]
    child = os.fork()
    if child == 0:
        become(program, [each.fileno() for each in opened], [each.partition(":")[0] for each in specifications])
    _, status = os.waitpid(child, 0)
    answer_waiting(opened)
    sys.exit(os.waitstatus_to_exitcode(status))


main()
