# SPDX-License-Identifier: Apache-2.0
"""Reads Eastron meters with sdm_modbus, as its own examples do: eastron_meters.py PORT CLASS/UNIT...

Writes {CLASS: {"values": {NAME: VALUE}, "inBlocks": [NAME], "units": {NAME: UNIT}}} as JSON.
"""
import json
import sys

import sdm_modbus


def meter(port, model, unit):
    device = getattr(sdm_modbus, model)(host="127.0.0.1", port=port, unit=unit, timeout=2, retries=1)
    # What clears the history is no setting: the library knows it for writing.
    names = [name for name in device.registers if name != "reset_history"]
    single = {name: device.read(name) for name in names}
    blocks = device.read_all(sdm_modbus.registerType.INPUT)
    assert blocks, model
    # The library asks for the settings of some models in one block that no request can hold, and then has none.
    blocks |= device.read_all(sdm_modbus.registerType.HOLDING)
    assert all(single[name] == value for name, value in blocks.items()), (model, single, blocks)
    result = {
        "values": single,
        "inBlocks": list(blocks),
        "units": {name: register[6] for name, register in device.registers.items() if isinstance(register[6], str)},
    }
    device.disconnect()
    return result


meters = [text.split("/") for text in sys.argv[2:]]
print(json.dumps({model: meter(int(sys.argv[1]), model, int(unit)) for model, unit in meters}))
