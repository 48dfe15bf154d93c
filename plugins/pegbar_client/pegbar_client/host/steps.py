"""Work in steps on the main thread: a generator that yields where the interface may redraw.

``with`` and ``finally`` in the generators restore everything, because a cancelled generator is closed by an exception.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from ..errors import Cancelled

T = TypeVar("T")
Steps = Generator[None, None, T]


class StepRunner:
    """Advances a generator until it returns, raises, or is cancelled."""

    def __init__(
        self, steps: Steps[T], done: Callable[[T], None], failed: Callable[[Exception], None]
    ) -> None:
        self._steps = steps
        self._done = done
        self._failed = failed
        self._cancelled: Exception | None = None
        self.is_finished = False

    def cancel(self, reason: Exception | None = None) -> None:
        """Raises ``reason`` in the generator at its next step."""
        self._cancelled = self._cancelled or reason or Cancelled()

    def step(self) -> None:
        """Runs to the next yield. Does nothing after the end."""
        if self.is_finished:
            return
        try:
            if self._cancelled:
                self._steps.throw(self._cancelled)
            else:
                next(self._steps)
        except StopIteration as stop:
            self.is_finished = True
            self._done(stop.value)
        except Exception as error:
            self.is_finished = True
            self._failed(error)

