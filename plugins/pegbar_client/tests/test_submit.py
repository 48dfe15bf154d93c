"""Submissions from the first click to the result, and what goes wrong on the way."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

from pegbar_client import VERSION, PegbarError
from pegbar_client.host.interface import HistoryEntry, Placed, Source, SourceSpec
from pegbar_client.host.memory import MemoryHost, encode_png

from .fault_proxy import Fault, path_is
from .platform_case import SHOT, PlatformCase


class SubmitTest(PlatformCase):
    def test_one_picture_arrives_is_placed_and_certified(self) -> None:
        session = self.signed_in()
        self.assertEqual(session.state.shot_of_file, SHOT)
        draft = self.draft(session, values={"prompt": "x", "seed": 2**64 - 1, "steps": 4}, placement="compositor")
        session.estimate(draft)
        self.wait(lambda: session.state.price)
        price = session.state.price
        assert price is not None
        self.assertGreater(price.high, 0)
        self.assertEqual([one.scope for one in price.remaining], ["tenant", "show", "member"])
        request_id = session.submit(draft)
        view = self.wait_for(session, request_id, "done")
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.placed and view.certified)
        view = self.view(session, request_id)
        assert view is not None
        self.assertEqual(view.review, "pending")
        [result] = session.results_of(request_id)
        self.assertEqual(result.key, f"{SHOT}/paint")
        [file] = result.files
        self.assertEqual(hashlib.sha256(file.path.read_bytes()).hexdigest(), file.sha256)
        self.assertEqual(self.host.placed[result.key][:2], (result.version, "compositor"))
        [job] = self.jobs_of(request_id, self.access_token())
        self.assertEqual(job["parameters"]["seed"], "18446744073709551615")  # type: ignore[index]
        self.assertEqual([one.request_id for one in self.host.read_history()], [request_id])
        self.assertEqual(self.host.read_history()[0].versions, (result.name,))
        # Its trace on the server has its id.
        self.assertEqual(self.trace_of(str(job["id"]), self.access_token()), request_id.replace("-", ""))
        # What the server has is not kept on this machine.
        self.assertEqual(list((self.home / "state" / "outbox" / request_id).rglob("*.png")), [])

    def test_a_frame_range_on_twos_arrives_in_order(self) -> None:
        session = self.signed_in()
        draft = self.draft(session, frames=(1, 3, 5, 7), seed_mode="perFrame", placement="image_plane")
        request_id = session.submit(draft)
        self.wait_for(session, request_id, "done", 60)
        [result] = session.results_of(request_id)
        self.assertEqual([file.frame for file in result.files], [1, 3, 5, 7])
        self.assertEqual(len({file.sha256 for file in result.files}), 4)
        self.assertTrue(result.batch_id and result.batch_id.startswith("bat_"))

    def test_unchanged_frames_are_neither_uploaded_nor_rendered_again(self) -> None:
        session = self.signed_in()
        values = {"prompt": "content-addressed", "seed": 3, "steps": 4}
        first = session.submit(self.draft(session, values=values, frames=(21, 22)))
        self.wait_for(session, first, "done", 60)
        puts = self.proxy.count("PUT ")
        session.estimate(self.draft(session, values=values, frames=(21, 22)))
        second = session.submit(self.draft(session, values=values, frames=(21, 22)))
        self.wait_for(session, second, "done", 60)
        self.assertEqual(self.proxy.count("PUT "), puts)
        jobs = self.jobs_of(second, self.access_token())
        self.assertEqual([bool(job["reusedJobId"]) for job in jobs], [True, True])

    def test_the_camera_becomes_keys_of_a_text_field(self) -> None:
        session = self.signed_in()
        draft = self.draft(session, frames=(1, 2), camera_field="negative_prompt")
        request_id = session.submit(draft)
        self.wait_for(session, request_id, "done", 60)
        jobs = self.jobs_of(request_id, self.access_token())
        cameras = sorted(json.loads(job["parameters"]["negative_prompt"])["frame"] for job in jobs)  # type: ignore[index]
        self.assertEqual(cameras, [1, 2])

    def test_problems_of_a_draft_are_named_by_field_and_nothing_is_submitted(self) -> None:
        session = self.signed_in()
        with self.assertRaises(PegbarError) as caught:
            session.submit(self.draft(session, shot="", values={"seed": -1, "strength": 7}, sources={}))
        pointers = {detail.pointer for detail in caught.exception.details}
        self.assertEqual(pointers, {"seed", "strength", "shot", "layout"})
        self.assertEqual(session.state.requests, ())

    def test_a_file_with_quotes_and_other_scripts_in_its_name(self) -> None:
        session = self.signed_in()
        file = self.home / "Лев's \"эскиз\" 線.png"
        file.write_bytes(encode_png(40, 30, (9, 8, 7)))
        draft = self.draft(session, sources={"layout": SourceSpec(Source.FILE, name=str(file))})
        request_id = session.submit(draft)
        self.wait_for(session, request_id, "done")
        self.assertTrue(file.is_file(), "the person's own file stays")

    def test_a_file_that_is_no_picture_says_what_to_choose(self) -> None:
        session = self.signed_in()
        file = self.home / "notes.txt"
        file.write_text("hello")
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.FILE, name=str(file))}))
        error = self.wait_for_error(session, request_id).request.error
        assert error is not None
        self.assertEqual(error.message, "notes.txt is not a supported picture, video, audio or 3D file.")
        self.assertIn("PNG", error.hint)

    def test_a_broken_picture_is_refused_with_the_servers_reason(self) -> None:
        session = self.signed_in()
        file = self.home / "broken.png"
        file.write_bytes(encode_png(40, 30, (1, 2, 3))[:60])
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.FILE, name=str(file))}))
        error = self.wait_for_error(session, request_id).request.error
        assert error is not None
        self.assertTrue(error.message.startswith("broken.png: "), error.message)
        self.assertTrue(error.hint)

    def test_without_a_camera_the_error_says_what_to_do_and_nothing_is_sent(self) -> None:
        session = self.signed_in()
        self.host.has_camera = False
        request_id = session.submit(self.draft(session, sources={"layout": SourceSpec(Source.RENDER)}))
        error = self.wait_for_error(session, request_id).request.error
        assert error is not None
        self.assertEqual((error.code, error.hint), ("capture_failed", "Add a camera."))
        self.assertEqual(self.proxy.count("POST /v1/jobs"), 0)

    def test_an_older_server_without_a_field_is_explained(self) -> None:
        session = self.signed_in()
        self.proxy.add(path_is("GET", "/v1/me"), Fault("rewrite", body=b'{"member": null, "tenant": null}'), 100)
        session.refresh()
        self.wait(lambda: session.state.message)
        self.assertIn("Me.operator is missing", session.state.message)
        self.assertIn("Update the plug-in", session.state.hint)

    def test_a_sign_in_page_of_the_network_is_not_taken_for_the_server(self) -> None:
        session = self.signed_in()
        self.proxy.add(path_is("GET", "/v1/me"), Fault("status", 200, b"<html>Hotel Wi-Fi</html>"), 100)
        session.refresh()
        self.wait(lambda: session.state.message)
        self.assertIn("answered, but not as Pegbar does", session.state.message)
        self.assertIn("sign-in page", session.state.hint)


class PlacementTest(PlatformCase):
    def test_a_result_waits_for_its_scene(self) -> None:
        session = self.signed_in()
        first = self.host.scene_id
        request_id = session.submit(self.draft(session, placement="compositor"))
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.phase == "running")
        self.host.scene_id = "another"
        session.scene_changed()
        self.assertIsNone(self.view(session, request_id))
        self.wait(lambda: session.state.elsewhere == 0, what="the job of the other scene ends")
        self.host.run_pending(0.2)
        self.assertEqual(self.host.placed, {})
        self.host.scene_id = first
        session.scene_changed()
        self.wait(lambda: self.host.placed)
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.placed)

    def test_a_result_that_was_deleted_says_so_and_can_be_placed_again(self) -> None:
        session = self.signed_in()
        request_id = session.submit(self.draft(session))
        self.wait_for(session, request_id, "done")
        [result] = session.results_of(request_id)
        content = result.files[0].path.read_bytes()
        result.files[0].path.unlink()
        with self.assertRaises(PegbarError) as caught:
            session.place(request_id, "compositor")
        self.assertEqual(caught.exception.code, "file_missing")
        result.files[0].path.write_bytes(content)
        [placed] = session.place(request_id, "compositor")
        self.assertFalse(placed.updated)

    def test_a_placement_that_fails_is_tried_again_on_retry(self) -> None:
        session = self.signed_in()
        place, self.host.place = self.host.place, self.refuse  # type: ignore[method-assign]
        request_id = session.submit(self.draft(session, placement="compositor"))
        error = self.wait_for_error(session, request_id).request.error
        assert error is not None
        self.assertEqual((error.code, error.message), ("place_failed", "The scene is locked."))
        self.host.place = place  # type: ignore[method-assign]
        session.retry(request_id)
        self.wait(lambda: self.host.placed)
        self.wait(lambda: (view := self.view(session, request_id)) and view.request.placed)

    def refuse(self, _result: object, _placement: str) -> Placed:
        raise PegbarError("The scene is locked.", code="not_supported", hint="Unlock it.")

    def test_results_go_next_to_the_scene_unless_a_folder_is_set(self) -> None:
        session = self.signed_in()
        context = self.host.context()
        self.assertEqual(session.results_folder(context), self.home / "results")
        plain = self.open_session(MemoryHost(Path("/jobs/x/scene.blend")), type(self.settings)(url=self.settings.url))
        self.assertEqual(plain.results_folder(plain.host.context()), Path("/jobs/x/pegbar"))
        unsaved = self.open_session(MemoryHost(None), type(self.settings)(url=self.settings.url))
        self.assertEqual(unsaved.results_folder(unsaved.host.context()), self.home / "cache" / "results")


class WorkstationTest(PlatformCase):
    def test_a_scene_that_is_opened_on_another_workstation_finds_its_results(self) -> None:
        session = self.signed_in()
        picture = session.submit(self.draft(session, placement="compositor"))
        frames = session.submit(self.draft(session, frames=(61, 63)))
        self.wait_for(session, picture, "done")
        self.wait_for(session, frames, "done", 60)
        self.wait(lambda: all(entry.remote_id for entry in self.host.read_history()))
        session.close()
        shutil.rmtree(self.home / "state")
        shutil.rmtree(self.home / "results")
        again = self.open_session()
        for request_id, count in ((picture, 1), (frames, 2)):
            self.wait(lambda: self.view(again, request_id))  # noqa: B023
            view = self.wait_for(again, request_id, "done", 60)
            self.assertEqual(len(view.request.results), count)
            self.assertTrue(all(Path(one.path).is_file() for one in view.request.results))
        self.assertEqual(self.view(again, frames).request.frames, "61,63")  # type: ignore[union-attr]

    def test_what_never_reached_the_server_is_not_invented(self) -> None:
        self.host.write_history([HistoryEntry("00000000-0000-4000-8000-000000000000", "x", "2026-01-01T00:00:00Z", SHOT, "w")])
        session = self.signed_in()
        self.wait(lambda: self.proxy.count("GET /v1/jobs"))
        self.host.run_pending(0.3)
        self.assertEqual(session.state.requests, ())


class VersionTest(PlatformCase):
    def test_an_old_plug_in_says_so(self) -> None:
        cases = {"0.0.9": "", VERSION: "", "99.0.0": "Version 99.0.0 of this plug-in is available"}
        for newest, note in cases.items():
            body = json.dumps({"version": newest, "minimumVersion": "0.0.1"}).encode()
            self.proxy.add(path_is("GET", "/v1/plugins"), Fault("status", 200, body, "application/json"))
            session = self.signed_in()
            self.assertTrue(session.state.update_note.startswith(note) and bool(session.state.update_note) == bool(note))
            session.close()
        body = json.dumps({"version": "99.0.0", "minimumVersion": "98.0.0"}).encode()
        self.proxy.add(path_is("GET", "/v1/plugins"), Fault("status", 200, body, "application/json"))
        self.assertIn("is too old for the server", self.signed_in().state.update_note)
