# SPDX-License-Identifier: Apache-2.0
"""Reads holding registers with pymodbus when it is told to: modbus_conversation.py LINK TIMEOUT

A link is "socket PORT" for Modbus TCP, or "DEVICE BAUD" for a serial line. Each line on standard input is a list of reads,
UNIT/ADDRESS/COUNT; the answer is one line of JSON: for each of them the words, the number of the exception, or null for silence.
"""
import json
import sys

from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.exceptions import ModbusException

device, number, timeout = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
if device == "socket":
    client = ModbusTcpClient("127.0.0.1", port=number, timeout=timeout, retries=0)
else:
    client = ModbusSerialClient(device, baudrate=number, timeout=timeout, retries=0)


def read(unit, address, count):
    try:
        if not client.connected:
            client.connect()
        answer = client.read_holding_registers(address, count=count, device_id=unit)
        return answer.exception_code if answer.isError() else answer.registers
    except ModbusException:
        client.close()
        return None


assert client.connect()
print("connected", flush=True)
for line in sys.stdin:
    print(json.dumps([read(*map(int, text.split("/"))) for text in line.split()]), flush=True)
