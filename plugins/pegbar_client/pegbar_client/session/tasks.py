"""Work on other threads."""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable

from ..cancel import CancelToken
from ..errors import Cancelled


class Tasks:
    """Starts daemon threads, which never keep the host from closing, and cancels them together."""

    def __init__(self, on_error: Callable[[BaseException, str], None]) -> None:
        self.cancel = CancelToken()
        self._on_error = on_error
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()

    def start(self, name: str, run: Callable[[CancelToken], None], cancel: CancelToken | None = None) -> CancelToken:
        """Runs ``run`` on a thread and returns what cancels it. An error that it raises is a bug and is reported."""
        own = cancel or CancelToken(self.cancel)

        def main() -> None:
            try:
                run(own)
            except Cancelled:
                pass
            except BaseException as error:  # noqa: BLE001 reported, because a thread has no caller
                self._on_error(error, traceback.format_exc())
            finally:
                own.close()
                with self._lock:
                    self._threads.discard(threading.current_thread())

        thread = threading.Thread(target=main, name=f"pegbar-{name}", daemon=True)
        with self._lock:
            thread.start()
            self._threads.add(thread)
        return own

    def close(self, seconds: float = 2.0) -> None:
        """Cancels everything and waits a moment, so that what is written to disk is complete."""
        self.cancel.cancel()
        with self._lock:
            threads = list(self._threads)
        for thread in threads:
            if thread is not threading.current_thread():
                thread.join(seconds / max(1, len(threads)))
