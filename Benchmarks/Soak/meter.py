# SPDX-License-Identifier: Apache-2.0
"""A meter behind a TCP port that has every trouble that a meter can have, over and over."""
import socket
import threading
import time

# A DSMR 5 telegram without its numbers.
TELEGRAM = (
    "/ISK5\\2M550T-1012\r\n\r\n1-3:0.2.8(50)\r\n0-0:1.0.0(260115103000W)\r\n0-0:96.1.1(4530303334303036363839)\r\n"
    "1-0:1.8.1({energy:010.3f}*kWh)\r\n1-0:1.8.2(005000.000*kWh)\r\n1-0:2.8.1(001345.178*kWh)\r\n"
    "1-0:2.8.2(001000.500*kWh)\r\n0-0:96.14.0(0002)\r\n1-0:1.7.0({power:06.3f}*kW)\r\n1-0:2.7.0(00.000*kW)\r\n"
    "1-0:32.7.0(230.1*V)\r\n1-0:52.7.0(231.2*V)\r\n1-0:72.7.0(229.3*V)\r\n!"
)
PER_SECOND = 20


def checksum(data):
    """CRC-16/ARC, as DSMR 5.0.2 wants it from / to !."""
    remainder = 0
    for byte in data:
        remainder ^= byte
        for _ in range(8):
            remainder = remainder >> 1 ^ 0xA001 if remainder & 1 else remainder >> 1
    return remainder


class Meter:
    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.telegrams, self.bad_checksums, self.pauses, self.cuts = 0, 0, 0, 0
        self.connection, self.rests = None, False
        threading.Thread(target=self.live, daemon=True).start()

    def live(self):
        while True:
            for trouble in (self.speak, self.stutter, self.pause, self.speak, self.babble, self.cut):
                try:
                    if self.connection is None:
                        self.connection, _ = self.listener.accept()
                    (self.rest if self.rests else trouble)()
                except OSError:
                    self.connection = None

    def rest(self):
        """No trouble."""
        self.speak(seconds=1)

    def telegram(self, is_right=True):
        self.telegrams += 1
        text = TELEGRAM.format(energy=7345.678 + self.telegrams / 1000, power=self.telegrams % 10000 / 1000).encode()
        self.connection.sendall(text + b"%04X\r\n" % (checksum(text) ^ (0 if is_right else 0x5555)))

    def speak(self, seconds=8, bad_each=0):
        for number in range(seconds * PER_SECOND):
            is_right = not bad_each or number % bad_each > 0
            self.bad_checksums += not is_right
            self.telegram(is_right)
            time.sleep(1 / PER_SECOND)

    def stutter(self):
        self.speak(bad_each=3)

    def pause(self):
        """Long enough for stale and for lost."""
        self.pauses += 1
        time.sleep(6)

    def babble(self):
        self.connection.sendall(bytes(range(256)) * 200)

    def cut(self):
        """In the middle of a telegram."""
        self.cuts += 1
        self.connection.sendall(TELEGRAM[:200].encode())
        self.connection.close()
        self.connection = None
        time.sleep(1)
