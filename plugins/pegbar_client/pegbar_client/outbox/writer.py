"""Writes submissions in the background, in order."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ..cancel import CancelToken
from ..errors import PegbarError
from .request import Request
from .store import Outbox


class OutboxWriter:
    """Stores the newest state of each submission. Thread-safe; ``write`` never waits for the disk."""

    def __init__(self, outbox: Outbox, on_error: Callable[[Request, PegbarError], None]) -> None:
        self._outbox, self._on_error = outbox, on_error
        self._lock = threading.Lock()
        #: None: to be deleted.
        self._waiting: dict[str, tuple[Request | None, list[Callable[[], None]]]] = {}
        self._writing = ""
        self._wake = threading.Event()

    def write(self, request: Request, then: Callable[[], None] | None = None) -> None:
        """Stores a submission soon; a state that waits already is replaced. ``then`` is called on another thread."""
        self._put(request.id, request, then)

    def remove(self, request_id: str) -> None:
        """Deletes a submission soon, whatever waits to be written."""
        self._put(request_id, None, None)

    def _put(self, request_id: str, request: Request | None, then: Callable[[], None] | None) -> None:
        with self._lock:
            _old, callbacks = self._waiting.pop(request_id, (None, []))
            self._waiting[request_id] = (request, [*callbacks, *([then] if then else [])])
        self._wake.set()

    def is_pending(self, request_id: str) -> bool:
        """Whether the state on disk is older than the one in memory."""
        with self._lock:
            return request_id in self._waiting or self._writing == request_id

    def run(self, cancel: CancelToken) -> None:
        """Writes until it is cancelled, and then what still waits."""
        with cancel.calling(self._wake.set):
            while not cancel.cancelled:
                self._wake.wait()
                self._wake.clear()
                self._write_all()
        self._write_all()

    def _write_all(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    return
                self._writing = next(iter(self._waiting))
                request, callbacks = self._waiting.pop(self._writing)
            try:
                if request:
                    self._outbox.write(request)
                else:
                    self._outbox.remove(self._writing)
            except PegbarError as error:
                if request:
                    self._on_error(request, error)
            finally:
                with self._lock:
                    self._writing = ""
            for callback in callbacks:
                callback()
