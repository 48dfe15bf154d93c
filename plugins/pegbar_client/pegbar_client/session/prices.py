"""The price of a draft before it is submitted."""

from __future__ import annotations

import threading
from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..form.draft import Draft, build_body
from ..models import BatchEstimate, Estimate
from .publisher import Publisher
from .state import Price, Remaining
from .tasks import Tasks

#: A draft that changes more often than this is estimated once, in seconds.
_QUIET_SECONDS = 0.4


class Prices:
    """Estimates the newest draft. Thread-safe; never waits."""

    def __init__(self, api: Api, publisher: Publisher, tasks: Tasks) -> None:
        self._api, self._publisher, self._tasks = api, publisher, tasks
        self._lock = threading.Lock()
        self._current: CancelToken | None = None

    def ask(self, draft: Draft | None, size: tuple[int, int], note: str = "") -> None:
        """Estimates a draft whose inputs will have this size in pixels. ``note`` says why there is none."""
        with self._lock:
            if self._current:
                self._current.cancel()
                self._current = None
            if draft is not None:
                self._publisher.change(price=None, price_note="Calculating price…")
                self._current = self._tasks.start("price", lambda cancel: self._estimate(draft, size, cancel))
                return
        self._publisher.change(price=None, price_note=note)

    def _estimate(self, draft: Draft, size: tuple[int, int], cancel: CancelToken) -> None:
        cancel.wait(_QUIET_SECONDS)
        body = build_body(draft)
        width, height = size
        planned = {one.name: {"width": width, "height": height} for one in draft.workflow.form.inputs}
        if planned:
            body["plannedInputs"] = planned
        try:
            ask = self._api.estimate_job if draft.frames is None else self._api.estimate_batch
            price = _to_price(ask(body, cancel))
        except PegbarError as error:
            if error.code == "cancelled":
                raise
            self._publish(cancel, price=None, price_note=f"No price: {error}")
            return
        self._publish(cancel, price=price, price_note="")

    def _publish(self, cancel: CancelToken, **changes: object) -> None:
        with self._lock:
            if not cancel.cancelled:
                self._publisher.change(**changes)


def _to_price(estimate: Estimate | BatchEstimate) -> Price:
    seconds = estimate.wait.seconds
    is_batch = isinstance(estimate, BatchEstimate)
    return Price(
        low=estimate.dollars.low,
        high=estimate.dollars.high,
        wait_low=seconds.low if seconds else None,
        wait_high=seconds.high if seconds else None,
        jobs=estimate.jobs if is_batch else 1,
        reused=estimate.reused if is_batch else 0,
        remaining=tuple(Remaining(one.scope, one.dollars, one.gpu_seconds) for one in estimate.remaining),
    )
