"""Follows a job or a batch on the server until it has ended."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from ..cancel import CancelToken
from ..errors import PegbarError
from ..events.follow import follow_job
from ..models import Batch, Job
from ..outbox.request import Phase, StoredError
from ..storage.durable import write_file
from ..storage.folders import find_folders
from .describe import describe_batch, describe_job, describe_progress
from .download_results import download_new_results, download_results

if TYPE_CHECKING:
    from .runner import Runner

#: Between two reads of a batch, in seconds.
_BATCH_SECONDS = 2.0
#: How often a waiting thread checks whether a person has cancelled, in seconds.
_CHECK_SECONDS = 0.5
_ENDED = ("succeeded", "failed", "cancelled")


def follow_remote(runner: Runner) -> None:
    """Returns after the submission has moved on from ``RUNNING``."""
    if runner.request.kind == "batch":
        _follow_batch(runner)
    else:
        _follow_job(runner)


def _follow_job(runner: Runner) -> None:
    request, api = runner.request, runner.api
    job = api.read_job(request.remote_id, runner.cancel)
    with _CancelWatch(runner):
        if job.state not in _ENDED:
            runner.reporter.progress(None, describe_job(job))
            for event in follow_job(api, job.id, runner.cancel):
                if event.type == "progress":
                    runner.reporter.progress(*describe_progress(event.data))
                elif event.type == "preview":
                    _fetch_preview(runner, event.data)
                elif event.type == "offline":
                    runner.reporter.progress(None, f"{event.data['message']} Trying again.")
                else:
                    job = api.read_job(job.id, runner.cancel)
                    if job.state != runner.request.remote_state:
                        runner.store(remote_state=job.state)
                    runner.reporter.progress(None, describe_job(job))
            job = api.read_job(job.id, runner.cancel)
    _end_job(runner, job)


def _end_job(runner: Runner, job: Job) -> None:
    if job.state == "succeeded":
        runner.store(phase=Phase.DOWNLOADING.value, remote_state=job.state)
    elif job.state == "cancelled":
        runner.store(phase=Phase.CANCELLED.value, remote_state=job.state)
    else:
        failure = job.failure
        where = f" ({failure.node.title or failure.node.class_type})" if failure and failure.node else ""
        message = f"{failure.message}{where}" if failure else "The job failed."
        runner.store(
            remote_state=job.state,
            error=StoredError(message, f"job_{failure.kind if failure else 'failed'}", "Change the settings and submit again."),
        )


def _follow_batch(runner: Runner) -> None:
    request, api = runner.request, runner.api
    fetched, newest = -1, ""
    with _CancelWatch(runner):
        while True:
            batch = api.read_batch(request.remote_id, runner.cancel)
            ended = batch.counts.succeeded + batch.counts.failed + batch.counts.cancelled
            runner.reporter.progress(ended / batch.jobs if batch.jobs else None, describe_batch(batch))
            if batch.state != runner.request.remote_state:
                runner.store(remote_state=batch.state)
            if batch.counts.succeeded != fetched:
                # Frames arrive as they are finished.
                fetched = batch.counts.succeeded
                newest = download_new_results(runner, newest)
            if batch.state == "ended":
                break
            runner.cancel.wait(_BATCH_SECONDS)
    _end_batch(runner, batch)


def _end_batch(runner: Runner, batch: Batch) -> None:
    counts = batch.counts
    if counts.succeeded == batch.jobs:
        runner.store(phase=Phase.DOWNLOADING.value)
        return
    # What is finished is complete, however the rest ended.
    download_results(runner)
    if counts.failed == 0:
        runner.store(phase=Phase.CANCELLED.value)
        return
    runner.store(
        error=StoredError(
            f"{counts.failed} of {batch.jobs} frames failed; {counts.succeeded} are here.",
            "batch_failed",
            "Retry renders the failed frames again.",
        )
    )


def _fetch_preview(runner: Runner, data: dict[str, object]) -> None:
    """Previews are a convenience: one that does not arrive is replaced by the next."""
    url, number = data.get("url"), data.get("number")
    if not isinstance(url, str):
        return
    try:
        with runner.api.http.send("GET", url, runner.cancel, timeout=10) as response:
            content = response.read() if response.status == 200 else b""
        if content:
            suffix = ".png" if content.startswith(b"\x89PNG") else ".webp" if content[8:12] == b"WEBP" else ".jpg"
            path = find_folders().cache / "previews" / f"{runner.request.id}-{number}{suffix}"
            write_file(path, content)
            _drop_older(path, runner.request.id)
            runner.reporter.preview(path)
    except PegbarError as error:
        if error.code == "cancelled":
            raise


def _drop_older(newest: Path, request_id: str) -> None:
    for old in newest.parent.glob(f"{request_id}-*"):
        if old != newest:
            old.unlink(missing_ok=True)


class _CancelWatch:
    """Tells the server once a person cancels, while another call waits for events."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._stop = CancelToken(runner.cancel)

    def __enter__(self) -> None:
        self._thread = threading.Thread(target=self._watch, name="pegbar-cancel-watch", daemon=True)
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._stop.cancel()
        self._stop.close()
        self._thread.join()

    def _watch(self) -> None:
        runner = self._runner
        try:
            while not runner.is_cancel_requested():
                self._stop.wait(_CHECK_SECONDS)
            while True:
                try:
                    self._send()
                    return
                except PegbarError as error:
                    if error.code == "cancelled":
                        raise
                    if error.status in (404, 409):
                        # It has ended meanwhile.
                        return
                    self._stop.wait(2.0)
        except PegbarError:
            # Cancelled: the job has ended, or the host closes. The next start asks again.
            return

    def _send(self) -> None:
        runner = self._runner
        runner.reporter.progress(None, "Cancelling…")
        if runner.request.kind == "batch":
            runner.api.act_on_batch(runner.request.remote_id, "cancel", self._stop)
        else:
            runner.api.cancel_job(runner.request.remote_id, self._stop)

