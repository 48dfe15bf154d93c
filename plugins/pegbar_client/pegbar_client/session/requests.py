"""Runs the submissions of this user, and keeps their views."""

from __future__ import annotations

import dataclasses
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..outbox.request import Phase, Request, StoredError
from ..outbox.store import Outbox
from ..outbox.writer import OutboxWriter
from ..storage.file_lock import FileLock
from .publisher import Publisher
from .runner import Runner
from .state import RequestView
from .tasks import Tasks

#: How often the outbox is read for work of other hosts, in seconds.
_SCAN_SECONDS = 1.0
_CONCURRENT = 4
_SHOWN = 100


class Requests:
    """Submissions: started, followed, cancelled, retried. Thread-safe; no method waits for disk or network."""

    def __init__(
        self,
        api: Api,
        outbox: Outbox,
        publisher: Publisher,
        tasks: Tasks,
        on_submitted: Callable[[Request], None],
        on_done: Callable[[Request], None],
        on_signed_out: Callable[[], None],
    ) -> None:
        self._api, self._outbox, self._publisher, self._tasks = api, outbox, publisher, tasks
        self._on_submitted, self._on_done, self._on_signed_out = on_submitted, on_done, on_signed_out
        self._lock = threading.Lock()
        self._running: set[str] = set()
        #: Locks of the submissions that this host captures, once they are on disk.
        self._capturing: dict[str, FileLock | None] = {}
        self._retrying: set[str] = set()
        self._cancelling: set[str] = set()
        self._known: dict[str, Request] = {}
        self._slots = threading.Semaphore(_CONCURRENT)
        self._scene_id = ""
        self._signed_in = threading.Event()
        self._scan_now = threading.Event()
        self._writer = OutboxWriter(outbox, self._show_error)

    def start(self) -> None:
        self._tasks.start("outbox", self._scan_loop)
        self._tasks.start("outbox-writer", self._writer.run)

    def show_scene(self, scene_id: str) -> None:
        """Chooses the scene whose submissions are shown."""
        self._scene_id = scene_id
        self._publish()
        self._scan_now.set()

    def allow(self, signed_in: bool) -> None:
        """Work that waits for a sign-in goes on."""
        if signed_in:
            self._signed_in.set()
            self._scan_now.set()
        else:
            self._signed_in.clear()

    def adopt(self, requests: Sequence[Request]) -> None:
        """Continues submissions of another workstation, unless this one has them. Reads the disk."""
        for request in requests:
            if self._outbox.read(request.id) is not None:
                continue
            self._remember(request)
            self._writer.write(request, then=self._scan_now.set)

    def begin(self, request: Request, capture: Callable[[Path], None]) -> None:
        """Stores a new submission in the background, then calls ``capture`` with the folder for its inputs."""
        with self._lock:
            self._known[request.id] = request
            self._capturing[request.id] = None
        self._publish()

        def store(_cancel: CancelToken) -> None:
            try:
                self._outbox.begin(request)
                lock = self._outbox.lock(request.id)
                lock.acquire()
                with self._lock:
                    self._capturing[request.id] = lock
                capture(self._outbox.inputs_of(request.id))
            except PegbarError as error:
                self.capture_failed(request.id, error)

        self._tasks.start("begin", store)

    def captured(self, request: Request) -> None:
        """The inputs are on disk: goes on in the background."""

        def store(_cancel: CancelToken) -> None:
            ready = request.replace(phase=Phase.UPLOADING.value)
            try:
                self._outbox.write(ready)
            except PegbarError as error:
                ready = request.replace(error=StoredError.of(error))
            self._remember(ready)
            self._end_capture(request.id)
            self._scan_now.set()

        self._tasks.start("captured", store)

    def capture_failed(self, request_id: str, error: PegbarError) -> None:
        """Nothing was submitted."""
        request = self.find(request_id)
        if request is None:
            self._end_capture(request_id)
            return
        if error.code == "cancelled":
            self.remove(request_id)
            return
        stopped = request.replace(error=StoredError.of(error))
        self._remember(stopped)
        self._writer.write(stopped, then=lambda: self._end_capture(request_id))

    def progress(self, request_id: str, fraction: float | None, text: str) -> None:
        self._publisher.change_request(
            request_id, lambda view: dataclasses.replace(view, fraction=fraction, text=text)
        )

    def cancel(self, request_id: str) -> None:
        """Cancels a submission wherever it is: before the upload, during it, or on the server."""
        request = self.find(request_id)
        if request is None or request.is_final:
            return
        if request.error is not None:
            # Nobody works on it, and nothing of it runs on the server.
            stopped = request.replace(phase=Phase.CANCELLED.value, error=None)
            self._remember(stopped)
            self._writer.write(stopped)
            return
        with self._lock:
            self._cancelling.add(request_id)
        self.progress(request_id, None, "Cancelling…")
        self._writer.request_cancel(request_id)

    def is_cancelling(self, request_id: str) -> bool:
        """Whether a person has cancelled it in this host."""
        with self._lock:
            return request_id in self._cancelling

    def retry(self, request_id: str) -> None:
        """Continues a submission that an error has stopped. A job that failed on the server is rendered again."""
        request = self.find(request_id)
        if request is None or request.error is None or not request.can_retry:
            return
        code = request.error.code
        changed = request.replace(error=None)
        with self._lock:
            self._retrying.add(request_id)
            self._cancelling.discard(request_id)
        self._remember(changed)
        self.progress(request_id, None, "Retrying…")

        def again(cancel: CancelToken) -> None:
            try:
                self._outbox.withdraw_cancel(request_id)
                if code == "batch_failed":
                    self._api.act_on_batch(request.remote_id, "retry", cancel)
                elif code.startswith("job_"):
                    self._api.retry_job(request.remote_id, cancel)
                self._outbox.write(changed)
            except PegbarError as error:
                self._remember(request.replace(error=StoredError.of(error, code)))
            finally:
                with self._lock:
                    self._retrying.discard(request_id)
                self._scan_now.set()

        self._tasks.start("retry", again)

    def remove(self, request_id: str) -> None:
        """Removes a submission from the list. Downloaded results stay, and nothing is cancelled on the server."""
        with self._lock:
            self._known.pop(request_id, None)
        self._end_capture(request_id)
        self._writer.remove(request_id)
        self._publish()

    def mark_placed(self, request_id: str, error: PegbarError | None = None) -> None:
        """The host has put the results into the scene, or could not."""

        def remember(_cancel: CancelToken) -> None:
            request = self.find(request_id)
            if request is None:
                return
            stopped = StoredError.of(error, "place_failed") if error else None
            changed = request.replace(placed=error is None, error=stopped)
            self._remember(changed)
            self._writer.write(changed)

        # In the background: this is called on the main thread, which must not wait for the locks of other threads.
        self._tasks.start("placed", remember)

    def find(self, request_id: str) -> Request | None:
        return self._known.get(request_id)

    def list_known(self) -> list[Request]:
        # Without the lock, because copying a dictionary's values is one step of the interpreter.
        return list(self._known.values())

    def _end_capture(self, request_id: str) -> None:
        with self._lock:
            lock = self._capturing.pop(request_id, None)
        if lock:
            lock.release()

    def _remember(self, request: Request) -> None:
        with self._lock:
            self._known[request.id] = request
        self._publish()

    def _show_error(self, request_id: str, error: PegbarError) -> None:
        """The disk refuses a change; the person sees why."""
        request = self.find(request_id)
        if request:
            self._remember(request.replace(error=StoredError.of(error)))

    def _publish(self) -> None:
        with self._lock:
            requests = sorted(self._known.values(), key=lambda one: one.created_at, reverse=True)
        here = [one for one in requests if one.scene_id == self._scene_id][:_SHOWN]
        elsewhere = sum(1 for one in requests if one.scene_id != self._scene_id and not one.is_final)
        views = {view.request.id: view for view in self._publisher.state.requests}
        self._publisher.change(
            requests=tuple(_refresh(views.get(one.id), one) for one in here), elsewhere=elsewhere
        )

    def _scan_loop(self, cancel: CancelToken) -> None:
        has_failed = False
        with cancel.calling(self._scan_now.set):
            while not cancel.cancelled:
                self._scan_now.clear()
                try:
                    self._scan()
                    if has_failed:
                        self._publisher.change(message="", hint="")
                    has_failed = False
                except PegbarError as error:
                    if error.code == "cancelled":
                        raise
                    # A full or unreadable disk may recover: the next scan continues.
                    has_failed = True
                    self._publisher.change(message=error.message, hint=error.hint)
                self._scan_now.wait(_SCAN_SECONDS)

    def _scan(self) -> None:
        """Takes what nobody works on, and shows what other hosts have done."""
        settings = self._api.http.settings
        changed = False
        for request in self._outbox.list():
            if request.url != settings.url or request.tenant != settings.tenant or self._is_busy(request.id):
                continue
            if self.find(request.id) != request:
                changed = self._adopt(request.id) or changed
            if request.is_final or request.error is not None:
                continue
            self._take(request)
        if changed:
            self._publish()

    def _is_busy(self, request_id: str) -> bool:
        """Whether this host works on a submission, so that it knows more than the disk."""
        with self._lock:
            ours = request_id in self._running or request_id in self._capturing or request_id in self._retrying
            return ours or self._writer.is_pending(request_id)

    def _adopt(self, request_id: str) -> bool:
        """Shows the state on disk. It is read again, because the listed one may be older than our own last change."""
        latest = self._outbox.read(request_id)
        if latest is None or self._is_busy(request_id):
            return False
        with self._lock:
            self._known[request_id] = latest
        return True

    def _take(self, request: Request) -> None:
        if Phase(request.phase) is not Phase.CAPTURING and not self._signed_in.is_set():
            return
        lock = self._outbox.lock(request.id)
        if not lock.acquire():
            # Another host works on it.
            return
        latest = self._outbox.read(request.id)
        if latest is None or latest.is_final or latest.error is not None:
            lock.release()
            return
        if Phase(latest.phase) is Phase.CAPTURING:
            self._report_interrupted_capture(latest)
            lock.release()
            return
        with self._lock:
            self._running.add(request.id)

        def run(cancel: CancelToken) -> None:
            with lock:
                try:
                    with self._slots:
                        self._run(latest, cancel)
                except PegbarError as error:
                    if error.code == "cancelled":
                        raise
                    # Not even the error can be stored; the next scan takes it up again.
                    self.progress(latest.id, None, str(error))
                finally:
                    with self._lock:
                        self._running.discard(latest.id)

        self._tasks.start("request", run)

    def _report_interrupted_capture(self, request: Request) -> None:
        """The host that captured it has ended: it would hold the lock."""
        stopped = request.replace(
            error=StoredError("The capture was interrupted. Nothing was submitted.", "capture_failed", "Submit it again.")
        )
        self._outbox.write(stopped)
        self._remember(stopped)

    def _run(self, request: Request, cancel: CancelToken) -> None:
        runner = Runner(
            self._api,
            self._outbox,
            request,
            Path(request.results_folder),
            cancel,
            _ViewReporter(self, self._publisher, request.id),
            self._wait_for_sign_in,
        )
        runner.run()
        if Phase(runner.request.phase) is Phase.DONE:
            self._on_done(runner.request)

    def _wait_for_sign_in(self, cancel: CancelToken) -> None:
        self._signed_in.clear()
        self._on_signed_out()
        while not self._signed_in.wait(0.5):
            cancel.raise_if_cancelled()

    def remember(self, request: Request) -> None:
        """A submission has changed on disk."""
        before = self.find(request.id)
        self._remember(request)
        if request.remote_id and (before is None or not before.remote_id):
            self._on_submitted(request)


class _ViewReporter:
    """Shows what a runner does."""

    def __init__(self, requests: Requests, publisher: Publisher, request_id: str) -> None:
        self._requests, self._publisher, self._id = requests, publisher, request_id

    def stored(self, request: Request) -> None:
        self._requests.remember(request)

    def progress(self, fraction: float | None, text: str) -> None:
        self._requests.progress(self._id, fraction, text)

    def preview(self, path: Path) -> None:
        self._publisher.change_request(self._id, lambda view: dataclasses.replace(view, preview=path))


def _refresh(view: RequestView | None, request: Request) -> RequestView:
    if view is None:
        return RequestView(request, text=_first_text(request))
    if request.is_final or request.error:
        return dataclasses.replace(view, request=request, fraction=None, text=_first_text(request))
    return dataclasses.replace(view, request=request)


def _first_text(request: Request) -> str:
    if request.error:
        return request.error.message
    return {
        Phase.CAPTURING: "Capturing…",
        Phase.UPLOADING: "Waiting to upload",
        Phase.SUBMITTING: "Submitting…",
        Phase.RUNNING: "Running",
        Phase.DOWNLOADING: "Downloading",
        Phase.DONE: "Finished",
        Phase.CANCELLED: "Cancelled",
    }[Phase(request.phase)]
