# SPDX-License-Identifier: Apache-2.0
"""Reads what Home Assistant's modbus integration would, from configurations for it: home_assistant_sensors.py FILE...

As the integration documents its options: value = scale * register, rounded to precision; swap exchanges words; a register that
equals nan_value is unavailable. Writes {FILE: {UNIQUE_ID: {"value": VALUE, "unit": UNIT}}} as JSON.
"""
import json
import sys

import yaml
from modbus_values import Reader

OPTIONS = {
    "name", "unique_id", "slave", "address", "input_type", "data_type", "count", "swap", "scale", "offset", "precision",
    "nan_value", "unit_of_measurement", "device_class", "state_class",
}
TYPES = {
    "int16": "i16", "uint16": "u16", "int32": "i32", "uint32": "u32", "int64": "i64", "uint64": "u64",
    "float32": "f32", "float64": "f64", "string": "text",
}


def sensor(reader, options):
    assert not set(options) - OPTIONS, options
    function, kind = {"holding": 3, "input": 4}[options["input_type"]], TYPES[options["data_type"]]
    assert ("count" in options) == (kind == "text"), options
    assert options.get("swap", "word") == "word", options
    value = reader.value(
        function, options["slave"], options["address"], kind, low_first="swap" in options, length=options.get("count")
    )
    if kind == "text" or value is None:
        return value
    if value == options.get("nan_value"):
        return None
    return round(value * options.get("scale", 1), options.get("precision", 0))


def values(configuration):
    result = {}
    for hub in configuration["modbus"]:
        assert hub["type"] == "tcp"
        reader = Reader(hub["host"], hub["port"])
        for options in hub.get("sensors", []):
            assert options["unique_id"] not in result, options
            unit = options.get("unit_of_measurement")
            result[options["unique_id"]] = {"value": sensor(reader, options), "unit": unit}
        for options in hub.get("binary_sensors", []):
            function = {"coil": 1, "discrete_input": 2}[options["input_type"]]
            value = reader.bit(function, options["slave"], options["address"])
            result[options["unique_id"]] = {"value": value, "unit": None}
        reader.close()
    return result


print(json.dumps({file: values(yaml.safe_load(open(file))) for file in sys.argv[1:]}))
