"""Networks, disks and people that fail in the middle: nothing is lost, nothing is made twice."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

from pegbar_client import Session
from pegbar_client.host.interface import Source, SourceSpec
from pegbar_client.host.memory import MemoryHost, encode_png
from pegbar_client.session.state import Connection

from .browser import sign_in_as
from .fault_proxy import Fault, Match, path_is
from .platform_case import PlatformCase

ROOT = Path(__file__).parents[1]


def stores(method: str) -> Match:
    """Matches requests to the store: their addresses are presigned."""
    return lambda given, url, _headers: given == method and "X-Amz-" in urlsplit(url).query


class NetworkTest(PlatformCase):
    def test_a_lost_response_of_a_submit_makes_one_job(self) -> None:
        session = self.signed_in()
        self.proxy.add(path_is("POST", "/v1/jobs"), Fault("lost"), 2)
        request_id = session.submit(self.draft(session))
        self.wait_for(session, request_id, "done")
        self.assertGreaterEqual(self.proxy.count("POST /v1/jobs"), 3)
        self.assertEqual(len(self.jobs_of(request_id, self.access_token())), 1)

    def test_a_lost_response_of_a_batch_makes_one_batch(self) -> None:
        session = self.signed_in()
        self.proxy.add(path_is("POST", "/v1/batches"), Fault("lost"), 1)
        request_id = session.submit(self.draft(session, frames=(31, 32)))
        self.wait_for(session, request_id, "done", 60)
        self.assertEqual(len(self.jobs_of(request_id, self.access_token())), 2)

    def test_an_upload_that_breaks_is_sent_again(self) -> None:
        session = self.signed_in()
        file = self.home / "noise.png"
        file.write_bytes(encode_png(300, 200, (time.time_ns() % 255, 1, 2)))
        self.proxy.add(stores("PUT"), Fault("refuse"), 1)
        self.proxy.add(stores("PUT"), Fault("lost"), 1)
        self.proxy.add(stores("PUT"), Fault("status", 503, b"slow down"), 1)
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.FILE, name=str(file))}))
        self.wait_for(session, request_id, "done", 60)

    def test_an_address_that_expired_is_replaced(self) -> None:
        session = self.signed_in()
        file = self.home / "expired.png"
        file.write_bytes(encode_png(64, 64, (time.time_ns() % 255, 3, 4)))
        self.proxy.add(stores("PUT"), Fault("status", 403, b"<Error><Code>AccessDenied</Code></Error>"), 1)
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.FILE, name=str(file))}))
        self.wait_for(session, request_id, "done")
        self.assertEqual(self.proxy.count("POST /v1/inputs/announcements"), 2)

    def test_a_download_that_breaks_continues_where_it_stopped(self) -> None:
        session = self.signed_in()
        draft = self.draft(session, workflow=self.workflow(session, "paint-text"), sources={})
        self.proxy.add(lambda method, url, _h: method == "GET" and "/assets/" in urlsplit(url).path and "X-Amz" in url, Fault("cut"))
        request_id = session.submit(draft)
        self.wait_for(session, request_id, "done")
        ranges = [headers.get("range", "") for line, headers in self.proxy.seen if line.startswith("GET ") and "/assets/" in line]
        self.assertTrue(any(one.startswith("bytes=") and one != "bytes=0-" for one in ranges), ranges)

    def test_a_download_with_another_content_is_refused_and_not_left_behind(self) -> None:
        session = self.signed_in()

        def is_file(method: str, url: str, _headers: dict[str, str]) -> bool:
            return method == "GET" and "/assets/" in urlsplit(url).path and "X-Amz" in url

        session.submit(self.draft(session))
        length = 0
        request_id = session.submit(self.draft(session, values={"prompt": "tampered", "seed": 5, "steps": 4}))
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.remote_id)
        view = self.view(session, request_id)
        assert view is not None
        token = self.access_token()
        self.wait(lambda: self.ask("GET", f"/v1/assets?jobId={view.request.remote_id}", token)["items"])  # type: ignore[index]
        length = self.ask("GET", f"/v1/assets?jobId={view.request.remote_id}", token)["items"][0]["bytes"]  # type: ignore[index]
        self.assertGreater(length, 0)
        self.proxy.add(is_file, Fault("status", 200, b"x" * int(length), "image/png"), 100)
        fresh = session.submit(self.draft(session, values={"prompt": "tampered", "seed": 5, "steps": 4}))
        error = self.wait_for_error(session, fresh, 60).request.error
        assert error is not None
        self.assertEqual(error.code, "file_hash_mismatch")
        self.proxy.clear()
        session.retry(fresh)
        self.wait_for(session, fresh, "done")
        self.assertEqual([path.name for path in (self.home / "results").rglob(".*.part")], [])

    def test_streams_that_a_proxy_breaks_are_replaced_by_polls(self) -> None:
        session = self.signed_in()

        def is_stream(_method: str, _url: str, headers: dict[str, str]) -> bool:
            return headers.get("accept") == "text/event-stream"

        self.proxy.add(is_stream, Fault("status", 200, b"<html>no streams here</html>"), 1000)
        request_id = session.submit(self.draft(session))
        self.wait_for(session, request_id, "done", 60)

    def test_offline_from_start_to_end_of_a_submission(self) -> None:
        session = self.signed_in()
        self.proxy.add(lambda _method, _url, _headers: True, Fault("refuse"), 100_000)
        request_id = session.submit(self.draft(session))
        self.wait(lambda: (view := self.view(session, request_id)) and "No answer from" in view.text)
        view = self.view(session, request_id)
        assert view is not None
        self.assertIsNone(view.request.error)
        session.refresh()
        self.wait(lambda: session.state.connection is Connection.OFFLINE)
        self.assertIn("Your work is kept", session.state.hint)
        self.proxy.clear()
        self.wait_for(session, request_id, "done", 60)
        self.wait(lambda: session.state.connection is Connection.ONLINE)

    def test_a_wait_that_the_server_asks_for_is_kept(self) -> None:
        session = self.signed_in()
        self.proxy.add(
            path_is("POST", "/v1/jobs"),
            Fault("status", 429, b'{"code":"too_many_requests","detail":"Slow down."}', "application/problem+json", (("retry-after", "1"),)),
        )
        began = time.monotonic()
        request_id = session.submit(self.draft(session))
        self.wait_for(session, request_id, "done")
        self.assertGreater(time.monotonic() - began, 1.0)


class CancelTest(PlatformCase):
    def submit_long(self, session: Session) -> str:
        """A job of several seconds."""
        self.host.size = (2048, 2048)
        return session.submit(self.draft(session, values={"prompt": "x", "seed": time.time_ns() % 2**32, "steps": 60}))

    def test_while_it_is_captured(self) -> None:
        session = self.signed_in()
        request_id = session.submit(self.draft(session, frames=tuple(range(1, 200))))
        self.wait(lambda: (view := self.view(session, request_id)) and view.fraction)
        session.cancel(request_id)
        self.wait(lambda: self.view(session, request_id) is None, 10)
        self.assertEqual(self.proxy.count("POST /v1/batches"), 0)
        folder = self.home / "state" / "outbox" / request_id
        self.wait(lambda: not folder.exists(), 10)

    def test_while_it_is_uploaded(self) -> None:
        session = self.signed_in()
        self.proxy.add(path_is("POST", "/v1/inputs"), Fault("refuse"), 1000)
        request_id = session.submit(self.draft(session))
        self.wait(lambda: (view := self.view(session, request_id)) and "No answer" in view.text)
        session.cancel(request_id)
        self.wait_for(session, request_id, "cancelled")
        self.assertEqual(self.jobs_of(request_id, self.access_token()), [])

    def test_while_nobody_knows_whether_the_server_has_it(self) -> None:
        session = self.signed_in()
        self.proxy.add(path_is("POST", "/v1/jobs"), Fault("lost"), 3)
        request_id = self.submit_long(session)
        self.wait(lambda: self.proxy.count("POST /v1/jobs") >= 1)
        session.cancel(request_id)
        self.wait_for(session, request_id, "cancelled")
        [job] = self.jobs_of(request_id, self.access_token())
        self.assertEqual(job["state"], "cancelled")

    def test_while_it_runs(self) -> None:
        session = self.signed_in()
        request_id = self.submit_long(session)
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.remote_state == "running")
        session.cancel(request_id)
        self.wait_for(session, request_id, "cancelled")
        [job] = self.jobs_of(request_id, self.access_token())
        self.assertEqual(job["state"], "cancelled")

    def test_a_range_while_it_runs_keeps_what_is_finished(self) -> None:
        session = self.signed_in()
        self.host.size = (1024, 1024)
        request_id = session.submit(
            self.draft(session, frames=tuple(range(1, 41)), values={"prompt": "x", "seed": 2, "steps": 60})
        )
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.results, 60)
        session.cancel(request_id)
        view = self.wait_for(session, request_id, "cancelled", 60)
        self.assertTrue(all(Path(one.path).is_file() for one in view.request.results))


class SignInTest(PlatformCase):
    def tokens_file(self) -> Path:
        return next((self.home / "config").glob("tokens-*.json"))

    def test_only_its_owner_reads_the_tokens(self) -> None:
        self.signed_in()
        self.assertEqual(self.tokens_file().stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.tokens_file().parent.stat().st_mode & 0o777, 0o700)

    def test_a_token_that_is_refused_is_renewed(self) -> None:
        session = self.signed_in()
        session.close()
        stored = json.loads(self.tokens_file().read_text())
        self.tokens_file().write_text(json.dumps({**stored, "access": "expired", "expires_at": 0}))
        again = self.open_session()
        self.wait(lambda: again.state.is_loaded)
        self.assertNotIn(json.loads(self.tokens_file().read_text())["access"], ("expired", stored["access"]))

    def test_a_sign_in_that_ends_in_the_middle_keeps_the_work(self) -> None:
        session = self.signed_in()
        stored = json.loads(self.tokens_file().read_text())
        gone = {**stored, "access": "gone", "refresh": "gone", "expires_at": 0}
        self.tokens_file().write_text(json.dumps(gone))
        session.close()
        again = self.open_session()
        self.wait(lambda: again.state.connection is Connection.SIGNED_OUT)
        self.assertEqual(again.state.message, "Your sign-in has expired.")
        again.sign_in()
        self.wait(lambda: again.state.is_loaded)

    def test_work_waits_for_a_sign_in(self) -> None:
        session = self.signed_in()
        self.proxy.add(lambda _m, url, headers: "authorization" in headers or "/token" in urlsplit(url).path,
                       Fault("status", 401, b'{"code":"unauthenticated","detail":"No."}', "application/problem+json"), 1000)
        request_id = session.submit(self.draft(session))
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        view = self.view(session, request_id)
        assert view is not None
        self.assertIn("Your work is kept", view.text)
        self.proxy.clear()
        session.sign_in()
        self.wait_for(session, request_id, "done")

    def test_sign_out_forgets_the_tokens(self) -> None:
        session = self.signed_in()
        session.sign_out()
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        self.assertEqual(list((self.home / "config").glob("tokens-*.json")), [])
        self.assertEqual(session.state.shows, ())

    def test_a_sign_in_can_be_cancelled(self) -> None:
        session = Session(self.host, self.settings, open_browser=lambda _url: None)
        self.addCleanup(session.close)
        session.start()
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        session.sign_in()
        self.wait(lambda: session.state.connection is Connection.SIGNING_IN)
        session.cancel_sign_in()
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        self.assertEqual(session.state.message, "")

    def test_a_code_signs_in_with_a_browser_on_another_machine(self) -> None:
        session = self.open_session()
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        session.sign_in_with_code()
        self.wait(lambda: session.state.device_code or session.state.message)
        code = session.state.device_code
        assert code is not None
        self.assertIn(code.code, code.url)
        sign_in_as(self.email, code.url)
        self.wait(lambda: session.state.is_loaded)
        self.assertIsNone(session.state.device_code)

    def test_codes_of_a_provider_without_them_are_explained(self) -> None:
        session = self.open_session()
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        path = "/.well-known/openid-configuration"
        with urllib.request.urlopen(self.addresses["issuer"] + path, timeout=10) as response:
            document = json.loads(response.read())
        del document["device_authorization_endpoint"]
        self.proxy.add(path_is("GET", path), Fault("rewrite", body=json.dumps(document).encode()), 10)
        session.sign_in_with_code()
        self.wait(lambda: session.state.message)
        self.assertIn("does not support codes", session.state.message)
        self.assertEqual(session.state.hint, "Sign in with the browser on this machine.")

    def test_an_address_without_pegbar_is_explained(self) -> None:
        settings = type(self.settings)(url=self.addresses["issuer"], proxy=self.proxy.url)
        session = self.open_session(settings=settings)
        self.wait(lambda: session.state.connection is Connection.SIGNED_OUT)
        session.sign_in()
        self.wait(lambda: session.state.message)
        self.assertIn("Check the address", session.state.hint)


class ProcessTest(PlatformCase):
    """Hosts that are killed, and hosts that share an outbox."""

    def run_host(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "tests.scripted_host", self.settings.url, str(self.home / "results"), *arguments],
            cwd=ROOT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def test_killed_in_any_phase_and_started_again_nothing_is_lost(self) -> None:
        session = self.signed_in()
        session.close()
        token = self.access_token()
        for phase in ("uploading", "submitting", "running", "downloading"):
            with self.subTest(phase):
                process = self.run_host("submit", "--kill-in", phase, "--scene", "scene-1")
                assert process.stdout
                request_id = process.stdout.readline().strip()
                process.communicate(timeout=60)
                self.assertEqual(process.returncode, -9)
                again = self.run_host("finish", request_id, "--scene", "scene-1")
                output, _ = again.communicate(timeout=90)
                self.assertEqual(again.returncode, 0, output)
                self.assertIn("done placed", output)
                self.assertEqual(len(self.jobs_of(request_id, token)), 1)

    def test_a_capture_that_was_killed_is_reported_not_submitted(self) -> None:
        self.signed_in().close()
        process = self.run_host("submit", "--kill-in", "capturing", "--scene", "scene-2")
        assert process.stdout
        request_id = process.stdout.readline().strip()
        process.communicate(timeout=60)
        again = self.run_host("finish", request_id, "--scene", "scene-2")
        output, _ = again.communicate(timeout=60)
        self.assertIn("The capture was interrupted. Nothing was submitted. Submit it again.", output)
        self.assertEqual(self.jobs_of(request_id, self.access_token()), [])

    def test_two_hosts_that_share_an_outbox_submit_once(self) -> None:
        self.signed_in().close()
        first = self.run_host("submit", "--scene", "scene-3")
        assert first.stdout
        request_id = first.stdout.readline().strip()
        others = [self.run_host("finish", request_id, "--scene", "scene-3") for _ in range(2)]
        outputs = [process.communicate(timeout=90)[0] for process in others]
        first.communicate(timeout=90)
        self.assertEqual([process.returncode for process in (first, *others)], [0, 0, 0], outputs)
        self.assertEqual(len(self.jobs_of(request_id, self.access_token())), 1)


class DiskTest(PlatformCase):
    def test_a_file_that_was_deleted_meanwhile_says_so(self) -> None:
        session = self.signed_in()
        file = self.home / "gone.png"
        file.write_bytes(encode_png(64, 64, (time.time_ns() % 255, 9, 9)))
        self.proxy.add(path_is("POST", "/v1/inputs"), Fault("refuse"), 1000)
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.FILE, name=str(file))}))
        self.wait(lambda: (view := self.view(session, request_id)) and "No answer" in view.text)
        file.unlink()
        self.proxy.clear()
        error = self.wait_for_error(session, request_id).request.error
        assert error is not None
        self.assertEqual((error.code, error.message), ("file_missing", f"File not found: {file}."))
        file.write_bytes(encode_png(64, 64, (1, 9, 9)))
        session.retry(request_id)
        self.wait_for(session, request_id, "done")

    def test_a_full_disk_says_so_and_the_rest_is_kept(self) -> None:
        if os.geteuid() != 0:
            self.skipTest("only root can make a small disk")
        small = Path(tempfile.mkdtemp(prefix="pegbar-small-"))
        self.addCleanup(shutil.rmtree, small, True)
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", str(small)], check=False)
        if mounted.returncode != 0:
            self.skipTest("this system does not let us make a small disk")
        self.addCleanup(subprocess.run, ["umount", "-l", str(small)], check=False)
        session = self.open_session(settings=type(self.settings)(url=self.settings.url, results_folder=str(small)))
        self.wait(lambda: session.state.connection.value in ("signed_out", "online"))
        session.sign_in()
        self.wait(lambda: session.state.is_loaded)
        request_id = session.submit(self.draft(session, workflow=self.workflow(session, "paint-text"), sources={}))
        error = self.wait_for_error(session, request_id).request.error
        assert error is not None
        self.assertEqual(error.code, "disk_full")
        self.assertIn("Free some space, then retry", error.hint)
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        session.retry(request_id)
        self.wait_for(session, request_id, "done")


    def test_an_outbox_that_cannot_be_read_for_a_while_says_so_and_goes_on(self) -> None:
        session = self.signed_in()
        outbox = self.home / "state" / "outbox"
        outbox.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(outbox, ignore_errors=True)
        outbox.write_text("in the way")
        self.wait(lambda: "outbox" in session.state.message)
        outbox.unlink()
        self.wait_for(session, session.submit(self.draft(session)), "done")

    def test_a_capture_that_failed_is_submitted_again_and_not_retried(self) -> None:
        session = self.signed_in()
        self.host.has_camera = False
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.RENDER)}))
        view = self.wait_for_error(session, request_id)
        self.assertFalse(view.request.can_retry)
        session.retry(request_id)
        self.host.run_pending(0.1)
        self.assertIsNotNone((view := self.view(session, request_id)) and view.request.error)


class QuotaTest(PlatformCase):
    def test_a_quota_that_is_reached_says_so_and_the_work_is_kept(self) -> None:
        session = self.signed_in()
        token = self.access_token()
        me = self.ask("GET", "/v1/me", token)
        assert isinstance(me, dict)
        admin = self.sign_in_as("admin@lumen.example")
        path = f"/v1/quotas/{me['member']['id']}"
        self.ask("PATCH", path, admin, {"dollarsPerMonth": 0})
        try:
            request_id = session.submit(self.draft(session))
            error = self.wait_for_error(session, request_id).request.error
            assert error is not None
            self.assertEqual(error.code, "quota_exceeded")
        finally:
            self.ask("PATCH", path, admin, {"dollarsPerMonth": None})
        session.retry(request_id)
        self.wait_for(session, request_id, "done")

    def sign_in_as(self, email: str) -> str:
        """The token of somebody else, with a home of their own."""
        from pegbar_client.sign_in.issuer import find_issuer
        from pegbar_client.sign_in.loopback import sign_in_by_browser
        from pegbar_client.cancel import CancelToken
        from pegbar_client.transport.http import Http

        from .browser import open_browser_as

        http, cancel = Http(self.settings), CancelToken()
        self.addCleanup(http.close)
        return sign_in_by_browser(http, find_issuer(http, cancel), open_browser_as(email), cancel, "test").access
