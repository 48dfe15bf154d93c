"""The session as a panel sees it, while it runs in the agent."""

from __future__ import annotations

import dataclasses
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from ..errors import PegbarError
from ..form.draft import Draft, check_draft
from ..host.interface import Capture, Captured, Host, Placed, Result, SceneContext
from ..outbox.request import Request
from ..session.results import find_results_folder, list_results, place_results
from ..session.state import Connection, State
from ..settings import Settings
from .messages import Begin, Call, Reply, Scene, StateChange, apply_change, to_failure
from .process import AgentProcess
from .wire import Wire

#: Seconds before an agent that ended is started again: 1, 2, 4 … of these.
_RESTART_SECONDS = 1.0
_LONGEST_RESTART = 60.0


class SessionProxy:
    """The same methods as :class:`~pegbar_client.session.session.Session`. Call :meth:`poll` regularly.

    It starts no thread. All methods belong to the main thread and return at once.
    """

    def __init__(
        self, host: Host, settings: Settings, application: str = "pegbar-client", *, path_rule: str = "", python: str = ""
    ) -> None:
        self.host = host
        self.settings = settings
        self.state = State(connection=Connection.CONNECTING if settings.url else Connection.NOT_CONFIGURED)
        self._application, self._path_rule, self._python = application, path_rule, python
        self._listeners: list[Callable[[], None]] = []
        self._process: AgentProcess | None = None
        self._wire: Wire | None = None
        self._waiting: list[object] = []
        self._captures: dict[int, Capture] = {}
        self._restarts = 0
        self._restart_at = 0.0
        self._closed = False
        #: Id of the scene that the agent knows.
        self._scene_id = ""

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Calls ``listener`` after changes, within :meth:`poll`. Returns how to stop."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def start(self) -> None:
        """Starts the agent, if a server address is set."""
        if not self.settings.url:
            return
        try:
            self._process = AgentProcess(self._python)
        except PegbarError as error:
            self._fail(error.message, error.hint)
            return
        self._send_scene(is_changed=True)
        placements = tuple((one.id, one.label) for one in self.host.placements())
        self._send(Call("begin", (Begin(self.settings, self._application, self._path_rule, placements),)))

    def close(self, seconds: float = 0.0) -> None:
        """Ends the agent. Unfinished work continues at the next start.

        Waits up to ``seconds`` until it has written what it works on: for scripts, not for interfaces.
        """
        self._closed = True
        for capture in list(self._captures.values()):
            capture.cancel()
        if self._wire:
            self._wire.close()
        if self._process:
            self._process.end()
            self._process.wait(seconds)

    @property
    def agent_pid(self) -> int:
        """Process id of the agent; 0 without one."""
        return self._process.pid if self._process else 0

    def poll(self) -> None:
        """Handles what the agent has sent. Call it on the main thread, 20 to 50 times a second."""
        if self._closed or not self.settings.url:
            return
        if self._process is None or self._process.has_ended or (self._wire is not None and not self._wire.is_open):
            self._restart()
            return
        if self._wire is None:
            self._wire = self._process.accept()
            if self._wire is None:
                return
            waiting, self._waiting = self._waiting, []
            for message in waiting:
                self._wire.send(message)
        self._wire.flush()
        changed = False
        for message in self._wire.receive():
            if isinstance(message, StateChange):
                self.state = apply_change(self.state, message)
                changed = True
                self._restarts = 0
            elif isinstance(message, Call):
                self._serve(message)
        if changed:
            self._notify()

    def scene_changed(self) -> None:
        """Another scene was opened, or the file was saved under another name."""
        self._call("scene_changed")

    def sign_in(self) -> None:
        self._call("sign_in")

    def sign_in_with_code(self) -> None:
        self._call("sign_in_with_code")

    def cancel_sign_in(self) -> None:
        self._call("cancel_sign_in")

    def sign_out(self) -> None:
        self._call("sign_out")

    def refresh(self) -> None:
        self._call("refresh")

    def estimate(self, draft: Draft | None, note: str = "") -> None:
        self._call("estimate", draft, note)

    def submit(self, draft: Draft) -> str:
        """Returns the id of the submission. Raises PegbarError ``invalid_value`` with a detail per problem."""
        check_draft(draft)
        request_id = str(uuid.uuid4())
        self._call("submit", draft, request_id)
        return request_id

    def cancel(self, request_id: str) -> None:
        self._call("cancel", request_id)

    def retry(self, request_id: str) -> None:
        self._call("retry", request_id)

    def remove(self, request_id: str) -> None:
        self._call("remove", request_id)

    def results_of(self, request_id: str) -> list[Result]:
        """The downloaded results of a submission: one per output."""
        request = self._find(request_id)
        return list_results(request) if request else []

    def place(self, request_id: str, placement: str, name: str = "") -> Sequence[Placed]:
        """Puts the results of a submission into the scene. Raises PegbarError; what was placed before stays."""
        return place_results(self.host, self._find(request_id), placement, name)

    def results_folder(self, context: SceneContext) -> Path:
        return find_results_folder(self.settings, context)

    def _find(self, request_id: str) -> Request | None:
        return next((view.request for view in self.state.requests if view.request.id == request_id), None)

    def _call(self, name: str, *arguments: Any) -> None:
        if self._send_scene(is_changed=name == "scene_changed") and name != "scene_changed":
            # Another scene of the same file, which no event of the host announces.
            self._send(Call("scene_changed"))
        self._send(Call(name, arguments))

    def _send_scene(self, *, is_changed: bool) -> bool:
        """Sends what the scene says now; its history only if it may be another scene. Returns whether it is another."""
        context = self.host.context()
        is_other = context.scene_id != self._scene_id
        self._scene_id = context.scene_id
        history = tuple(self.host.read_history()) if is_other or is_changed else None
        self._send(Scene(context, history))
        return is_other

    def _send(self, message: object) -> None:
        if self._wire is None:
            self._waiting.append(message)
        else:
            self._wire.send(message)

    def _serve(self, call: Call) -> None:
        if call.name == "write_history":
            scene_id, entries = call.arguments
            # The scene may have been changed meanwhile; the history of another one is not its own.
            if self.host.context().scene_id == scene_id:
                self.host.write_history(entries)
        elif call.name == "capture":
            self._capture(*call.arguments)
        elif call.name == "cancel_capture":
            capture = self._captures.pop(call.arguments[0], None)
            if capture:
                capture.cancel()
        elif call.name == "place":
            self._place(call)

    def _place(self, call: Call) -> None:
        try:
            reply = Reply(call.id, self.host.place(*call.arguments))
        except Exception as error:  # noqa: BLE001 the agent waits for a reply, whatever happens
            reply = Reply(call.id, failure=to_failure(error))
        self._send(reply)

    def _capture(self, number: int, request: Any) -> None:
        listener = _Listener(self, number)
        try:
            capture = self.host.capture(request, listener)
        except Exception as error:  # noqa: BLE001 as above
            listener.failed(error)
            return
        if not listener.ended:
            self._captures[number] = capture

    def end_capture(self, number: int, call: Call) -> None:
        """A capture has ended."""
        self._captures.pop(number, None)
        self._send(call)

    def report_capture(self, call: Call) -> None:
        self._send(call)

    def _restart(self) -> None:
        """The agent has ended. Its work is on disk, and continues with the next one."""
        now = time.monotonic()
        if self._restart_at == 0.0:
            self._restart_at = now + min(_LONGEST_RESTART, _RESTART_SECONDS * 2**self._restarts)
            self._restarts += 1
            if self._restarts > 1:
                self._fail("The helper process of Pegbar has ended.", "It starts again by itself. Your work is kept.")
            if self._wire:
                self._wire.close()
            if self._process:
                self._process.end()
        elif now >= self._restart_at:
            self._restart_at = 0.0
            self._wire, self._process, self._waiting = None, None, []
            self._captures.clear()
            self.start()

    def _fail(self, message: str, hint: str) -> None:
        self.state = dataclasses.replace(self.state, connection=Connection.OFFLINE, message=message, hint=hint)
        self._notify()

    def _notify(self) -> None:
        for listener in list(self._listeners):
            listener()


class _Listener:
    """Tells the agent how a capture goes."""

    def __init__(self, proxy: SessionProxy, number: int) -> None:
        self._proxy, self._number = proxy, number
        self.ended = False

    def progress(self, done: int, total: int, text: str) -> None:
        self._proxy.report_capture(Call("capture_progress", (self._number, done, total, text)))

    def done(self, captured: Captured) -> None:
        self.ended = True
        self._proxy.end_capture(self._number, Call("capture_done", (self._number, captured)))

    def failed(self, error: Exception) -> None:
        self.ended = True
        self._proxy.end_capture(self._number, Call("capture_failed", (self._number, to_failure(error))))
