"""Captures: files, cameras, and that everything is as before afterwards."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path

from maya import cmds, utils
from pegbar_maya.client import CameraData, Cancelled, CapturedFile, ColourSpace, PegbarError, Source, SourceSpec, read_png_size

from .maya_case import MayaCase
from .standin.maya.pictures import write_picture

VIEWPORT = {"layout": SourceSpec(Source.VIEWPORT)}
RENDER = {"layout": SourceSpec(Source.RENDER)}


class FilesTest(MayaCase):
    def test_the_viewport_through_another_camera_has_the_panels_size(self) -> None:
        [file] = self.capture(VIEWPORT).files
        self.assertEqual((file.path.name, file.frame, file.width, file.height), ("layout.png", None, 80, 50))
        self.assertEqual(read_png_size(file.path.read_bytes()), (80, 50))
        [picture] = self.scene.pictures
        settings = picture["settings"]
        assert isinstance(settings, dict)
        helpers = {name: value for name, value in settings.items() if name.startswith("panel.")}
        self.assertEqual(len(helpers), 18)
        self.assertEqual(set(helpers.values()), {False})

    def test_the_viewport_through_the_render_camera_is_the_render(self) -> None:
        for named in ("renderCam", "renderCamShape"):
            self.scene.panel_camera = named
            [file] = self.capture(VIEWPORT).files
            self.assertEqual((file.width, file.height), (64, 48))
            settings = self.scene.pictures[-1]["settings"]
            assert isinstance(settings, dict)
            self.assertEqual(settings[f"{self.camera}.overscan"], 1.0)
            self.assertFalse(settings[f"{self.camera}.displayResolution"])

    def test_equal_pictures_are_equal_files(self) -> None:
        one, two = (self.capture(VIEWPORT).files[0].path.read_bytes() for _time in range(2))
        self.assertEqual(one, two)
        self.assertNotIn(b"tEXt", one)

    def test_frames_are_named_and_in_order(self) -> None:
        captured = self.capture({**VIEWPORT, "other": SourceSpec(Source.RENDER)}, (1, 3, 12))
        self.assertEqual(
            [(one.input, one.frame, one.path.name) for one in captured.files],
            [(name, frame, f"{name}.{frame:04}.png") for frame in (1, 3, 12) for name in ("layout", "other")],
        )
        self.assertEqual(len({one.path.read_bytes() for one in captured.files}), 6)
        self.assertEqual(sorted(self.target.iterdir()), sorted(one.path for one in captured.files))

    def test_each_renderer_writes_its_own_place_and_one_file_comes_back(self) -> None:
        kinds = {"mayaHardware2": "ogsRender", "mayaSoftware": "render", "arnold": "arnoldRender"}
        self.scene.add_arnold()
        for renderer, command in kinds.items():
            cmds.setAttr("defaultRenderGlobals.currentRenderer", renderer, type="string")
            captured = self.capture(RENDER, (5,))
            [file] = captured.files
            self.assertEqual((file.width, file.height, list(self.target.iterdir())), (64, 48, [file.path]))
            picture = self.scene.pictures[-1]
            self.assertEqual((picture["kind"], picture["frame"], picture["camera"]), (command, 5.0, "|renderCam"))

    def test_scene_linear_is_half_float_exr_from_arnold(self) -> None:
        spec = {"layout": SourceSpec(Source.RENDER, ColourSpace.LINEAR)}
        with self.assertRaisesRegex(PegbarError, "Maya Hardware 2.0 can't be captured in scene-linear values"):
            self.capture(spec)
        self.scene.add_arnold()
        [file] = self.capture(spec).files
        self.assertEqual((file.path.name, file.colour), ("layout.exr", ColourSpace.LINEAR))
        settings = self.scene.pictures[-1]["settings"]
        assert isinstance(settings, dict)
        self.assertEqual(
            [settings[f"defaultArnoldDriver.{name}"] for name in ("ai_translator", "colorManagement", "halfPrecision")],
            ["exr", 0, True],
        )
        self.assertEqual(settings["defaultArnoldRenderOptions.aovMode"], 0)

    def test_an_image_of_the_scene(self) -> None:
        source = self.folder / "plate ä \"1\".png"
        write_picture(source, 30, 20, 1, 1)
        node = cmds.shadingNode("file", asTexture=True)
        cmds.setAttr(f"{node}.fileTextureName", str(source), type="string")
        self.assertEqual(list(self.host.images()), ["file1"])
        captured = self.capture({"layout": SourceSpec(Source.IMAGE, name="file1")}, (1, 2))
        [file] = captured.files
        self.assertEqual((file.frame, file.width, file.height), (None, 30, 20))
        source.unlink()
        with self.assertRaisesRegex(PegbarError, "Maya can't read"):
            self.capture({"layout": SourceSpec(Source.IMAGE, name="file1")})
        with self.assertRaisesRegex(PegbarError, "Image not found: gone"):
            self.capture({"layout": SourceSpec(Source.IMAGE, name="gone")})


class CameraTest(MayaCase):
    def read(self, frames: tuple[int, ...] | None = None) -> tuple[CameraData, ...]:
        return self.capture({}, frames, camera=True).cameras

    def test_row_vectors_become_columns_and_centimetres_the_working_unit(self) -> None:
        # A turn by 90° about Y, then a move; Maya has the position in the last row.
        matrix = [0.0, 0.0, -1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 100.0, 200.0, 300.0, 1.0]
        self.scene.nodes["|renderCam"].attributes["worldMatrix[0]"] = matrix
        [camera] = self.read()
        self.assertEqual(camera.matrix, (0, 0, 1, 100, 0, 1, 0, 200, -1, 0, 0, 300, 0, 0, 0, 1))
        # It looks along −X: the third column is its +Z.
        self.assertEqual(camera.matrix[2::4][:3], (1, 0, 0))
        self.scene.linear_unit = "m"
        self.assertEqual(self.read()[0].matrix[3::4], (1, 2, 3, 1))

    def test_a_scene_with_z_up_is_turned(self) -> None:
        self.scene.up_axis = "z"
        self.scene.nodes["|renderCam"].attributes["worldMatrix[0]"] = [
            1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, -1.0, 0.0, 0.0, 1.0, 2.0, 3.0, 1.0,
        ]  # fmt: skip
        [camera] = self.read()
        self.assertEqual(camera.matrix, (1, 0, 0, 1, 0, 1, 0, 3, 0, 0, 1, -2, 0, 0, 0, 1))

    def test_film_fit(self) -> None:
        # Film 1.4173 × 0.9449 inches is 36 × 24 mm, the picture is 4:3.
        expected = {0: (32, 24), 1: (36, 27), 2: (32, 24), 3: (36, 27)}
        for fit, sensor in expected.items():
            cmds.setAttr(f"{self.camera}.filmFit", fit)
            [camera] = self.read()
            for value, wanted in zip(camera.sensor, sensor):
                self.assertAlmostEqual(value, wanted, delta=0.01)
        # A wider picture turns fill and overscan round.
        cmds.setAttr("defaultResolution.width", 96)
        for fit, sensor in {0: (36, 18), 1: (36, 18), 2: (48, 24), 3: (48, 24)}.items():
            cmds.setAttr(f"{self.camera}.filmFit", fit)
            for value, wanted in zip(self.read()[0].sensor, sensor):
                self.assertAlmostEqual(value, wanted, delta=0.01)

    def test_lens_offset_and_clipping(self) -> None:
        cmds.setAttr(f"{self.camera}.filmFit", 1)
        cmds.setAttr(f"{self.camera}.horizontalFilmOffset", 0.14173)
        [camera] = self.read()
        self.assertAlmostEqual(camera.shift[0], 0.1)
        self.assertEqual((camera.focal_length, camera.clip, camera.orthographic_width), (35.0, (0.1, 10000.0), None))
        cmds.setAttr(f"{self.camera}.orthographic", True)
        [camera] = self.read()
        self.assertEqual((camera.focal_length, camera.orthographic_width, camera.size), (0.0, 30.0, (64, 48)))

    def test_each_frame_has_its_values_and_the_time_stays(self) -> None:
        self.scene.animation["|renderCam|renderCamShape.focalLength"] = lambda time: 20.0 + time
        cameras = self.read((1, 5, 9))
        self.assertEqual([(one.frame, one.focal_length) for one in cameras], [(1, 21.0), (5, 25.0), (9, 29.0)])
        self.assertEqual(self.scene.time, 1.0)


class RestoreTest(MayaCase):
    """Every attribute, option and panel setting is compared before and after."""

    def sources(self) -> dict[str, SourceSpec]:
        return {**VIEWPORT, "render": SourceSpec(Source.RENDER)}

    def setUp(self) -> None:
        super().setUp()
        self.scene.panel_camera = "renderCam"
        self.scene.time = 7.5
        self.scene.add_arnold()
        self.before = self.scene.dump()

    def check(self) -> None:
        self.assertEqual(self.scene.dump(), self.before)
        self.assertFalse([path for path in self.target.rglob(".*")], "temporary folders are removed")

    def test_after_a_capture(self) -> None:
        for renderer in ("arnold", "mayaHardware2", "mayaSoftware"):
            self.scene.nodes["defaultRenderGlobals"].attributes["currentRenderer"] = renderer
            self.before = self.scene.dump()
            self.capture(self.sources(), (1, 2, 3), camera=True)
            self.assertNotEqual(self.scene.pictures[-1]["settings"], self.before, "something was changed meanwhile")
            self.check()

    def test_with_undo_off_and_unsaved_changes(self) -> None:
        self.scene.undo_state, self.scene.modified = False, True
        self.before = self.scene.dump()
        self.capture(self.sources(), (1, 2))
        self.check()

    def test_locked_and_connected_attributes(self) -> None:
        cmds.setAttr("defaultRenderGlobals.imageFilePrefix", lock=True)
        cmds.setAttr(f"{self.camera}.overscan", lock=True)
        node = cmds.shadingNode("file", asTexture=True)
        cmds.connectAttr(f"{node}.frameOffset", f"{self.camera}.displayResolution")
        self.before = self.scene.dump()
        self.capture(self.sources(), (1, 2))
        self.check()

    def test_after_errors_of_maya(self) -> None:
        for failure in (RuntimeError("No license for Arnold"), OSError(errno.ENOSPC, "No space left"), ValueError("odd")):
            self.scene.failure = failure
            listener = self.start(self.sources(), (1, 2))
            self.run_until_over(listener)
            self.assertIsNotNone(listener.error)
            self.check()
        self.scene.failure = RuntimeError("Error: No license for Arnold")
        with self.assertRaisesRegex(PegbarError, "Maya could not capture the picture: No license for Arnold. Render the frame"):
            self.capture(self.sources())
        self.scene.failure = OSError(errno.ENOSPC, "No space left")
        with self.assertRaisesRegex(PegbarError, "is full"):
            self.capture(self.sources())

    def test_cancel_between_frames(self) -> None:
        listener = self.start(self.sources(), tuple(range(1, 25)))
        for _turn in range(3):
            utils.run_idle()
        self.assertGreaterEqual(len(self.scene.pictures), 1)
        self.running.cancel()
        self.run_until_over(listener)
        self.assertIsInstance(listener.error, Cancelled)
        self.assertLess(len(self.scene.pictures), 48)
        self.check()
        # Nothing happens afterwards.
        count = len(self.scene.pictures)
        utils.run_idle()
        self.assertEqual(len(self.scene.pictures), count)

    def test_between_frames_only_the_time_differs(self) -> None:
        listener = self.start(self.sources(), (1, 2, 3))
        while not listener.is_over:
            utils.run_idle()
            self.assertEqual({**self.scene.dump(), "time": 7.5}, self.before)
        self.check()

    def test_esc_during_a_playblast(self) -> None:
        self.scene.escape = True
        with self.assertRaises(Cancelled):
            self.capture(VIEWPORT, (1, 2))
        self.check()

    def test_a_folder_that_is_deleted_meanwhile(self) -> None:
        listener = self.start(RENDER, (1, 2, 3))
        listener.progress = lambda done, *_more: shutil.rmtree(self.target) if done == 1 else None
        self.run_until_over(listener)
        self.assertRegex(str(listener.error), "has been deleted during the capture")
        self.assertEqual(self.scene.dump(), self.before)

    def test_what_cannot_be_captured_changes_nothing(self) -> None:
        for source in (Source.DEPTH, Source.NORMAL, Source.OBJECT_MASK, Source.LAST_RENDER):
            with self.assertRaisesRegex(PegbarError, "can't be"):
                self.capture({"layout": SourceSpec(source, ColourSpace.DATA)})
            self.check()
        self.assertEqual(self.scene.pictures, [])


class BatchCaptureTest(MayaCase):
    is_batch = True

    def test_it_is_complete_on_return(self) -> None:
        listener = self.start(RENDER, (1, 2))
        assert listener.captured is not None
        self.assertEqual([one.frame for one in listener.captured.files], [1, 2])
        self.assertEqual(listener.steps[-1], (2, 2))
        self.assertTrue(all(isinstance(one, CapturedFile) and Path(one.path).is_file() for one in listener.captured.files))

    def test_the_viewport_is_refused(self) -> None:
        listener = self.start(VIEWPORT)
        self.assertRegex(str(listener.error), "no viewport without an interface. Choose the camera render")
