"""The host as the agent sees it: every call goes over the wire."""

from __future__ import annotations

import collections
import itertools
import select
import socket
from collections.abc import Callable, Sequence
from typing import Any

from ..errors import Cancelled, PegbarError
from ..host.interface import (
    AvailableSource,
    Capture,
    CaptureListener,
    CaptureRequest,
    HistoryEntry,
    Placed,
    Placement,
    Result,
    SceneContext,
)
from .messages import Call, Failure, Reply, Scene
from .wire import Wire


class HostGone(Exception):
    """The host has ended."""


class RemoteHost:
    """A host in another process. ``schedule`` may be called on any thread; everything else on the agent's main one."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._calls: collections.deque[Callable[[], None]] = collections.deque()
        self._wake_read, self._wake_write = socket.socketpair()
        for one in (self._wake_read, self._wake_write):
            one.setblocking(False)
        self._ids = itertools.count(1)
        self._context: SceneContext | None = None
        self._history: Sequence[HistoryEntry] = ()
        self._placements: tuple[Placement, ...] = ()
        self._captures: dict[int, CaptureListener] = {}
        self._replies: dict[int, Reply] = {}
        #: Calls of the host that arrived while the agent waited for a reply.
        self.calls: collections.deque[Call] = collections.deque()

    def begin(self, placements: Sequence[tuple[str, str]]) -> None:
        self._placements = tuple(Placement(*one) for one in placements)

    def wait(self) -> None:
        """Waits for messages or scheduled calls, and sorts them. Raises HostGone."""
        if not self._calls and not self.calls:
            select.select([self._wire, self._wake_read], [self._wire] if self._wire.has_outgoing else [], [])
        self._read()

    def run_scheduled(self) -> None:
        for _call in range(len(self._calls)):
            self._calls.popleft()()

    def schedule(self, call: Callable[[], None]) -> None:
        self._calls.append(call)
        try:
            self._wake_write.send(b"\0")
        except (BlockingIOError, OSError):
            # Enough wake-ups are waiting already.
            pass

    def context(self) -> SceneContext:
        if self._context is None:
            raise PegbarError("The scene is not known yet.", code="not_supported")
        return self._context

    def read_history(self) -> Sequence[HistoryEntry]:
        return self._history

    def write_history(self, entries: Sequence[HistoryEntry]) -> None:
        self._history = tuple(entries)
        self._wire.send(Call("write_history", (self.context().scene_id, self._history)))

    def sources(self) -> Sequence[AvailableSource]:
        # Panels ask their own host.
        return ()

    def images(self) -> Sequence[str]:
        return ()

    def objects(self) -> Sequence[str]:
        return ()

    def placements(self) -> Sequence[Placement]:
        return self._placements

    def capture(self, request: CaptureRequest, listener: CaptureListener) -> Capture:
        number = next(self._ids)
        self._captures[number] = listener
        self._wire.send(Call("capture", (number, request)))
        return _RemoteCapture(self._wire, number)

    def place(self, result: Result, placement: str) -> Placed:
        reply = self._ask("place", result, placement)
        return reply.value

    def _ask(self, name: str, *arguments: Any) -> Reply:
        """Calls the host and waits. Raises PegbarError as the host did."""
        number = next(self._ids)
        self._wire.send(Call(name, arguments, number))
        while number not in self._replies:
            select.select([self._wire], [self._wire] if self._wire.has_outgoing else [], [])
            self._read()
        reply = self._replies.pop(number)
        if reply.failure:
            raise reply.failure.to_error()
        return reply

    def _read(self) -> None:
        try:
            while self._wake_read.recv(4096):
                pass
        except (BlockingIOError, OSError):
            # Nothing is waiting.
            pass
        self._wire.flush()
        for message in self._wire.receive():
            if isinstance(message, Scene):
                # In order with the calls around it.
                self.calls.append(Call("scene", (message,)))
            elif isinstance(message, Reply):
                self._replies[message.id] = message
            elif isinstance(message, Call):
                self.calls.append(message)
        if not self._wire.is_open:
            raise HostGone()

    def take_scene(self, scene: Scene) -> None:
        self._context = scene.context
        if scene.history is not None:
            self._history = scene.history

    def capture_progress(self, number: int, done: int, total: int, text: str) -> None:
        if number in self._captures:
            self._captures[number].progress(done, total, text)

    def capture_done(self, number: int, captured: Any) -> None:
        self._captures.pop(number).done(captured)

    def capture_failed(self, number: int, failure: Failure) -> None:
        error = Cancelled() if failure.code == "cancelled" else failure.to_error()
        self._captures.pop(number).failed(error)


class _RemoteCapture:
    def __init__(self, wire: Wire, number: int) -> None:
        self._wire, self._number = wire, number

    def cancel(self) -> None:
        self._wire.send(Call("cancel_capture", (self._number,)))
