"""Counts the function calls of a request, by the variable `VARIANT`: what `fastapi_service.py --only calls` runs.

It counts what the thread of the event loop calls, server and access log included, and so is the same on any machine.
"""

import asyncio
import cProfile
import sys

import uvicorn
from fastapi_app import app

REQUESTS = 200
CLIENT = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as connection:
    for _ in range(int(sys.argv[2])):
        connection.sendall(b"GET /query HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n\\r\\n")
        received = b""
        while not received.endswith(b'{"answer":42}'):
            received += connection.recv(65536)
"""


async def ask(server: uvicorn.Server) -> None:
    """Send the requests from a process of its own."""
    port = server.servers[0].sockets[0].getsockname()[1]
    client = await asyncio.create_subprocess_exec(sys.executable, "-c", CLIENT, str(port), str(REQUESTS))
    assert await client.wait() == 0


async def main() -> None:
    """Print the calls of a request that comes after others."""
    server = uvicorn.Server(uvicorn.Config(app, port=0))
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    await ask(server)
    profile = cProfile.Profile()
    profile.enable()
    await ask(server)
    profile.disable()
    print(sum(entry.callcount for entry in profile.getstats()) / REQUESTS)
    server.should_exit = True
    await serving


asyncio.run(main())
