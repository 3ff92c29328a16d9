"""One learner over Streamlit's own websocket: opens a page, moves a control, waits for its picture.

Thirty browsers do not fit beside the server that they ask; thirty of these do.
"""

from __future__ import annotations

import asyncio
import time
from types import TracebackType

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from core.ui.pulse import QUIET_S
from tests.bench.screen import Screen

PATIENCE_S = 60.0


class Learner:
    """``async with Learner(url, "evaluation", {"evaluation_play": "Threshold"}) as learner``.

    ``screen`` : what stands on it. ``n_bytes`` : what the server has sent, unpacked. ``n_pulses`` :
    how often it asked again because nothing had come for a while, as `core/ui/pulse.js` does.
    """

    def __init__(self, url: str, page: str, query: dict[str, str]) -> None:
        self.screen = Screen(page, dict(query))
        self.n_bytes = self.n_pulses = 0
        self._url = url.replace("http", "ws", 1) + "/_stcore/stream"
        self._changed = asyncio.Event()
        self._timers: dict[str, asyncio.Task[None]] = {}
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Learner:
        self._socket = await connect(self._url, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        self._reader = asyncio.create_task(self._read())
        await self._ask()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for timer in self._timers.values():
            timer.cancel()
        assert self._reader is not None
        assert self._socket is not None
        self._reader.cancel()
        await self._socket.close()

    async def arrive(self) -> None:
        """Wait for the first picture of the page."""
        await self._until_new({})

    async def move(self, label: str, value: float | str) -> float:
        """Move a control; return the milliseconds until its picture is there and the run over."""
        before, began = self.screen.picture, time.perf_counter()
        self.screen.put(label, value)
        await self._ask()
        await self._until_new(before)
        return 1000 * (time.perf_counter() - began)

    async def _until_new(self, before: dict[tuple[int, ...], str]) -> None:
        """Wait for another picture than ``before``; TimeoutError after PATIENCE_S."""
        try:
            await asyncio.wait_for(self._until_other(before), PATIENCE_S)
        except TimeoutError as error:
            number = self.screen.n_runs + 1
            raise TimeoutError(f"picture {number} never came; told: {self.screen.told}") from error

    async def _until_other(self, before: dict[tuple[int, ...], str]) -> None:
        while self.screen.picture == before:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), QUIET_S)
            except TimeoutError:
                self.n_pulses += 1
                await self._ask()
            assert self._reader is not None
            if self._reader.done():
                self._reader.result()  # raises what stopped it
                raise ConnectionError("the server closed the session")

    async def _ask(self, fragment: str = "", *, automatic: bool = False) -> None:
        assert self._socket is not None
        message = self.screen.ask(fragment, automatic=automatic)
        await self._socket.send(message.SerializeToString())

    async def _read(self) -> None:
        assert self._socket is not None
        try:
            async for packet in self._socket:
                assert isinstance(packet, bytes)
                self.n_bytes += len(packet)
                if self.screen.take(ForwardMsg.FromString(packet)):
                    await self._ask()
                self._set_timers()
                self._changed.set()
        finally:
            self._changed.set()

    def _set_timers(self) -> None:
        """Rerun the fragments that want it by themselves, as the browser does."""
        for fragment in [name for name in self._timers if name not in self.screen.timers]:
            self._timers.pop(fragment).cancel()
        for fragment, interval_s in self.screen.timers.items():
            if fragment not in self._timers:
                self._timers[fragment] = asyncio.create_task(self._tick(fragment, interval_s))

    async def _tick(self, fragment: str, interval_s: float) -> None:
        while True:
            await asyncio.sleep(interval_s)
            await self._ask(fragment, automatic=True)
