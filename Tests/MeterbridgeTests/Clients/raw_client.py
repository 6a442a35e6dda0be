# SPDX-License-Identifier: Apache-2.0
"""A Modbus TCP client of plain bytes, for what no library would send."""
import socket
import struct


class RawClient:
    def __init__(self, port, receive_buffer=None):
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(60)
        self.socket.connect(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data):
        self.socket.sendall(data)

    def receive(self, count):
        """So many bytes, or fewer at the end of the connection."""
        data = b""
        while len(data) < count:
            try:
                part = self.socket.recv(count - len(data))
            except ConnectionResetError:
                break
            if not part:
                break
            data += part
        return data

    def answer(self):
        """Transaction id and protocol data unit of one answer; None at the end of the connection."""
        head = self.receive(7)
        if len(head) < 7:
            return None
        transaction, protocol, length, _ = struct.unpack(">HHHB", head)
        assert protocol == 0 and 3 <= length <= 254, head
        return transaction, self.receive(length - 1)

    def ask(self, request):
        self.send(frame(request))
        transaction, answer = self.answer()
        assert transaction == 1
        return answer

    def is_closed(self):
        """Waits for the end; false if bytes come first."""
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True

    def reset(self):
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def close(self):
        self.socket.close()


def frame(request, transaction=1, unit=1):
    return struct.pack(">HHHB", transaction, 0, len(request) + 1, unit) + request


def read(address=0, count=2, function=3):
    return struct.pack(">BHH", function, address, count)
