"""Cancelling work that runs on another thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager

from .errors import Cancelled


class CancelToken:
    """Cancels waiting and network calls of one operation. Thread-safe."""

    def __init__(self, parent: CancelToken | None = None) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: dict[int, Callable[[], None]] = {}
        self._next = 0
        self._parent = parent
        self._parent_key = parent.add_callback(self.cancel) if parent else 0

    @property
    def cancelled(self) -> bool:
        return self._event.is_set()

    def cancel(self) -> None:
        with self._lock:
            self._event.set()
            callbacks, self._callbacks = list(self._callbacks.values()), {}
        for callback in callbacks:
            callback()

    def raise_if_cancelled(self) -> None:
        """Raises Cancelled if the operation was cancelled."""
        if self._event.is_set():
            raise Cancelled()

    def wait(self, seconds: float) -> None:
        """Waits, and raises Cancelled as soon as the operation is cancelled."""
        if self._event.wait(max(0.0, seconds)):
            raise Cancelled()

    def add_callback(self, callback: Callable[[], None]) -> int:
        """Calls ``callback`` when the operation is cancelled, at once if it already is."""
        with self._lock:
            if not self._event.is_set():
                self._next += 1
                self._callbacks[self._next] = callback
                return self._next
        callback()
        return 0

    def remove_callback(self, key: int) -> None:
        with self._lock:
            self._callbacks.pop(key, None)

    @contextmanager
    def calling(self, callback: Callable[[], None]) -> Generator[None, None, None]:
        """Calls ``callback`` if the operation is cancelled within the block."""
        key = self.add_callback(callback)
        try:
            yield
        finally:
            self.remove_callback(key)

    def close(self) -> None:
        """Detaches a finished operation from its parent."""
        if self._parent:
            self._parent.remove_callback(self._parent_key)
