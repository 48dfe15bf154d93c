"""Which thread may use Maya."""

from __future__ import annotations

import threading


def assert_main_thread(name: str) -> None:
    if threading.current_thread() is not threading.main_thread():
        raise AssertionError(f"{name} was called outside the main thread.")
