"""The state, changed on any thread and announced on the main thread."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable
from typing import Any

from ..host.interface import Host
from .state import RequestView, State


class Publisher:
    """Holds the state. Thread-safe."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], None]] = []
        self._scheduled = False
        self.state = State()

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls ``listener`` on the main thread after changes, once for several. Returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def change(self, **changes: Any) -> None:
        with self._lock:
            self.state = dataclasses.replace(self.state, **changes)
        self._announce()

    def change_request(self, request_id: str, change: Callable[[RequestView], RequestView]) -> None:
        """Changes the view of one submission, if it is shown."""
        with self._lock:
            views = tuple(change(view) if view.request.id == request_id else view for view in self.state.requests)
            self.state = dataclasses.replace(self.state, requests=views)
        self._announce()

    def _announce(self) -> None:
        with self._lock:
            if self._scheduled:
                return
            self._scheduled = True
        self._host.schedule(self._notify)

    def _notify(self) -> None:
        with self._lock:
            self._scheduled = False
        for listener in list(self._listeners):
            listener()
