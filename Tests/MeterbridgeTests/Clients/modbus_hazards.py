# SPDX-License-Identifier: Apache-2.0
"""Misbehaves in one way while a neighbour asks on: modbus_hazards.py PORT PID HAZARD

Writes {"told": WHAT CAME OF IT, "neighbour": {"answers": COUNT, "faults": [TEXT]}} as JSON.
"""
import ctypes
import json
import os
import resource
import socket
import struct
import sys
import time

from neighbour import Neighbour
from raw_client import RawClient, frame, read

RIGHT = bytes([3, 4, 0x50, 0x31, 0, 1])
port, process = int(sys.argv[1]), int(sys.argv[2])


def is_served():
    client = RawClient(port)
    assert client.ask(read()) == RIGHT
    client.close()


def closed_by(*streams):
    for stream in streams:
        client = RawClient(port)
        client.send(stream)
        assert client.is_closed(), stream
    return "closed"


def glued():
    client = RawClient(port)
    client.send(b"".join(frame(read(0, 126 if number % 5 == 2 else 2), number) for number in range(100)))
    for number in range(100):
        assert client.answer() == (number, bytes([0x83, 3]) if number % 5 == 2 else RIGHT)
    return "answered in order"


def split():
    client = RawClient(port)
    request = frame(read())
    for place in range(1, len(request)):
        client.send(request[:place])
        is_served()
        client.send(request[place:])
        assert client.answer() == (1, RIGHT)
    return "answered"


def surplus_byte():
    client = RawClient(port)
    client.send(frame(read() + b"\x00") + frame(read(), 0xEE00))
    assert client.answer() == (1, bytes([0x83, 3]))
    assert client.answer() == (0xEE00, RIGHT)
    return "exception 3, and still in step"


def short_request():
    """libmodbus would take what lacks from the next request."""
    client = RawClient(port)
    client.send(frame(read()[:3]) + frame(read(), 2))
    assert client.answer() == (1, bytes([0x83, 3]))
    assert client.answer() == (2, RIGHT)
    return "exception 3, and still in step"


def disliked_requests():
    """libmodbus would sleep for half a second over each, and throw away what is behind it."""
    client = RawClient(port)
    requests = [read(0, 0), read(0, 126), read(0, 126, function=4), bytes([99]), bytes([8, 0, 0, 1, 2]), bytes([7])] * 20
    client.send(b"".join(frame(request, number) for number, request in enumerate(requests)))
    for number, request in enumerate(requests):
        assert client.answer() == (number, bytes([request[0] | 0x80, 3 if request[0] in (3, 4) else 1]))
    return "answered in order"


def functions_with_top_bit():
    """libmodbus would answer 0x83 as a success of function 3."""
    client = RawClient(port)
    for function in range(128, 256):
        assert client.ask(bytes([function, 0, 0, 0, 1])) == bytes([function, 1])
    return "exception 1"


def writes():
    client = RawClient(port)
    for request in [
        struct.pack(">BHH", 5, 0, 0xFF00), struct.pack(">BHH", 6, 0, 0), struct.pack(">BHHBB", 15, 0, 8, 1, 255),
        struct.pack(">BHHBHH", 16, 0, 2, 4, 0, 0), struct.pack(">BHHH", 22, 0, 0, 0),
        struct.pack(">BHHHHBH", 23, 0, 2, 0, 1, 2, 0), struct.pack(">BHHHHBH", 23, 0, 2, 0xFFFF, 1, 2, 0),
    ]:
        assert client.ask(request) == bytes([request[0] | 0x80, 1]), request
        assert client.ask(read()) == RIGHT
    return "exception 1, and nothing written"


def one_byte():
    client = RawClient(port)
    client.send(b"\x00")
    assert client.is_closed()
    return "closed"


def dripping():
    quick, slow = RawClient(port), RawClient(port)
    request = frame(read())
    for byte in request:
        quick.send(bytes([byte]))
        time.sleep(0.3)
    assert quick.answer() == (1, RIGHT)
    try:
        for byte in frame(bytes(253)):
            slow.send(bytes([byte]))
            time.sleep(0.3)
    except (BrokenPipeError, ConnectionResetError):
        return "answered in time, closed when late"
    return "never closed"


def never_reading():
    clients = [RawClient(port, receive_buffer=4096) for _ in range(50)]
    for client in clients:
        client.socket.setblocking(False)
    flood, end = frame(read(0, 125)) * 40, time.monotonic() + 60
    while clients and time.monotonic() < end:
        for client in list(clients):
            try:
                client.socket.send(flood)
            except BlockingIOError:
                pass
            except (BrokenPipeError, ConnectionResetError):
                clients.remove(client)
    return "closed" if not clients else f"{len(clients)} still open"


def reset_in_the_middle():
    for place in range(1, 200):
        client = RawClient(port)
        client.send((frame(read()) * 17)[:place])
        client.reset()
    is_served()
    return "a new one is served"


def gone_without_reading():
    for _ in range(200):
        client = RawClient(port)
        client.send(frame(read(0, 125)) * 20)
        client.close()
    is_served()
    return "a new one is served"


def many_connections():
    resource.setrlimit(resource.RLIMIT_NOFILE, (4096, max(4096, resource.getrlimit(resource.RLIMIT_NOFILE)[1])))
    clients, served = [], 0
    for _ in range(2000):
        client = RawClient(port)
        clients.append(client)
        try:
            client.send(frame(read()))
            served += client.answer() == (1, RIGHT)
        except BrokenPipeError:
            pass
    for client in clients:
        client.close()
    while not wait_until_served():
        time.sleep(0.01)
    # The neighbour and the last hazard's connections are among the 512 that there is room for; some may have been idle for so long that they made room.
    return "as many served as there is room for" if served >= 508 else f"only {served} served"


def wait_until_served():
    """Until the server has seen others go."""
    try:
        is_served()
        return True
    except (TypeError, BrokenPipeError, ConnectionResetError):
        return False


def high_descriptors():
    """The server has more than 1023 files open already: libmodbus would abort the process."""
    clients = [RawClient(port) for _ in range(200)]
    for _ in range(5):
        for client in clients:
            client.send(frame(read()))
        for client in clients:
            assert client.answer() == (1, RIGHT)
    return "answered"


def no_descriptors():
    """More come than the server has descriptors for: they wait until others have gone."""
    clients = [RawClient(port) for _ in range(150)]
    for client in clients:
        client.send(frame(read()))
    # A listener that is watched while nothing can be accepted would keep a core busy.
    before = processor_time()
    time.sleep(1)
    assert processor_time() - before < 0.5
    served = 0
    for client in clients:
        assert client.answer() == (1, RIGHT)
        client.close()
        served += 1
    return f"{served} served"


def processor_time():
    """Seconds that the server has run for."""
    fields = open(f"/proc/{process}/stat").read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def half_open():
    """Peers that vanish: a filter drops all that comes to their sockets, so that nothing is ever acknowledged or refused. An answer
    is under way to half of them; the others are idle."""
    keep_no_byte = ctypes.create_string_buffer(struct.pack("HBBI", 0x06, 0, 0, 0))  # BPF_RET | BPF_K
    attachment = struct.pack("HL", 1, ctypes.addressof(keep_no_byte))
    clients = [RawClient(port) for _ in range(40)]
    for number, client in enumerate(clients):
        assert client.ask(read()) == RIGHT
        client.socket.setsockopt(socket.SOL_SOCKET, 26, attachment)  # SO_ATTACH_FILTER
        if number % 2:
            client.send(frame(read()))
    peers = {client.socket.getsockname()[1] for client in clients}
    assert len(peers & established()) == 40
    while peers & established():
        time.sleep(0.1)
    return "closed"


def established():
    """The ports of the peers that the server has connections with."""
    lines = [line.split() for line in open("/proc/net/tcp")][1:]
    rows = [(row[1].split(":")[1], row[2].split(":")[1], row[3]) for row in lines]
    return {int(peer, 16) for local, peer, state in rows if int(local, 16) == port and state == "01"}


HAZARDS = {
    "bad length": lambda: closed_by(*(struct.pack(">HHHBB", 1, 0, length, 1, 3) for length in (0, 1, 255, 256, 65535))),
    "bad protocol id": lambda: closed_by(*(struct.pack(">HHHBB", 1, id, 6, 1, 3) for id in (1, 256, 65535))),
    "HTTP": lambda: closed_by(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "TLS": lambda: closed_by(bytes([22, 3, 1, 2, 0, 1, 0, 1, 252, 3, 3])),
}

if __name__ == "__main__":
    name = sys.argv[3]
    neighbour = Neighbour(port)
    try:
        told = (HAZARDS.get(name) or globals()[name.replace(" ", "_").replace("-", "_")])()
    finally:
        result = neighbour.end()
    print(json.dumps({"told": told, "neighbour": result}))
