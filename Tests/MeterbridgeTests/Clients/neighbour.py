# SPDX-License-Identifier: Apache-2.0
"""A well-behaved client, by pymodbus, that asks and asks while others misbehave."""
import threading
import time

from pymodbus.client import ModbusTcpClient


class Neighbour:
    """Asks from its making to `end`, which gives how many answers were right and what was not."""

    def __init__(self, port):
        self.client = ModbusTcpClient("127.0.0.1", port=port, timeout=10, retries=0)
        assert self.client.connect()
        self.answers, self.faults, self.ends = 0, [], False
        self.ask()
        self.thread = threading.Thread(target=self.ask_on)
        self.thread.start()

    def ask(self):
        try:
            answer = self.client.read_holding_registers(0, count=2, device_id=1)
            assert answer.registers == [0x5031, 1], answer
            self.answers += 1
        except Exception as fault:
            self.faults.append(repr(fault))

    def ask_on(self):
        while not self.ends and not self.faults:
            self.ask()
            time.sleep(0.002)

    def end(self):
        seen = self.answers
        # One answer more, from after all that was done.
        while self.answers <= seen + 1 and not self.faults:
            time.sleep(0.002)
        self.ends = True
        self.thread.join()
        self.client.close()
        return {"answers": self.answers, "faults": self.faults}
