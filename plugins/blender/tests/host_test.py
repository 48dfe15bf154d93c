"""The scene's id, history and context."""

from __future__ import annotations

from fractions import Fraction

import bpy
from pegbar_blender.client import HistoryEntry, Source
from scene_case import SceneCase

ENTRY = HistoryEntry("r1", "Лес \"quoted\" 線", "2026-12-01T00:00:00Z", "A/b/c", "w", "1-4", "job_1", ("x.v001",))


class HostTest(SceneCase):
    def test_history_and_id_are_saved_with_the_scene(self) -> None:
        scene_id = self.host.context().scene_id
        self.host.write_history([ENTRY])
        file = self.folder / "scene.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(file))
        bpy.ops.wm.read_factory_settings()
        self.assertEqual(list(self.host.read_history()), [])
        bpy.ops.wm.open_mainfile(filepath=str(file))
        self.assertEqual(list(self.host.read_history()), [ENTRY])
        context = self.host.context()
        self.assertEqual((context.scene_id, context.file_path), (scene_id, file))

    def test_a_copy_of_a_scene_has_its_own_id_and_history(self) -> None:
        first = self.host.context().scene_id
        self.host.write_history([ENTRY])
        copy = self.scene.copy()
        with bpy.context.temp_override(scene=copy):
            self.assertNotEqual(self.host.context().scene_id, first)
            self.assertEqual(list(self.host.read_history()), [])
        self.assertEqual(self.host.context().scene_id, first)

    def test_a_history_of_a_newer_add_on_is_not_read(self) -> None:
        self.scene["pegbar_history"] = '[{"request_id": "x", "unknown": 1}]'
        self.assertEqual(list(self.host.read_history()), [])

    def test_frame_rate_and_size(self) -> None:
        render = self.scene.render
        render.fps, render.fps_base = 24, 1.001
        render.resolution_x, render.resolution_y, render.resolution_percentage = 1920, 1081, 50
        context = self.host.context()
        self.assertEqual(context.frames_per_second, Fraction(24000, 1001))
        self.assertEqual((context.width, context.height), (960, 540))

    def test_sources_say_what_is_missing(self) -> None:
        reasons = {one.source: one.reason for one in self.host.sources()}
        self.assertEqual(reasons[Source.RENDER], "")
        self.assertIn("no viewport", reasons[Source.VIEWPORT])
        bpy.data.objects.remove(self.scene.camera)
        reasons = {one.source: one.reason for one in self.host.sources()}
        for source in (Source.RENDER, Source.DEPTH, Source.NORMAL, Source.OBJECT_MASK):
            self.assertIn("Add a camera", reasons[source])

    def test_the_selected_objects_come_first(self) -> None:
        for one in bpy.data.objects:
            one.select_set(one.name == "Wall")
        self.assertEqual(self.host.objects()[0], "Wall")
