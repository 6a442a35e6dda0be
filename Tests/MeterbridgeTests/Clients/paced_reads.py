# SPDX-License-Identifier: Apache-2.0
"""Reads with pymodbus, as a control loop does: paced_reads.py PORT UNIT ADDRESS...

Reads two holding registers at each address, one read after the other over one connection, as soon as a line comes on standard
input for each. Answers with a line of the milliseconds that the read took and the number that was read.
"""
import sys
import time

from pymodbus.client import ModbusTcpClient

port, unit = int(sys.argv[1]), int(sys.argv[2])
client = ModbusTcpClient("127.0.0.1", port=port, timeout=30, retries=0)
client.connect()
print("connected", flush=True)
for text in sys.argv[3:]:
    sys.stdin.readline()
    print("asking", flush=True)
    began = time.monotonic()
    answer = client.read_holding_registers(int(text), count=2, device_id=unit)
    took = (time.monotonic() - began) * 1000
    words = answer.registers
    print(round(took), words[0] << 16 | words[1], flush=True)
