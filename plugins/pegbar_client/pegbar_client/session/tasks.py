"""Work on other threads."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from ..cancel import CancelToken
from ..errors import Cancelled


@dataclass(frozen=True)
class _Task:
    name: str
    run: Callable[[CancelToken], None]
    cancel: CancelToken


class Tasks:
    """Runs tasks on daemon threads, which never keep the host from closing, and cancels them together.

    Threads are started by a thread of their own: ``Thread.start`` waits until the new one runs, which takes milliseconds
    beside busy threads (CPython's switch interval is 5 ms), and the host's main thread must not wait.
    """

    def __init__(self, on_error: Callable[[BaseException, str], None]) -> None:
        self.cancel = CancelToken()
        self._on_error = on_error
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._waiting: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        threading.Thread(target=self._start_all, name="pegbar-tasks", daemon=True).start()

    def start(self, name: str, run: Callable[[CancelToken], None], cancel: CancelToken | None = None) -> CancelToken:
        """Runs ``run`` on a thread and returns what cancels it. An error that it raises is a bug and is reported."""
        own = cancel or CancelToken(self.cancel)
        self._waiting.put(_Task(name, run, own))
        return own

    def close(self, seconds: float = 2.0) -> None:
        """Cancels everything and waits a moment, so that what is written to disk is complete."""
        self.cancel.cancel()
        self._waiting.put(None)
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(seconds / max(1, len(threads)))

    def _start_all(self) -> None:
        while (task := self._waiting.get()) is not None:
            thread = threading.Thread(target=self._run, args=(task,), name=f"pegbar-{task.name}", daemon=True)
            with self._lock:
                thread.start()
                self._threads.add(thread)

    def _run(self, task: _Task) -> None:
        try:
            task.run(task.cancel)
        except Cancelled:
            # A person cancelled it, or the host closes.
            pass
        except BaseException as error:  # noqa: BLE001 reported, because a thread has no caller
            self._on_error(error, traceback.format_exc())
        finally:
            task.cancel.close()
            with self._lock:
                self._threads.discard(threading.current_thread())
