# SPDX-License-Identifier: Apache-2.0
"""Finds and reads SunSpec meters with pysunspec2: sunspec_meters.py PORT UNIT...

Writes {UNIT: {"base": ADDRESS, "models": [...], "common": {POINT: VALUE}, "meter": {POINT: VALUE}}} as JSON.
"""
import json
import sys

from sunspec2.modbus.client import SunSpecModbusClientDeviceTCP


def points(model):
    return {name: point.cvalue for name, point in model.points.items()}


def meter(port, unit):
    device = SunSpecModbusClientDeviceTCP(slave_id=unit, ipaddr="127.0.0.1", ipport=port)
    device.scan()
    models = [number for number in device.models if isinstance(number, int)]
    model = device.models[models[-1]][0]
    model.read()
    result = {
        "base": device.base_addr, "models": models, "common": points(device.models[1][0]), "meter": points(model),
    }
    device.close()
    return result


print(json.dumps({unit: meter(int(sys.argv[1]), int(unit)) for unit in sys.argv[2:]}))
