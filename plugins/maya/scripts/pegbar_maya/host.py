"""Maya as the client sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from . import scene
from .capture import RunningCapture
from .capture.images import list_images
from .capture.sources import list_sources
from .client import (
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
from .place import PLACEMENTS, place
from .schedule import Scheduler


class MayaHost:
    """The client's host in Maya. Every method but ``schedule`` belongs to the main thread."""

    def __init__(self, scheduler: Scheduler) -> None:
        """``scheduler``: an IdleScheduler with an interface, a BatchScheduler without one."""
        self._scheduler = scheduler

    def schedule(self, call: Callable[[], None]) -> None:
        self._scheduler.schedule(call)

    def close(self) -> None:
        self._scheduler.close()

    def context(self) -> SceneContext:
        return scene.read_context()

    def sources(self) -> Sequence[AvailableSource]:
        return list_sources()

    def images(self) -> Sequence[str]:
        return list_images()

    def objects(self) -> Sequence[str]:
        # Object masks are not available: see capture/sources.py.
        return []

    def capture(self, request: CaptureRequest, listener: CaptureListener) -> Capture:
        running = RunningCapture(request, listener, self._scheduler)
        running.start()
        return running

    def placements(self) -> Sequence[Placement]:
        return PLACEMENTS

    def place(self, result: Result, placement: str) -> Placed:
        return place(result, placement)

    def read_history(self) -> Sequence[HistoryEntry]:
        return scene.read_history()

    def write_history(self, entries: Sequence[HistoryEntry]) -> None:
        scene.write_history(entries)
