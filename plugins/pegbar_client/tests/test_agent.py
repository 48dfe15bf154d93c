"""The session in a process of its own."""

from __future__ import annotations

import dataclasses
import io
import os
import pathlib
import signal
import socket
import threading
import unittest
from pathlib import Path
from unittest import mock

from pegbar_client import PegbarError, Settings
from pegbar_client.agent.process import AgentProcess, find_python
from pegbar_client.agent.messages import StateChange, apply_change, compare_states
from pegbar_client.agent.proxy import SessionProxy
from pegbar_client.agent.wire import Wire, _Unpickler
from pegbar_client.host.interface import Placed, Source, SourceSpec
from pegbar_client.models import ShowSequenceShot
from pegbar_client.session.state import Connection, RequestView, State

from .agent_sign_in import sign_in
from .fault_proxy import Fault, path_is
from .platform_case import PlatformCase
from .test_storage import make_request


class AgentTest(PlatformCase):
    def open_proxy(self) -> SessionProxy:
        """A proxy that is signed in and has shows and workflows."""
        variables = {"PEGBAR_URL": self.settings.url, "PEGBAR_PROXY": self.proxy.url}
        with mock.patch.dict(os.environ, variables):
            sign_in(self.email)
        session = SessionProxy(self.host, self.settings, "pegbar-test/1.0")
        self.addCleanup(session.close, 10)
        session.start()
        self.poll(session, lambda: session.state.is_loaded)
        return session

    def poll(self, session: SessionProxy, condition, seconds: float = 40.0) -> None:  # noqa: ANN001
        def step() -> object:
            session.poll()
            return condition()

        self.wait(step, seconds)

    def wait_for_phase(self, session: SessionProxy, request_id: str, phase: str, seconds: float = 60.0) -> None:
        def reached() -> bool:
            view = self.view(session, request_id)  # type: ignore[arg-type]
            self.assertIsNone(view and view.request.error)
            return view is not None and view.request.phase == phase

        self.poll(session, reached, seconds)

    def test_a_submission_from_capture_to_placement_without_a_thread_in_the_host(self) -> None:
        threads = {thread.name for thread in threading.enumerate()}
        session = self.open_proxy()
        draft = self.draft(session, placement="compositor")  # type: ignore[arg-type]
        session.estimate(draft)
        self.poll(session, lambda: session.state.price)
        request_id = session.submit(draft)
        self.poll(session, lambda: (view := self.view(session, request_id)) and view.request.placed)  # type: ignore[arg-type]
        self.assertEqual(len(self.host.placed), 1)
        [result] = session.results_of(request_id)
        self.assertTrue(result.files[0].path.is_file())
        self.assertTrue(self.host.read_history()[0].remote_id.startswith("job_"))
        self.assertEqual({thread.name for thread in threading.enumerate() if thread.name.startswith("pegbar")}, set())
        self.assertLessEqual({"MainThread"}, threads)

    def test_an_agent_that_is_killed_starts_again_and_finishes(self) -> None:
        session = self.open_proxy()
        request_id = session.submit(self.draft(session, frames=(71, 72, 73)))  # type: ignore[arg-type]
        self.poll(session, lambda: (view := self.view(session, request_id)) and view.request.remote_id)  # type: ignore[arg-type]
        first = session.agent_pid
        os.kill(first, signal.SIGKILL)
        self.wait_for_phase(session, request_id, "done", 60)
        self.assertNotEqual(session.agent_pid, first)

    def test_problems_of_a_draft_are_raised_at_once(self) -> None:
        session = self.open_proxy()
        with self.assertRaises(PegbarError) as caught:
            session.submit(self.draft(session, shot=""))  # type: ignore[arg-type]
        self.assertEqual(caught.exception.details[0].pointer, "shot")

    def test_errors_of_the_host_reach_the_agent(self) -> None:
        session = self.open_proxy()
        self.host.has_camera = False
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.RENDER)}))  # type: ignore[arg-type]
        self.poll(session, lambda: (view := self.view(session, request_id)) and view.request.error)  # type: ignore[arg-type]
        view = self.view(session, request_id)  # type: ignore[arg-type]
        self.assertEqual(view and view.request.error and view.request.error.hint, "Add a camera.")
        self.host.has_camera = True
        place, self.host.place = self.host.place, self.break_down  # type: ignore[method-assign]
        second = session.submit(self.draft(session, placement="compositor"))  # type: ignore[arg-type]
        self.poll(session, lambda: (view := self.view(session, second)) and view.request.error)  # type: ignore[arg-type]
        view = self.view(session, second)  # type: ignore[arg-type]
        self.assertIn("no such node", str(view and view.request.error))
        self.host.place = place  # type: ignore[method-assign]
        session.retry(second)
        self.poll(session, lambda: self.host.placed)

    def break_down(self, _result: object, _placement: str) -> Placed:
        raise KeyError("no such node")

    def test_a_capture_is_cancelled_across_the_wire(self) -> None:
        session = self.open_proxy()
        request_id = session.submit(self.draft(session, frames=tuple(range(1, 300))))  # type: ignore[arg-type]
        self.poll(session, lambda: (view := self.view(session, request_id)) and view.fraction)  # type: ignore[arg-type]
        session.cancel(request_id)
        self.poll(session, lambda: self.view(session, request_id) is None)  # type: ignore[arg-type]
        self.assertEqual(self.proxy.count("POST /v1/batches"), 0)

    def test_another_scene_of_the_same_file_is_noticed_at_the_next_call(self) -> None:
        session = self.open_proxy()
        request_id = session.submit(self.draft(session))  # type: ignore[arg-type]
        self.wait_for_phase(session, request_id, "done")
        self.poll(session, lambda: self.host.read_history()[0].versions)
        first = self.host.scene_id
        self.host.scene_id = "another"
        session.refresh()
        self.poll(session, lambda: not session.state.requests)
        self.host.scene_id = first
        session.refresh()
        self.poll(session, lambda: self.view(session, request_id))  # type: ignore[arg-type]

    def test_offline_and_back(self) -> None:
        session = self.open_proxy()
        self.proxy.add(path_is("GET", "/v1/"), Fault("refuse"), 10_000)
        session.refresh()
        self.poll(session, lambda: session.state.connection is Connection.OFFLINE)
        self.proxy.clear()
        self.poll(session, lambda: session.state.connection is Connection.ONLINE)


class WireTest(unittest.TestCase):
    def make_pair(self) -> tuple[Wire, Wire]:
        left, right = socket.socketpair()
        wires = Wire(left), Wire(right)
        for wire in wires:
            self.addCleanup(wire.close)
        return wires

    def test_large_messages_arrive_whole_and_in_order(self) -> None:
        left, right = self.make_pair()
        shots = tuple(ShowSequenceShot(str(number), "sh", None, None) for number in range(100_000))
        left.send(shots)
        left.send(State())
        received: list[object] = []
        while len(received) < 2:
            left.flush()
            received += right.receive()
        self.assertEqual(received, [shots, State()])

    def test_the_end_of_the_other_side_is_noticed(self) -> None:
        left, right = self.make_pair()
        left.close()
        self.assertEqual(right.receive(), [])
        self.assertFalse(right.is_open)

    def test_paths_of_a_newer_python_are_read(self) -> None:
        self.assertIs(_Unpickler(io.BytesIO()).find_class("pathlib._local", "PosixPath"), pathlib.PosixPath)

    def test_a_stranger_who_connects_first_is_turned_away(self) -> None:
        process = AgentProcess()
        self.addCleanup(process.kill)
        stranger = socket.create_connection(process._listener.getsockname())
        self.addCleanup(stranger.close)
        stranger.sendall(b"guess\n")
        wire = None
        while wire is None:
            wire = process.accept()
        self.addCleanup(wire.close)
        stranger.settimeout(5)
        self.assertEqual(stranger.recv(1), b"")

    def test_without_python_it_says_what_to_set(self) -> None:
        host = mock.Mock()
        session = SessionProxy(host, Settings(url="http://127.0.0.1:9"), python="/nowhere/python")
        session.start()
        self.assertIn("/nowhere/python", session.state.message)
        self.assertIn("PEGBAR_PYTHON", session.state.hint)

    def test_mayas_own_program_is_not_python(self) -> None:
        with mock.patch("sys.executable", str(Path("/usr/autodesk/maya2025/bin/maya.bin"))):
            self.assertEqual(find_python(), "/usr/autodesk/maya2025/bin/maya.bin")
        with mock.patch.dict(os.environ, {"PEGBAR_PYTHON": "/opt/python"}):
            self.assertEqual(find_python(), "/opt/python")


class StateTest(unittest.TestCase):
    def test_only_what_has_changed_is_sent(self) -> None:
        first, second = (RequestView(make_request()) for _ in range(2))
        before = State(requests=(first, second))
        moved = dataclasses.replace(second, fraction=0.5)
        after = dataclasses.replace(before, message="m", requests=(moved, first))
        change = compare_states(before, after)
        self.assertEqual((list(change.changes), len(change.views), change.views[0].request), (["message"], 1, None))
        self.assertEqual(apply_change(before, change), after)
        fewer = dataclasses.replace(after, requests=(first,))
        self.assertEqual(apply_change(after, compare_states(after, fewer)), fewer)
        self.assertEqual(compare_states(after, after), StateChange())
