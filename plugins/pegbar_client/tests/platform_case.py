"""Tests against the embedded platform that the runner has started.

``PEGBAR_TEST_PLATFORM`` is the path of its ``platform.json``. Without it these tests are skipped, with the reason.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
import time
import unittest
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from pegbar_client import Draft, Session, Settings
from pegbar_client.host.interface import Source, SourceSpec
from pegbar_client.host.memory import MemoryHost
from pegbar_client.models import Workflow
from pegbar_client.session.state import RequestView

from .browser import open_browser_as
from .fault_proxy import FaultProxy

SHOT = "HARBOR/sq010/sh010"


class PlatformCase(unittest.TestCase):
    """A signed-in artist with an outbox, a host in memory and a proxy that adds faults."""

    email = "artist@lumen.example"

    @classmethod
    def setUpClass(cls) -> None:
        platform = os.environ.get("PEGBAR_TEST_PLATFORM")
        if not platform:
            raise unittest.SkipTest("PEGBAR_TEST_PLATFORM does not name a running platform")
        cls.addresses = json.loads(Path(platform).read_text())

    def setUp(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="pegbar-client-"))
        self.addCleanup(shutil.rmtree, self.home, True)
        self.environment = {"PEGBAR_HOME": str(self.home), "PEGBAR_KEY_RING": "none"}
        before = {name: os.environ.get(name) for name in self.environment}
        os.environ.update(self.environment)
        self.addCleanup(_restore, before)
        self.proxy = FaultProxy()
        self.addCleanup(self.proxy.close)
        self.settings = Settings(
            url=self.addresses["api"], proxy=self.proxy.url, results_folder=str(self.home / "results")
        )
        self.host = MemoryHost(Path("/jobs/HARBOR/sq010/sh010/anim_v003.blend"))

    def open_session(self, host: MemoryHost | None = None, settings: Settings | None = None) -> Session:
        session = Session(
            host or self.host, settings or self.settings, "pegbar-test/1.0", open_browser=open_browser_as(self.email)
        )
        self.addCleanup(session.close)
        session.start()
        return session

    def signed_in(self) -> Session:
        """A session of the artist with shows and workflows."""
        session = self.open_session()
        self.wait(lambda: session.state.connection.value in ("signed_out", "online"))
        if session.state.connection.value == "signed_out":
            session.sign_in()
        self.wait(lambda: session.state.is_loaded)
        return session

    def wait(self, condition: Callable[[], object], seconds: float = 40.0, what: str = "") -> None:
        """Runs the main thread's loop until the condition is true."""
        until = time.monotonic() + seconds
        while not condition():
            self.host.run_pending(0.02)
            if time.monotonic() > until:
                self.fail(f"This did not happen within {seconds} s: {what or 'the condition'}")

    def wait_for(self, session: Session, request_id: str, phase: str, seconds: float = 40.0) -> RequestView:
        """Waits until a submission is in a phase, or stopped by an error."""

        def reached() -> bool:
            view = self.view(session, request_id)
            return view is not None and (view.request.phase == phase or view.request.error is not None)

        self.wait(reached, seconds, f"{request_id} becomes {phase}")
        view = self.view(session, request_id)
        assert view is not None
        self.assertIsNone(view.request.error, view.request.error)
        self.assertEqual(view.request.phase, phase)
        return view

    def wait_for_error(self, session: Session, request_id: str, seconds: float = 40.0) -> RequestView:
        def stopped() -> bool:
            view = self.view(session, request_id)
            return view is not None and view.request.error is not None

        self.wait(stopped, seconds, f"{request_id} stops with an error")
        view = self.view(session, request_id)
        assert view is not None
        return view

    def view(self, session: Session, request_id: str) -> RequestView | None:
        return next((one for one in session.state.requests if one.request.id == request_id), None)

    def workflow(self, session: Session, slug: str = "paint-layout") -> Workflow:
        return next(one for one in session.state.workflows if one.slug == slug)

    def draft(self, session: Session, **changes: object) -> Draft:
        given: dict[str, object] = {
            "shot": SHOT,
            "workflow": self.workflow(session),
            "values": {"prompt": "a harbour at dusk", "seed": 7, "steps": 4},
            "sources": {"layout": SourceSpec(Source.VIEWPORT)},
            **changes,
        }
        return Draft(**given)  # type: ignore[arg-type]

    def ask(self, method: str, path: str, token: str, body: object | None = None) -> object:
        """A request without the client: what the server really has."""
        request = urllib.request.Request(
            self.addresses["api"] + path,
            None if body is None else json.dumps(body).encode(),
            {"authorization": f"Bearer {token}", "content-type": "application/json"},
            method=method,
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as response:
                return json.loads(response.read() or b"null")
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read().decode()}") from error

    def jobs_of(self, request_id: str, token: str) -> list[dict[str, object]]:
        """The jobs on the server that a submission has become."""
        labels = urllib.request.quote(json.dumps({"pegbar.request": request_id}))
        answer = self.ask("GET", f"/v1/jobs?limit=200&labels={labels}", token)
        assert isinstance(answer, dict)
        return answer["items"]

    def trace_of(self, job_id: str, token: str) -> str | None:
        """The id of the trace that a job belongs to."""
        answer = self.ask("GET", f"/v1/jobs/{job_id}/timeline", token)
        assert isinstance(answer, dict)
        return answer["traceId"]

    def access_token(self) -> str:
        """The stored token of the artist."""
        stored = next((self.home / "config").glob("tokens-*.json"))
        return json.loads(stored.read_text())["access"]


def _restore(before: dict[str, str | None]) -> None:
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
