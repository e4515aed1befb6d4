"""Bytes as they cross the wire, compression and headers included: a relay between browser and server that counts."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["Wire", "wire"]

HOST = "127.0.0.1"


class Wire:
    """Passes everything on, and counts what comes from the server."""

    def __init__(self, server: int) -> None:
        self.server = server
        self.port = 0
        self.received = 0
        """Bytes the browser has got so far; set it to 0 before a visit."""
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()

    def run(self, listening: threading.Event) -> None:
        """Relay until `end` is called from another thread."""
        self._loop.run_until_complete(self._run(listening))
        self._loop.close()

    def end(self) -> None:
        """Stop relaying."""
        self._loop.call_soon_threadsafe(self._stop.set)

    async def _run(self, listening: threading.Event) -> None:
        server = await asyncio.start_server(self._connect, HOST, 0)
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _connect(self, browser: asyncio.StreamReader, to_browser: asyncio.StreamWriter) -> None:
        server, to_server = await asyncio.open_connection(HOST, self.server)
        await asyncio.gather(self._pass(browser, to_server), self._pass(server, to_browser, count=True))

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, count: bool = False) -> None:
        try:
            while data := await source.read(2**16):
                self.received += len(data) if count else 0
                sink.write(data)
                await sink.drain()
        except ConnectionError:
            pass
        finally:
            sink.close()


@contextmanager
def wire(server: int) -> Iterator[Wire]:
    """A relay to a port of this machine, in a thread of its own."""
    relay, listening = Wire(server), threading.Event()
    thread = threading.Thread(target=relay.run, args=[listening], daemon=True)
    thread.start()
    listening.wait(10)
    try:
        yield relay
    finally:
        relay.end()
        thread.join(10)
