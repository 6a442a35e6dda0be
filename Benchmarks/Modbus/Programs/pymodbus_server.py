# SPDX-License-Identifier: Apache-2.0
"""pymodbus's asynchronous server: pymodbus_server.py WORDS serves so many registers on a free port, which it prints.

The registers never change.
"""

import asyncio
import sys

from pymodbus.datastore import ModbusDeviceContext, ModbusSequentialDataBlock, ModbusServerContext
from pymodbus.server import ModbusTcpServer


async def main() -> None:
    # Its device context counts addresses from 1.
    block = ModbusSequentialDataBlock(1, [0] * int(sys.argv[1]))
    context = ModbusServerContext(devices=ModbusDeviceContext(hr=block, ir=block), single=True)
    server = ModbusTcpServer(context, address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    print(server.transport.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
