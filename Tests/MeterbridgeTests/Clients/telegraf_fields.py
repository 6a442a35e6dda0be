# SPDX-License-Identifier: Apache-2.0
"""Reads what Telegraf's plugin inputs.modbus would, from configurations for it: telegraf_fields.py FILE...

As the plugin documents its "metric" style: each metric has a slave_id and a byte_order; each of its fields a register, an address,
a type, for texts a length, and a scale by which the number is multiplied. Writes {FILE: {FIELD: VALUE}} as JSON.
"""
import json
import sys
import tomllib
from urllib.parse import urlsplit

from modbus_values import Reader

OPTIONS = {"register", "address", "name", "type", "length", "scale", "output", "bit", "omit"}
TABLES = {"coil": 1, "discrete": 2, "holding": 3, "input": 4}
TYPES = {
    "INT16": "i16", "UINT16": "u16", "INT32": "i32", "UINT32": "u32", "INT64": "i64", "UINT64": "u64",
    "FLOAT32": "f32", "FLOAT64": "f64", "STRING": "text",
}


def values(configuration):
    result = {}
    for plugin in configuration["inputs"]["modbus"]:
        assert plugin["configuration_type"] == "metric"
        address = urlsplit(plugin["controller"])
        assert address.scheme == "tcp"
        reader = Reader(address.hostname, address.port)
        for metric in plugin["metric"]:
            low_first = {"ABCD": False, "CDAB": True}[metric["byte_order"]]
            for field in metric["fields"]:
                assert not set(field) - OPTIONS, field
                function, address = TABLES[field["register"]], field["address"]
                if function < 3:
                    assert "type" not in field and "scale" not in field, field
                    value = reader.bit(function, metric["slave_id"], address)
                else:
                    kind = TYPES[field["type"]]
                    assert ("length" in field) == (kind == "text"), field
                    value = reader.value(
                        function, metric["slave_id"], address, kind, low_first=low_first, length=field.get("length")
                    )
                if "scale" in field:
                    assert isinstance(field["scale"], float), field
                    value *= field["scale"]
                assert field["name"] not in result, field
                result[field["name"]] = value
        reader.close()
    return result


print(json.dumps({file: values(tomllib.load(open(file, "rb"))) for file in sys.argv[1:]}))
