# SPDX-License-Identifier: Apache-2.0
"""Many pymodbus clients that read on and on while the gateway's configuration changes.

    reload_clients.py PORT COUNT

Each reads power (i32) and imported power (u32) of the native map's unit 1 in one request; a telegram says the same of both.
Prints `reading` when every client has its first reply; when standard input ends, COUNT more replies later, what they saw."""
import asyncio
import sys

from pymodbus.client import AsyncModbusTcpClient

port, count = int(sys.argv[1]), int(sys.argv[2])
replies, torn, missing, lost = 0, 0, [], 0


async def read_on(client, first, ends):
    global replies, torn
    while not ends.is_set():
        try:
            answer = await client.read_holding_registers(100, count=4, device_id=1)
            words = answer.registers
            assert len(words) == 4, answer
        except Exception as fault:
            missing.append(repr(fault))
            first.set()
            return
        replies += 1
        if words[:2] != words[2:]:
            torn += 1
        first.set()


async def main():
    global lost
    clients = []
    for _ in range(count):
        client = AsyncModbusTcpClient("127.0.0.1", port=port, timeout=30, retries=0, reconnect_delay=0)
        assert await client.connect()
        clients.append(client)
    ends = asyncio.Event()
    firsts = [asyncio.Event() for _ in clients]
    tasks = [asyncio.create_task(read_on(*pair, ends)) for pair in zip(clients, firsts)]
    for first in firsts:
        await first.wait()
    print("reading", flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    seen = replies
    while replies < seen + count and not missing:
        await asyncio.sleep(0.01)
    ends.set()
    await asyncio.gather(*tasks)
    lost = sum(not client.connected for client in clients)
    for client in clients:
        client.close()
    print(f"replies {replies > seen} missing {len(missing)} torn {torn} lost {lost} {missing[:3]}", flush=True)


asyncio.run(main())
