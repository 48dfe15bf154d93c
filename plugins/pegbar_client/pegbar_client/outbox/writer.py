"""Writes submissions in the background, in order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from ..cancel import CancelToken
from ..errors import PegbarError
from .request import Request
from .store import Outbox


@dataclass
class _Work:
    """What waits to be done to one submission."""

    request: Request | None = None
    remove: bool = False
    then: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])


class OutboxWriter:
    """Changes submissions on disk, one after the other. Thread-safe; no method waits for the disk."""

    def __init__(self, outbox: Outbox, on_error: Callable[[str, PegbarError], None]) -> None:
        self._outbox, self._on_error = outbox, on_error
        self._lock = threading.Lock()
        self._waiting: dict[str, _Work] = {}
        self._current = ""
        self._wake = threading.Event()

    def write(self, request: Request, then: Callable[[], None] | None = None) -> None:
        """Stores a submission soon; a state that waits already is replaced. ``then`` is called on the writer's thread."""
        self._put(request.id, _Work(request, then=[then] if then else []))

    def remove(self, request_id: str) -> None:
        """Deletes a submission soon, whatever waits to be written."""
        self._put(request_id, _Work(remove=True))

    def request_cancel(self, request_id: str) -> None:
        """Asks whoever works on a submission to cancel it."""
        self._put(request_id, _Work(then=[lambda: self._outbox.request_cancel(request_id)]))

    def is_pending(self, request_id: str) -> bool:
        """Whether the state on disk is older than the one in memory."""
        with self._lock:
            return request_id in self._waiting or self._current == request_id

    def run(self, cancel: CancelToken) -> None:
        """Works until it is cancelled, and then does what still waits."""
        with cancel.calling(self._wake.set):
            while not cancel.cancelled:
                self._wake.wait()
                self._wake.clear()
                self._do_all()
        self._do_all()

    def _put(self, request_id: str, work: _Work) -> None:
        with self._lock:
            earlier = self._waiting.pop(request_id, _Work())
            request = None if work.remove else work.request or earlier.request
            merged = _Work(request, work.remove or (earlier.remove and not work.request), [*earlier.then, *work.then])
            self._waiting[request_id] = merged
        self._wake.set()

    def _do_all(self) -> None:
        while True:
            with self._lock:
                if not self._waiting:
                    return
                self._current = next(iter(self._waiting))
                work = self._waiting.pop(self._current)
            try:
                self._do(self._current, work)
            except PegbarError as error:
                self._on_error(self._current, error)
            finally:
                with self._lock:
                    self._current = ""

    def _do(self, request_id: str, work: _Work) -> None:
        if work.request:
            self._outbox.write(work.request)
        if work.remove:
            self._outbox.remove(request_id)
        for callback in work.then:
            callback()
