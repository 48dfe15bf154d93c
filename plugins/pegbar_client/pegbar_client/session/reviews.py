"""Reviews and certificates of what was submitted."""

from __future__ import annotations

import dataclasses

from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..outbox.request import Phase, Request
from .publisher import Publisher
from .tasks import Tasks

#: Between two reads, in seconds.
_SECONDS = 60.0
#: Submissions that are looked at.
_MOST = 20


class Reviews:
    """Keeps approval and certificate of finished submissions up to date."""

    def __init__(self, api: Api, publisher: Publisher, tasks: Tasks) -> None:
        self._api, self._publisher, self._tasks = api, publisher, tasks
        self._current: CancelToken | None = None

    def refresh(self) -> None:
        """Reads them now, then once a minute. Never waits."""
        if self._current:
            self._current.cancel()
        self._current = self._tasks.start("reviews", self._loop)

    def _loop(self, cancel: CancelToken) -> None:
        while True:
            views = [view for view in self._publisher.state.requests if view.request.phase == Phase.DONE.value]
            for view in views[:_MOST]:
                try:
                    self._read(view.request, view.certified, cancel)
                except PegbarError as error:
                    if error.code == "cancelled":
                        raise
                    # Offline, or signed out: the panel says so already.
                    break
            cancel.wait(_SECONDS)

    def _read(self, request: Request, certified: bool, cancel: CancelToken) -> None:
        if not request.results:
            return
        first = request.results[0]
        review, comment = "", ""
        for version in self._api.list_versions(cancel, name=first.name, sort="-created", **_filter(request)):
            if version.number == first.version and f"{version.show}/{version.sequence}/{version.shot}" == request.shot:
                review = version.status
                comment = version.review.comment if version.review else ""
                break
        if not certified:
            self._api.read_certificate(first.asset_id, cancel)
        self._publisher.change_request(
            request.id,
            lambda view: dataclasses.replace(view, review=review, review_comment=comment, certified=True),
        )


def _filter(request: Request) -> dict[str, object]:
    return {"batchId": request.remote_id} if request.kind == "batch" else {}
