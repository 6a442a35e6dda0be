# SPDX-License-Identifier: Apache-2.0
"""pymodbus's asynchronous server: pymodbus_server.py WORDS serves so many registers on a free port, which it prints.

The registers never change.
"""

import asyncio
import sys

from pymodbus.server import ModbusTcpServer
from pymodbus.simulator import DataType, SimData, SimDevice


async def main() -> None:
    words = SimData(0, count=int(sys.argv[1]), values=0, datatype=DataType.REGISTERS)
    # Device 0 answers for every unit.
    server = ModbusTcpServer(SimDevice(0, simdata=[words]), address=("127.0.0.1", 0))
    await server.serve_forever(background=True)
    print(server.transport.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
