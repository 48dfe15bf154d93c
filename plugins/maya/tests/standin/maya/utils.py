"""``maya.utils``: only ``executeDeferred``, the one function that other threads may call."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable

from .main_thread import assert_main_thread

_deferred: queue.Queue[Callable[[], object]] = queue.Queue()
#: How often it was called.
deferred_count = 0
#: Seconds that each idle event took.
durations: list[float] = []


def executeDeferred(call: Callable[[], object] | str, *arguments: object) -> None:
    global deferred_count
    deferred_count += 1
    if isinstance(call, str):
        code = call
        _deferred.put(lambda: exec(code, {}))  # noqa: S102 - as Maya does
    else:
        _deferred.put(lambda: call(*arguments))


def executeInMainThreadWithResult(*_arguments: object) -> None:
    raise AssertionError("executeInMainThreadWithResult blocks the caller, and does not exist without an interface.")


def run_idle(seconds: float = 0.0) -> None:
    """Maya's idle event: runs what is deferred now, waiting up to ``seconds`` for the first call."""
    assert_main_thread("The idle event")
    try:
        calls = [_deferred.get(timeout=seconds) if seconds else _deferred.get_nowait()]
    except queue.Empty:
        return
    for _more in range(_deferred.qsize()):
        calls.append(_deferred.get_nowait())
    for call in calls:
        began = time.perf_counter()
        call()
        durations.append(time.perf_counter() - began)


def reset() -> None:
    global deferred_count
    deferred_count = 0
    durations.clear()
    while not _deferred.empty():
        _deferred.get_nowait()
