"""Retries with growing, random delays."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TypeVar

from ..cancel import CancelToken
from ..errors import PegbarError

T = TypeVar("T")

#: A retry may succeed. A 500 is an error that a retry repeats.
RETRIED_STATUSES = frozenset({408, 425, 429, 502, 503, 504})
#: A longer Retry-After is reported instead of waited for, in seconds.
LONGEST_WAIT = 60.0
_ATTEMPTS = 5


def is_transient(error: PegbarError) -> bool:
    """Whether the same request may succeed later."""
    return error.code == "network" or error.status in RETRIED_STATUSES


def compute_delay(failures: int, longest: float = 20.0) -> float:
    """Seconds to wait after the n-th failure in a row (from 1): up to 0.5, 1, 2, 4 … ("full jitter")."""
    return random.uniform(0.1, min(longest, 0.5 * 2 ** (failures - 1)))


def retry(
    call: Callable[[], T],
    cancel: CancelToken,
    *,
    attempts: int = _ATTEMPTS,
    on_retry: Callable[[PegbarError, float], None] | None = None,
) -> T:
    """Repeats an idempotent call after transient errors, and waits as long as Retry-After says.

    ``on_retry`` gets the error and the seconds until the next attempt.
    """
    failures = 0
    while True:
        try:
            return call()
        except PegbarError as error:
            failures += 1
            after = error.retry_after
            if failures >= attempts or not is_transient(error) or (after is not None and after > LONGEST_WAIT):
                raise
            delay = compute_delay(failures) if after is None else after
            if on_retry:
                on_retry(error, delay)
            cancel.wait(delay)
