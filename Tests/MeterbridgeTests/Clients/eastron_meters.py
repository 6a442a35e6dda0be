# SPDX-License-Identifier: Apache-2.0
"""Reads Eastron meters with sdm_modbus, as its own examples do: eastron_meters.py PORT CLASS/UNIT...

Writes {CLASS: {"input": {NAME: VALUE}, "holding": {NAME: VALUE}, "units": {NAME: UNIT}}} as JSON.
"""
import json
import sys

import sdm_modbus


def meter(port, model, unit):
    device = getattr(sdm_modbus, model)(host="127.0.0.1", port=port, unit=unit, timeout=2, retries=1)
    # The library reads a single register over again when it is told an exception, and gives up with an error of its own.
    single = {name: device.read(name) for name in device.registers}
    result = {
        "input": device.read_all(sdm_modbus.registerType.INPUT),
        "holding": device.read_all(sdm_modbus.registerType.HOLDING),
        "units": {name: register[6] for name, register in device.registers.items() if isinstance(register[6], str)},
    }
    assert single == result["input"] | result["holding"], (model, "one by one reads differ from blocks")
    device.disconnect()
    return result


meters = [text.split("/") for text in sys.argv[2:]]
print(json.dumps({model: meter(int(sys.argv[1]), model, int(unit)) for model, unit in meters}))
