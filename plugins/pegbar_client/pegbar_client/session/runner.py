"""Works on one submission: upload, submit, follow, download. Every step can be repeated after a crash."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from ..api import Api
from ..cancel import CancelToken
from ..errors import Cancelled, PegbarError
from ..outbox.request import Phase, Request, StoredError
from ..outbox.store import Outbox
from ..transfer.upload import upload_files
from ..transport.retry import compute_delay, is_transient
from .download_results import download_results
from .follow_remote import follow_remote

#: The longest delay between two attempts while the server cannot be reached, in seconds.
_LONGEST_DELAY = 15.0


class Reporter(Protocol):
    """Gets what happens to a submission. Called on the thread that works on it."""

    def stored(self, request: Request) -> None:
        """The submission has changed on disk."""
        ...

    def progress(self, fraction: float | None, text: str) -> None: ...

    def preview(self, path: Path) -> None: ...


class Runner:
    """Works on one submission until it is final or needs a person."""

    def __init__(
        self,
        api: Api,
        outbox: Outbox,
        request: Request,
        results: Path,
        cancel: CancelToken,
        reporter: Reporter,
        wait_for_sign_in: Callable[[CancelToken], None],
    ) -> None:
        # Its id is a UUID: whoever has it finds the trace of everything that it caused.
        self.api = api.traced(request.id.replace("-", ""))
        self.outbox = outbox
        self.request = request
        self.results = results
        self.cancel = cancel
        self.reporter = reporter
        self._wait_for_sign_in = wait_for_sign_in

    def run(self) -> None:
        """Returns when the submission is final, or stopped by an error that a person has to see.

        Raises Cancelled if the host closes: the next start continues.
        """
        steps = {
            Phase.UPLOADING: self._upload,
            Phase.SUBMITTING: self._submit,
            Phase.RUNNING: self._follow,
            Phase.DOWNLOADING: self._download,
        }
        failures = 0
        while not self.request.is_final and self.request.error is None:
            step = steps.get(Phase(self.request.phase))
            if step is None:
                return
            try:
                step()
                failures = 0
            except Cancelled:
                # The token is the host's: a person's cancel is in the outbox.
                raise
            except PegbarError as error:
                if error.code == "signed_out":
                    self.reporter.progress(None, "Sign in to continue. Your work is kept.")
                    self._wait_for_sign_in(self.cancel)
                elif is_transient(error) or error.code == "certificate":
                    failures += 1
                    self.reporter.progress(None, f"{error.message} Trying again.")
                    self._wait(error.retry_after or min(_LONGEST_DELAY, compute_delay(failures)))
                else:
                    self.store(error=StoredError.of(error))

    def store(self, **changes: object) -> None:
        """Changes the submission on disk, then announces it."""
        self.request = self.request.replace(**changes)
        self.outbox.write(self.request)
        self.reporter.stored(self.request)

    def is_cancel_requested(self) -> bool:
        """Whether a person wants it cancelled, here or in another host that shares the outbox."""
        return self.outbox.is_cancel_requested(self.request.id)

    def _wait(self, seconds: float) -> None:
        """Waits, but not longer than a person who cancels."""
        waited = 0.0
        while waited < seconds:
            if self.request.phase == Phase.UPLOADING.value and self.is_cancel_requested():
                return
            self.cancel.wait(min(0.5, seconds - waited))
            waited += 0.5

    def _upload(self) -> None:
        if self.is_cancel_requested():
            self.store(phase=Phase.CANCELLED.value)
            return
        paths = [self.outbox.resolve(self.request, one.path) for one in self.request.inputs]
        uploading = CancelToken(self.cancel)

        def report(text: str, done: int, total: int) -> None:
            self.reporter.progress(done / total if total else None, f"{text} {_percent(done, total)}")
            if self.is_cancel_requested():
                uploading.cancel()

        try:
            ids = upload_files(self.api, paths, uploading, _Throttle(report)) if paths else []
        except Cancelled:
            self.cancel.raise_if_cancelled()
            self.store(phase=Phase.CANCELLED.value)
            return
        finally:
            uploading.close()
        self.store(phase=Phase.SUBMITTING.value, input_ids=ids)

    def _submit(self) -> None:
        self.reporter.progress(None, "Submitting…")
        body = {**self.request.body, "inputs": _build_inputs(self.request)}
        # Once this phase is on disk the server may have the request, whatever happens: the same key finds out.
        if self.request.kind == "batch":
            batch = self.api.submit_batch(body, self.request.id, self.cancel)
            self.store(phase=Phase.RUNNING.value, remote_id=batch.id, remote_state=batch.state)
        else:
            job = self.api.submit_job(body, self.request.id, self.cancel)
            self.store(phase=Phase.RUNNING.value, remote_id=job.id, remote_state=job.state)
        self.outbox.drop_inputs(self.request.id)

    def _follow(self) -> None:
        follow_remote(self)

    def _download(self) -> None:
        download_results(self)
        self.store(phase=Phase.DONE.value)


def _build_inputs(request: Request) -> dict[str, object]:
    """Inputs by name: an id, or ids by frame."""
    inputs: dict[str, object] = {}
    by_frame: dict[str, dict[str, str]] = {}
    for file, id in zip(request.inputs, request.input_ids):
        if file.frame is None:
            inputs[file.input] = id
        else:
            by_frame.setdefault(file.input, {})[str(file.frame)] = id
    return {**inputs, **by_frame}


def _percent(done: int, total: int) -> str:
    return f"{100 * done // total} %" if total else ""


class _Throttle:
    """Reports at most every 100 ms, because chunks arrive much faster than anybody reads."""

    def __init__(self, report: Callable[[str, int, int], None]) -> None:
        self._report = report
        self._last = 0.0

    def __call__(self, text: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last >= 0.1 or done == total:
            self._last = now
            self._report(text, done, total)
