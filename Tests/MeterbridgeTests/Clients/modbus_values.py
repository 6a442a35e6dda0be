# SPDX-License-Identifier: Apache-2.0
"""Typed values of registers, read by pymodbus."""
import math

from pymodbus.client import ModbusTcpClient

KINDS = ModbusTcpClient.DATATYPE
TYPES = {
    "i16": KINDS.INT16, "u16": KINDS.UINT16, "i32": KINDS.INT32, "u32": KINDS.UINT32, "i64": KINDS.INT64,
    "u64": KINDS.UINT64, "f32": KINDS.FLOAT32, "f64": KINDS.FLOAT64, "text": KINDS.STRING,
}


class Reader:
    def __init__(self, host, port):
        self.client = ModbusTcpClient(host, port=port, timeout=2, retries=0)
        assert self.client.connect()

    def close(self):
        self.client.close()

    def bit(self, function, unit, address):
        call = self.client.read_coils if function == 1 else self.client.read_discrete_inputs
        answer = call(address, count=1, device_id=unit)
        assert not answer.isError(), (function, unit, address, answer)
        return int(answer.bits[0])

    def value(self, function, unit, address, kind, low_first=False, length=None):
        """One value; None for a float that is no number."""
        call = self.client.read_holding_registers if function == 3 else self.client.read_input_registers
        answer = call(address, count=length or TYPES[kind].value[1], device_id=unit)
        assert not answer.isError(), (function, unit, address, kind, answer)
        order = "little" if low_first and kind != "text" else "big"
        value = self.client.convert_from_registers(answer.registers, TYPES[kind], word_order=order)
        return None if isinstance(value, float) and math.isnan(value) else value
