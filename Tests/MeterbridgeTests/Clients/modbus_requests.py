# SPDX-License-Identifier: Apache-2.0
"""Makes requests with pymodbus, one after the other over one connection: modbus_requests.py LINK TIMEOUT REQUEST...

A link is "socket PORT" for Modbus TCP, "rtu PORT" for RTU over TCP, or "DEVICE BAUD" for a serial line; on these two a
write to unit 0 is for all and gets no answer.
A request is FUNCTION/UNIT/ADDRESS/COUNT, for functions 6 and 16 FUNCTION/UNIT/ADDRESS/VALUE, for 17 and 43 (with 14)
FUNCTION/UNIT. Each answer is a line: "words 1 2", "exception 4", "texts" with one text behind each tab, or "nothing".
"""
import sys

from pymodbus import FramerType
from pymodbus.client import ModbusSerialClient, ModbusTcpClient
from pymodbus.exceptions import ModbusException

device, number, timeout = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
if device in ("socket", "rtu"):
    client = ModbusTcpClient("127.0.0.1", port=number, framer=FramerType(device), timeout=timeout, retries=0)
else:
    client = ModbusSerialClient(device, baudrate=number, timeout=timeout, retries=0)


def is_for_all(unit):
    return unit == 0 and device != "socket"


def ask(function, unit, address=0, last=0):
    match function:
        case 1 | 2:
            call = client.read_coils if function == 1 else client.read_discrete_inputs
        case 3 | 4:
            call = client.read_holding_registers if function == 3 else client.read_input_registers
        case 5:
            return client.write_coil(address, bool(last), device_id=unit)
        case 6:
            return client.write_register(address, last, device_id=unit, no_response_expected=is_for_all(unit))
        case 15:
            return client.write_coils(address, [bool(last)], device_id=unit)
        case 16:
            return client.write_registers(address, [last], device_id=unit)
        case 17:
            return client.report_device_id(device_id=unit)
        case 22:
            return client.mask_write_register(address=address, and_mask=0, or_mask=last, device_id=unit)
        case 43:
            return client.read_device_information(read_code=1, object_id=0, device_id=unit)
    return call(address, count=last, device_id=unit)


def line(function, last, answer):
    if answer.isError():
        return f"exception {answer.exception_code}"
    match function:
        case 1 | 2:
            return " ".join(["words", *(str(int(bit)) for bit in answer.bits[:last])])
        case 17:
            return "\t".join(["texts", answer.identifier.decode("latin-1")])
        case 43:
            return "\t".join(["texts", *(answer.information[key].decode("latin-1") for key in sorted(answer.information))])
        case 3 | 4 | 16:
            return " ".join(["words", *(str(word) for word in answer.registers)])
    return "words"


for text in sys.argv[4:]:
    parts = [int(part) for part in text.split("/")]
    try:
        if not client.connected:
            client.connect()
        answer = ask(*parts)
        print("nothing" if is_for_all(parts[1]) else line(parts[0], parts[-1], answer), flush=True)
    except ModbusException:
        print("nothing", flush=True)
        client.close()
