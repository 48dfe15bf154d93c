"""Follows a job: a stream of events, and polling where streams do not work."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast
from urllib.parse import quote

from ..api import Api
from ..cancel import CancelToken
from ..decode import decode
from ..errors import PegbarError
from ..models import JobEvents
from ..transport.retry import compute_delay, is_transient
from .sse import parse_events

#: The server sends a comment at least every 15 seconds; a silent connection is a dead one.
_SILENCE = 40.0
#: Streams that fail this often in a row are replaced by polls: a proxy may hold them back.
_STREAM_FAILURES = 3
_POLL_SECONDS = 20


@dataclass(frozen=True)
class JobEvent:
    """An event of a job: ``queued``, ``running``, ``interrupted``, ``succeeded`` …; ``progress`` and ``preview`` have no id."""

    type: str
    data: dict[str, object]
    id: str = ""


def follow_job(api: Api, job_id: str, cancel: CancelToken, after: str = "") -> Iterator[JobEvent]:
    """Yields events until the job has ended. Never gives up because of the network.

    A network error is yielded as an event ``offline`` with the error's text, and the first event after it means that the
    connection is back. Raises PegbarError for errors that waiting does not repair, and Cancelled.
    """
    path = f"/v1/jobs/{quote(job_id)}/events"
    last, failures, stream_failures = after, 0, 0
    while True:
        try:
            if stream_failures < _STREAM_FAILURES:
                for event in _stream(api, path, last, cancel):
                    failures = stream_failures = 0
                    last = event.id or last
                    yield event
            polled = _poll(api, path, last, 0 if stream_failures < _STREAM_FAILURES else _POLL_SECONDS, cancel)
            failures = 0
            for item in polled.items:
                yield JobEvent(item.type, item.data, item.id)
            last = polled.next or last
            if polled.ended:
                return
            if polled.progress and stream_failures >= _STREAM_FAILURES:
                yield JobEvent("progress", {"fraction": polled.progress.fraction})
        except PegbarError as error:
            # A proxy may answer a stream with its own page; polls may still work.
            if not (is_transient(error) or (error.code == "unexpected_answer" and stream_failures < _STREAM_FAILURES)):
                raise
            failures += 1
            stream_failures += 1
            yield JobEvent("offline", {"message": error.message})
            cancel.wait(error.retry_after or compute_delay(failures))
            if failures % 10 == 0:
                # Whatever held streams back may be gone.
                stream_failures = 0


def _stream(api: Api, path: str, last: str, cancel: CancelToken) -> Iterator[JobEvent]:
    headers = {"accept": "text/event-stream", **({"last-event-id": last} if last else {})}
    with api.signed("GET", path, cancel, headers=headers, timeout=_SILENCE) as response:
        kind = response.headers.get("content-type", "")
        if not kind.startswith("text/event-stream"):
            raise PegbarError(f"{path} answered with {kind or 'nothing'} instead of events.", code="unexpected_answer")
        for event in parse_events(response.read_chunk):
            if event is None:
                continue
            value = json.loads(event.data)
            data = cast("dict[str, object]", value if isinstance(value, dict) else {})
            yield JobEvent(event.type, data, "" if event.type in ("progress", "preview") else event.id)


def _poll(api: Api, path: str, last: str, seconds: int, cancel: CancelToken) -> JobEvents:
    return decode(JobEvents, api.request("GET", path, cancel, query={"wait": seconds, "after": last or None}))
