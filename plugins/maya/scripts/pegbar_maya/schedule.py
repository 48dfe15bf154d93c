"""Calls on Maya's main thread, from any thread.

Never with ``executeInMainThreadWithResult``: it blocks the caller, and does not exist without an interface.
"""

from __future__ import annotations

import collections
import threading
import time
from collections.abc import Callable
from typing import Protocol

#: Seconds of the main thread that scheduled calls may take at once; the rest waits until Maya is idle again.
BUDGET = 0.004


class Scheduler(Protocol):
    """Runs calls on the main thread."""

    def schedule(self, call: Callable[[], None]) -> None:
        """Runs ``call`` soon, in order. Called on any thread; returns at once."""
        ...

    def close(self) -> None:
        """Drops what waits."""
        ...


class IdleScheduler:
    """With an interface: calls run when Maya is idle, with one deferred call of Maya for all that wait."""

    def __init__(self) -> None:
        self._calls: collections.deque[Callable[[], None]] = collections.deque()
        self._lock = threading.Lock()
        self._is_awake = False
        self._is_closed = False

    def schedule(self, call: Callable[[], None]) -> None:
        with self._lock:
            if self._is_closed:
                return
            self._calls.append(call)
            if self._is_awake:
                return
            self._is_awake = True
        self._wake()

    def close(self) -> None:
        with self._lock:
            self._is_closed = True
            self._calls.clear()

    def _wake(self) -> None:
        from maya import utils

        # Documented to be callable from other threads; it only adds to a queue.
        utils.executeDeferred(self._turn)

    def _turn(self) -> None:
        until = time.perf_counter() + BUDGET
        try:
            while time.perf_counter() < until:
                with self._lock:
                    if not self._calls:
                        return
                    call = self._calls.popleft()
                call()
        finally:
            # Also after an exception, which Maya prints: the calls behind it must not wait forever.
            with self._lock:
                self._is_awake = bool(self._calls)
                again = self._is_awake
            if again:
                self._wake()


class BatchScheduler:
    """Without an interface Maya is never idle while a script runs: the script calls :meth:`drain`."""

    def __init__(self) -> None:
        self._calls: collections.deque[Callable[[], None]] = collections.deque()
        self._called = threading.Event()

    def schedule(self, call: Callable[[], None]) -> None:
        self._calls.append(call)
        self._called.set()

    def drain(self, seconds: float = 0.0) -> None:
        """Runs what is scheduled now, after waiting up to ``seconds`` for the first call. On the main thread."""
        self._called.wait(seconds)
        self._called.clear()
        for _call in range(len(self._calls)):
            self._calls.popleft()()

    def close(self) -> None:
        self._calls.clear()
