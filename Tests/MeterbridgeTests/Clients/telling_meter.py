# SPDX-License-Identifier: Apache-2.0
"""A meter each of whose telegrams says when it was sent: the energy is the milliseconds of the monotonic clock."""
import os
import socket
import struct
import time
import tty


def milliseconds():
    return time.monotonic_ns() // 1_000_000


def checksum(data):
    """CRC-16/ARC, as DSMR P1 has it."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ 0xA001 if crc & 1 else crc >> 1
    return crc


def telegram(clock_shift=0):
    """A telegram of now, by a clock that is so many seconds off."""
    sent = milliseconds()
    clock = time.strftime("%y%m%d%H%M%S", time.gmtime(1_768_473_000 + sent // 1000 + clock_shift))
    lines = [
        "/ISK5\\2M550T-1012", "", "1-3:0.2.8(50)", f"0-0:1.0.0({clock}W)", "0-0:96.1.1(4530303334303036)",
        f"1-0:1.8.0({sent // 1000:06}.{sent % 1000:03}*kWh)", "1-0:1.7.0(00.668*kW)", "1-0:2.7.0(00.000*kW)", "!",
    ]
    body = "\r\n".join(lines).encode()
    return body + b"%04X\r\n" % checksum(body)


def damaged(data):
    return data.replace(b"(00.668", b"(00.669")


class Wire:
    """What the gateway reads from: a pseudo-terminal ("pty") or a TCP server ("tcp")."""

    def __init__(self, kind):
        self.server = self.peer = None
        if kind == "tcp":
            self.server = socket.create_server(("127.0.0.1", 0))
            self.address = "tcp://127.0.0.1:%d" % self.server.getsockname()[1]
        else:
            self.master, self.slave = os.openpty()
            tty.setraw(self.slave)
            self.address = f"serial:{os.ttyname(self.slave)}?settings=115200-8N1"

    def accept(self):
        if self.server:
            self.peer = self.server.accept()[0]
            self.peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, data):
        if self.peer:
            self.peer.sendall(data)
        else:
            os.write(self.master, data)
