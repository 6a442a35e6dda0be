#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Everything at once for a long time, after which nothing may have grown: soak.py METERBRIDGE MINUTES

A meter in trouble, snapshots twenty times a second, clients that come and go, and bad ones. Private memory, descriptors and
threads are looked at while all troubles rest: after the first minute, and in the end. Ends with 1 if they don't stand where they
stood, or if a good client was not answered.
"""
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time

from clients import Clients
from meter import Meter

# What an allocator may keep from a peak that is a little higher than those before.
TOLERATED_GROWTH = 512
# Longer than it takes until begun requests, deadlines and idle threads are over.
REST = 12


class Gateway:
    def __init__(self, program, meter):
        maps = ["native:1", "eastron-sdm630:2", "carlo-gavazzi-em24:3"]
        command = [program, "run", f"tcp://127.0.0.1:{meter.port}", "--listen", "127.0.0.1:0", "--stale-after", "2s"]
        self.state = tempfile.TemporaryDirectory()
        command += ["--state", self.state.name]
        self.process = subprocess.Popen(
            command + [word for map in maps for word in ("--as", map)], stderr=subprocess.PIPE, text=True
        )
        self.port = next(
            int(line.rpartition(":")[2]) for line in self.process.stderr if "serving Modbus TCP" in line
        )
        threading.Thread(target=lambda: [None for _ in self.process.stderr], daemon=True).start()

    def figures(self):
        folder = f"/proc/{self.process.pid}"
        status = dict(line.split(":", 1) for line in open(f"{folder}/status"))
        return int(status["RssAnon"].split()[0]), len(os.listdir(f"{folder}/fd")), len(os.listdir(f"{folder}/task"))


def main():
    program, minutes = sys.argv[1], int(sys.argv[2])
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    meter = Meter()
    gateway = Gateway(program, meter)
    clients = Clients(gateway.port)
    rows = []

    def row(what):
        rows.append(gateway.figures())
        memory, descriptors, threads = rows[-1]
        print(f"{what:>22} {memory:>10} {descriptors:>12} {threads:>8}", flush=True)

    print(f"{'':>22} {'private kB':>10} {'descriptors':>12} {'threads':>8}")
    row("before")
    for minute in range(1, minutes + 1):
        clients.works.set()
        end = time.monotonic() + 60
        while time.monotonic() < end and gateway.process.poll() is None:
            time.sleep(0.5)
        if gateway.process.poll() is not None:
            sys.exit(f"meterbridge ended with status {gateway.process.returncode}")
        row(f"minute {minute}")
        if minute == 1 or minute == minutes:
            meter.rests = True
            clients.rest()
            time.sleep(REST)
            meter.rests = False
            row("at rest")
            if minute == 1:
                start = rows[-1]
    end = rows[-1]

    print(f"telegrams {meter.telegrams}, of which with a bad checksum {meter.bad_checksums}; pauses {meter.pauses};"
          f" cuts {meter.cuts}")
    print("; ".join(f"{what} {count}" for what, count in sorted(clients.counts.items())))
    gateway.process.terminate()
    faults = clients.faults[:5]
    if gateway.process.wait() != 0:
        faults.append(f"it ended with status {gateway.process.returncode}")
    if end[0] > start[0] + TOLERATED_GROWTH:
        faults.append(f"private memory grew from {start[0]} to {end[0]} kB")
    if end[1] > start[1]:
        faults.append(f"descriptors grew from {start[1]} to {end[1]}")
    if end[2] > start[2]:
        faults.append(f"threads grew from {start[2]} to {end[2]}")
    for fault in faults:
        print(f"FAULT: {fault}")
    print("MISS" if faults else "PASS: it stands where it stood after the first minute")
    sys.exit(1 if faults else 0)


main()
