# SPDX-License-Identifier: Apache-2.0
"""Clients of all kinds, each on a thread of its own, until they are told to rest."""
import random
import socket
import struct
import sys
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "Tests/MeterbridgeTests/Clients"))
from raw_client import RawClient, frame, read  # noqa: E402

BROKEN = (OSError, TypeError)


class Clients:
    def __init__(self, port):
        self.port, self.counts, self.faults = port, Counter(), []
        self.works, self.busy = threading.Event(), Counter()
        kinds = [self.neighbour] * 4 + [self.reader] * 4 + [self.churn] * 2
        kinds += [self.bad_headers, self.unfinished, self.resets, self.never_reading, self.crowd, self.noise]
        for kind in kinds:
            threading.Thread(target=self.repeat, args=(kind,), daemon=True).start()

    def repeat(self, kind):
        while True:
            self.works.wait()
            self.busy[threading.get_ident()] = 1
            try:
                kind()
            except Exception as fault:
                self.faults.append(f"{kind.__name__}: {fault!r}")
            self.busy[threading.get_ident()] = 0

    def rest(self):
        self.works.clear()
        while any(self.busy.values()):
            time.sleep(0.05)

    def neighbour(self):
        """Is answered every time: it reads constants, in the very part of the native map that is there for this. It is
        connected again where the crowd was there before it."""
        try:
            client = RawClient(self.port)
            client.send(frame(read()))
            if client.answer() is None:
                self.counts["neighbour refused"] += 1
                return time.sleep(0.1)
        except BROKEN:
            self.counts["neighbour refused"] += 1
            return time.sleep(0.1)
        while self.works.is_set():
            assert client.ask(read()) == bytes([3, 4, 0x50, 0x31, 0, 1])
            self.counts["neighbour answered"] += 1
            time.sleep(0.005)
        client.close()

    def reader(self):
        """Reads what lives: values, exceptions and silence all come of it, as the meter's state is."""
        unit, address, function = random.choice([(1, 100, 3), (2, 52, 4), (3, 40, 3)])
        try:
            client = RawClient(self.port)
            client.socket.settimeout(0.5)
            for transaction in range(200):
                client.send(frame(read(address, 2, function), transaction, unit))
                answer = client.answer()
                if answer is None:
                    break
                assert answer[0] == transaction and len(answer[1]) in (2, 6), answer
                self.counts["values" if len(answer[1]) == 6 else "exceptions"] += 1
                time.sleep(0.005)
            client.close()
        except TimeoutError:
            self.counts["silences"] += 1
        except BROKEN:
            self.counts["refused"] += 1

    def churn(self):
        try:
            client = RawClient(self.port)
            client.send(frame(read()))
            client.answer()
            client.close()
            self.counts["connections churned"] += 1
        except BROKEN:
            pass
        time.sleep(0.002)

    def bad_headers(self):
        try:
            client = RawClient(self.port)
            client.send(frame(read()) + struct.pack(">HHHBB", 1, random.choice([0, 1]), 65535, 1, 3))
            client.receive(1000)
            self.counts["bad headers"] += 1
        except BROKEN:
            pass
        time.sleep(0.01)

    def unfinished(self):
        clients = []
        for _ in range(20):
            try:
                clients.append(RawClient(self.port))
                clients[-1].send(frame(read())[: random.randint(1, 11)])
            except BROKEN:
                pass
        for client in clients:
            client.receive(1)
            client.close()
        self.counts["unfinished requests"] += 20

    def resets(self):
        try:
            client = RawClient(self.port)
            client.send((frame(read(0, 125)) * 20)[: random.randint(1, 240)])
            client.reset()
            self.counts["resets"] += 1
        except BROKEN:
            pass
        time.sleep(0.005)

    def never_reading(self):
        try:
            client = RawClient(self.port, receive_buffer=4096)
            while True:
                client.send(frame(read(0, 125)) * 40)
        except TimeoutError:
            raise
        except BROKEN:
            self.counts["dropped as they never read"] += 1
        time.sleep(0.2)

    def crowd(self):
        """More than there is room for."""
        clients = []
        for _ in range(700):
            client = socket.socket()
            client.connect(("127.0.0.1", self.port))
            clients.append(client)
        time.sleep(0.5)
        for client in clients:
            client.close()
        self.counts["crowds of 700"] += 1
        for _ in range(50):
            if self.works.is_set():
                time.sleep(0.1)

    def noise(self):
        try:
            client = RawClient(self.port)
            client.socket.settimeout(1)
            for transaction in range(100):
                client.send(frame(random.randbytes(random.randint(1, 253)), transaction, random.randint(0, 3)))
                client.answer()
            client.close()
            self.counts["noise"] += 1
        except BROKEN:
            pass
