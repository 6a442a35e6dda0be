# SPDX-License-Identifier: Apache-2.0
"""Plays a meter in trouble and reads, all the while, how old the values are that a gateway tells: stale_hunter.py pty|tcp TROUBLE

Writes the address to read the meter from. Then takes a line "PORT PROCESS" of the gateway, with the path of a file that shifts
its wall clock where there is one, and reads by pymodbus, as fast as it is answered, the holding registers 0 and 1 of units 1 and 2. (Registers 2 and 3 of unit 1 are the
gateway's wall clock.)
Writes as JSON, for each unit, the worst age in milliseconds of a value when its answer was there, how many reads were told a
value, how many were not, and whether the last one was.
"""
import json
import os
import random
import signal
import sys
import threading
import time

from pymodbus.client import ModbusTcpClient
from pymodbus.exceptions import ModbusException
from telling_meter import Wire, damaged, milliseconds, telegram

PERIOD = 0.1


class Hunter(threading.Thread):
    """Reads one unit until it is told to end."""

    def __init__(self, port, unit):
        super().__init__()
        self.client = ModbusTcpClient("127.0.0.1", port=port, timeout=10, retries=0)
        assert self.client.connect()
        self.unit, self.ends = unit, False
        self.worst, self.told, self.refused, self.is_told, self.faults = 0, 0, 0, False, []
        self.start()

    def run(self):
        while not self.ends:
            try:
                answer = self.client.read_holding_registers(0, count=2, device_id=self.unit)
            except ModbusException as fault:
                self.faults.append(repr(fault))
                return
            self.is_told = not answer.isError()
            if self.is_told:
                sent = answer.registers[0] << 16 | answer.registers[1]
                self.worst = max(self.worst, milliseconds() - sent)
                self.told += 1
            else:
                self.refused += 1
            time.sleep(0.002)

    def end(self):
        self.ends = True
        self.join()
        self.client.close()
        return {
            "worst": self.worst, "told": self.told, "refused": self.refused, "isTold": self.is_told,
            "faults": self.faults,
        }


def speak(seconds, make=telegram):
    """Sends a telegram each period for so long."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        wire.send(make())
        time.sleep(PERIOD)


def silent():
    time.sleep(2)


def frozen():
    last = telegram()
    speak(2, lambda: last)


def garbage():
    chance = random.Random(1)
    speak(2, lambda: chance.randbytes(300))


def wrong_checksums():
    speak(2, lambda: damaged(telegram()))


def one_good_in_five():
    count = 0

    def make():
        nonlocal count
        count += 1
        return telegram() if count % 5 == 0 else damaged(telegram())

    speak(3, make)


def clock_backwards():
    speak(1, lambda: telegram(-7200))
    time.sleep(1)
    speak(1, lambda: telegram(-86_400))


def wall_clock():
    """The gateway's wall clock leaps forwards and back by hours, while telegrams come and while none do."""
    client = ModbusTcpClient("127.0.0.1", port=port)
    for hours in (5, -7):
        with open(shift_file, "w") as file:
            file.write(f"{hours:+}h")
        speak(0.7)
        words = client.read_holding_registers(2, count=2, device_id=1).registers
        assert abs((words[0] << 16 | words[1]) - time.time() - hours * 3600) < 60, "the clock did not leap"
        time.sleep(1)
    client.close()


def suspended():
    """The gateway stands still while the meter speaks on."""
    os.kill(process, signal.SIGSTOP)
    speak(3)
    os.kill(process, signal.SIGCONT)


def briefly_suspended():
    for _ in range(3):
        os.kill(process, signal.SIGSTOP)
        speak(1)
        os.kill(process, signal.SIGCONT)
        speak(0.5)


def backlog():
    """What comes between meter and gateway keeps the telegrams of two seconds, and hands them on at once."""
    kept = b""
    end = time.monotonic() + 2
    while time.monotonic() < end:
        kept += telegram()
        time.sleep(PERIOD)
    time.sleep(0.5)
    wire.send(kept)


wire = Wire(sys.argv[1])
print(wire.address, flush=True)
port, process, *rest = sys.stdin.readline().split()
port, process, shift_file = int(port), int(process), rest[0] if rest else None
wire.accept()
speak(1)
hunters = [Hunter(port, unit) for unit in (1, 2)]
speak(0.5)
globals()[sys.argv[2]]()
speak(1.5)
print(json.dumps([hunter.end() for hunter in hunters]), flush=True)
