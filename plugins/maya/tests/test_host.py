"""The host: main thread, scene, history."""

from __future__ import annotations

import threading
import time
from fractions import Fraction

from maya import cmds, state, utils
from pegbar_maya.client import HistoryEntry, Source
from pegbar_maya.host import MayaHost
from pegbar_maya.scene import parse_rate
from pegbar_maya.schedule import BUDGET, BatchScheduler, IdleScheduler

from .maya_case import MayaCase


class ScheduleTest(MayaCase):
    def test_calls_of_other_threads_run_in_order_on_the_main_thread(self) -> None:
        ran: list[tuple[int, int]] = []

        def work() -> None:
            for number in range(200):
                self.host.schedule(lambda number=number: ran.append((number, threading.get_ident())))

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        self.assertEqual(ran, [])
        while len(ran) < 200:
            utils.run_idle()
        self.assertEqual([number for number, _thread in ran], list(range(200)))
        self.assertEqual({thread for _number, thread in ran}, {threading.get_ident()})

    def test_one_deferred_call_serves_all_that_wait(self) -> None:
        for _call in range(50):
            self.host.schedule(lambda: None)
        self.assertEqual(utils.deferred_count, 1)

    def test_a_turn_ends_after_its_budget_and_goes_on_in_the_next_one(self) -> None:
        ran: list[int] = []
        for number in range(10):
            self.host.schedule(lambda number=number: (time.sleep(BUDGET * 0.75), ran.append(number)))
        utils.run_idle()
        self.assertLess(len(ran), 4)
        while len(ran) < 10:
            utils.run_idle()
        self.assertEqual(ran, list(range(10)))

    def test_a_call_that_raises_does_not_stop_the_others(self) -> None:
        ran: list[str] = []
        self.host.schedule(lambda: 1 / 0)
        self.host.schedule(lambda: ran.append("next"))
        with self.assertRaises(ZeroDivisionError):
            utils.run_idle()
        utils.run_idle()
        self.assertEqual(ran, ["next"])

    def test_after_close_nothing_runs(self) -> None:
        self.host.schedule(lambda: self.fail("It was closed."))
        self.host.close()
        self.host.schedule(lambda: self.fail("It was closed."))
        utils.run_idle()

    def test_without_an_interface_the_script_drains(self) -> None:
        scheduler = BatchScheduler()
        ran: list[int] = []
        scheduler.schedule(lambda: (ran.append(1), scheduler.schedule(lambda: ran.append(2))))
        scheduler.drain()
        self.assertEqual(ran, [1])
        scheduler.drain()
        self.assertEqual((ran, utils.deferred_count), ([1, 2], 0))

    def test_the_stand_in_refuses_other_threads(self) -> None:
        errors: list[BaseException] = []

        def work() -> None:
            try:
                self.host.context()
            except AssertionError as error:
                errors.append(error)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        self.assertRegex(str(errors[0]), "outside the main thread")
        with self.assertRaises(AssertionError):
            utils.executeInMainThreadWithResult(lambda: None)
        with self.assertRaises(TypeError):
            cmds.playblast(filename="x")
        self.assertIsInstance(self.scheduler, IdleScheduler)


class ContextTest(MayaCase):
    def test_an_unsaved_scene(self) -> None:
        context = self.host.context()
        self.assertEqual((context.application, context.file_path, context.has_camera), ("Maya 2025", None, True))
        self.assertEqual((context.frame_start, context.frame_end, context.frame_step), (1, 24, 1))
        self.assertEqual((context.width, context.height), (64, 48))
        self.assertEqual(context.scene_id, self.host.context().scene_id)

    def test_a_saved_scene_keeps_its_id(self) -> None:
        path = self.folder / "HARBOR_sq010_sh010_v001.ma"
        scene_id = self.host.context().scene_id
        self.scene.write(str(path))
        again = state.reset()
        again.read(str(path))
        context = MayaHost(self.scheduler).context()
        self.assertEqual((context.scene_id, context.file_path), (scene_id, path))

    def test_time_units(self) -> None:
        expected = {
            "game": 15, "film": 24, "pal": 25, "ntsc": 30, "show": 48, "palf": 50, "ntscf": 60, "48fps": 48, "2fps": 2,
            "23.976fps": Fraction(24000, 1001), "29.97fps": Fraction(30000, 1001), "29.97df": Fraction(30000, 1001),
            "47.952fps": Fraction(48000, 1001), "59.94fps": Fraction(60000, 1001), "119.88fps": Fraction(120000, 1001),
            "sec": 1, "min": Fraction(1, 60), "millisec": 1000, "44100fps": 44100,
        }  # fmt: skip
        self.assertEqual({unit: parse_rate(unit) for unit in expected}, {unit: Fraction(rate) for unit, rate in expected.items()})
        with self.assertRaises(ValueError):
            parse_rate("fast")

    def test_a_scene_without_a_renderable_camera(self) -> None:
        for name in ("persp", "renderCam"):
            cmds.setAttr(f"{name}Shape.renderable", False)
        self.assertFalse(self.host.context().has_camera)
        reasons = {one.source: one.reason for one in self.host.sources()}
        self.assertIn("make it renderable", reasons[Source.RENDER])

    def test_what_is_not_available_says_what_to_do(self) -> None:
        reasons = {one.source: one.reason for one in self.host.sources()}
        self.assertEqual({source for source, reason in reasons.items() if not reason}, {Source.VIEWPORT, Source.RENDER, Source.FILE})
        for source, reason in reasons.items():
            if reason:
                self.assertRegex(reason, r"(?i)choose (a|the) file|choose camera render", source)
        self.scene.nodes["defaultRenderGlobals"].attributes["currentRenderer"] = "vray"
        self.scene.panel = None
        reasons = {one.source: one.reason for one in self.host.sources()}
        self.assertIn("The renderer vray has no command", reasons[Source.RENDER])
        self.assertIn("No viewport is open", reasons[Source.VIEWPORT])

    def test_a_viewport_without_a_size(self) -> None:
        self.scene.panel_size = (0, 400)
        self.assertIn("has no size", {one.source: one.reason for one in self.host.sources()}[Source.VIEWPORT])


class BatchContextTest(MayaCase):
    is_batch = True

    def test_there_is_no_viewport(self) -> None:
        reasons = {one.source: one.reason for one in self.host.sources()}
        self.assertIn("without an interface", reasons[Source.VIEWPORT])


class HistoryTest(MayaCase):
    def entry(self, title: str) -> HistoryEntry:
        return HistoryEntry(
            "7f6c", title, "2026-12-01T00:00:00Z", "HARBOR/sq010/sh010", "paint-layout", "1-24", "bat_1", ("A.v001", "A.v002")
        )

    def test_quotes_backslashes_and_other_scripts_survive(self) -> None:
        entry = self.entry('C:\\show "night" — 夜 🎬')
        self.host.write_history([entry])
        self.assertEqual(list(self.host.read_history()), [entry])
        path = self.folder / "scene.ma"
        self.scene.write(str(path))
        state.reset().read(str(path))
        self.assertEqual(list(self.host.read_history()), [entry])

    def test_the_newest_entries_are_kept(self) -> None:
        self.host.write_history([self.entry(str(number)) for number in range(250)])
        kept = self.host.read_history()
        self.assertEqual((len(kept), kept[0].title, kept[-1].title), (200, "50", "249"))

    def test_an_equal_history_does_not_change_the_scene(self) -> None:
        self.host.write_history([])
        self.assertFalse(self.scene.modified)
        self.host.write_history([self.entry("one")])
        self.scene.modified = False
        self.host.write_history([self.entry("one")])
        self.assertFalse(self.scene.modified)

    def test_a_damaged_or_newer_history_is_empty(self) -> None:
        for stored in ("not base64!", "eyJhIjoxfQ==", "W3sidW5rbm93biI6MX1d", "////"):
            cmds.fileInfo("pegbar_history", stored)
            self.assertEqual(list(self.host.read_history()), [])
