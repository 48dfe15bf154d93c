"""Placements: what the scene contains afterwards, and what a later version changes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy
from mathutils import Vector
from pegbar_blender.client import ColourSpace, PegbarError, Placed, Result, ResultFile
from pegbar_client.host.png import write_png
from pegbar_client.host.footage import prepare_footage
from pegbar_blender.versions import blender
from scene_case import SceneCase

KEY = "HARBOR/sq010/sh010/paint"


class PlaceCase(SceneCase):
    def make(self, version: int, frames: tuple[int, ...] | None = None, size: tuple[int, int] = (64, 48)) -> Result:
        """A version whose pictures have the red value of their frame."""
        folder = self.folder / f"v{version:03}"
        folder.mkdir(exist_ok=True)
        files: list[ResultFile] = []
        for frame in frames if frames is not None else (None,):
            red = version if frame is None else frame % 256
            path = folder / (f"paint.v{version:03}.png" if frame is None else f"paint.v{version:03}.{frame:04}.png")
            write_png(path, bytes((red, 20, 30)) * (size[0] * size[1]), *size, 3, 8)
            files.append(ResultFile("ast_1", frame, path, "0" * 64, *size, "image/png"))
        return Result(
            key=KEY,
            version=f"v{version:03}",
            name=f"HARBOR_sq010_sh010_paint.v{version:03}",
            files=tuple(files),
            stamp={"pegbar.request": "request-1", "pegbar.remote": "job_1"},
        )

    def place(self, result: Result, placement: str) -> Placed:
        return self.host.place(result, placement)

    def red_of(self, image: Any) -> int:
        return round(image.pixels[0] * 255)


class CompositorTest(PlaceCase):
    def test_a_later_version_keeps_node_place_and_connections(self) -> None:
        first = self.place(self.make(1), "compositor")
        self.assertFalse(first.updated)
        tree = blender().compositor(self.scene)
        node = tree.nodes[first.names[0]]
        node.location = (11, 22)
        blur = tree.nodes.new("CompositorNodeBlur")
        tree.links.new(node.outputs["Image"], blur.inputs["Image"])
        second = self.place(self.make(2), "compositor")
        self.assertTrue(second.updated)
        self.assertEqual([one.name for one in tree.nodes if one.type == "IMAGE"], [node.name])
        self.assertEqual((tuple(node.location), len(blur.inputs["Image"].links)), ((11, 22), 1))
        self.assertEqual((node.label, node["pegbar.version"]), ("HARBOR_sq010_sh010_paint.v002", "v002"))
        self.assertEqual(self.red_of(node.image), 2)
        self.assertEqual(len([one for one in bpy.data.images if one.get("pegbar.key") == KEY]), 1)

    def test_ids_and_no_tokens_are_stamped(self) -> None:
        self.place(self.make(1), "compositor")
        node = next(one for one in blender().compositor(self.scene).nodes if one.get("pegbar.key"))
        stamped = {name: node[name] for name in node.keys()}
        self.assertEqual(
            stamped,
            {"pegbar.key": KEY, "pegbar.version": "v001", "pegbar.request": "request-1", "pegbar.remote": "job_1"},
        )


class PlaneTest(PlaceCase):
    def corners(self, plane: Any) -> list[Vector]:
        """Corners in the picture: 0 to 1 from bottom left to top right."""
        from bpy_extras.object_utils import world_to_camera_view

        bpy.context.view_layer.update()
        return [world_to_camera_view(self.scene, self.scene.camera, plane.matrix_world @ one.co) for one in plane.data.vertices]

    def test_it_fills_the_picture_whatever_the_camera(self) -> None:
        camera = self.scene.camera.data
        cases: list[dict[str, object]] = [
            {},
            {"shift_x": 0.3, "shift_y": -0.1, "lens": 85.0},
            {"type": "ORTHO", "ortho_scale": 3.0},
            {"sensor_fit": "VERTICAL"},
        ]
        for case in cases:
            for name, value in case.items():
                setattr(camera, name, value)
            placed = self.place(self.make(1), "image_plane")
            plane = bpy.data.objects[placed.names[0]]
            found = [(round(one.x, 4), round(one.y, 4)) for one in self.corners(plane)]
            self.assertEqual(found, [(0, 0), (1, 0), (1, 1), (0, 1)], case)
            bpy.data.objects.remove(plane)

    def test_a_picture_of_another_shape_fits_inside(self) -> None:
        placed = self.place(self.make(1, size=(64, 24)), "image_plane")
        found = [(round(one.x, 3), round(one.y, 3)) for one in self.corners(bpy.data.objects[placed.names[0]])]
        self.assertEqual(found, [(0, 0.25), (1, 0.25), (1, 0.75), (0, 0.75)])

    def test_a_render_shows_the_pixels_of_the_picture(self) -> None:
        for thing in (self.wall, self.cube):
            bpy.data.objects.remove(thing)
        self.scene.view_settings.view_transform = "Standard"
        self.place(self.make(200), "image_plane")
        from pegbar_blender.client import Source, SourceSpec
        from scene_case import read_png

        rows = read_png(self.one(SourceSpec(Source.RENDER)).path)[3]
        for value, expected in zip(rows[24][32], (200, 20, 30)):
            self.assertAlmostEqual(value, expected, delta=2)

    def test_a_later_version_keeps_where_the_artist_has_moved_it(self) -> None:
        plane = bpy.data.objects[self.place(self.make(1), "image_plane").names[0]]
        plane.location.x = 5
        again = self.place(self.make(2), "image_plane")
        self.assertTrue(again.updated)
        self.assertEqual((plane.name, plane.location.x), ("HARBOR_sq010_sh010_paint.v002", 5))


class SequenceTest(PlaceCase):
    def test_frames_on_twos_hold_and_begin_at_their_frame(self) -> None:
        placed = self.place(self.make(3, (1001, 1003, 1005)), "compositor")
        self.assertEqual(placed.note, "Frames 1002, 1004 hold the picture before.")
        node = blender().compositor(self.scene).nodes[placed.names[0]]
        self.assertEqual((node.frame_start, node.frame_duration, node.frame_offset), (1001, 5, 0))
        self.assertEqual(node.image.source, "SEQUENCE")
        files = sorted(Path(bpy.path.abspath(node.image.filepath)).parent.iterdir())
        self.assertEqual([one.name for one in files], [f"paint.v003.{number:04}.png" for number in range(1, 6)])
        self.assertEqual(files[1].read_bytes(), files[0].read_bytes())
        self.assertNotEqual(files[2].read_bytes(), files[1].read_bytes())

    def test_negative_frames(self) -> None:
        footage = prepare_footage(self.make(4, (-2, -1, 0)))
        self.assertEqual((footage.first, footage.length, footage.note), (-2, 3, ""))

    def test_a_later_version_with_other_frames(self) -> None:
        self.place(self.make(1, (1, 2, 3)), "background")
        self.place(self.make(2, (5, 6)), "background")
        [background] = self.scene.camera.data.background_images
        self.assertEqual((background.image_user.frame_start, background.image_user.frame_duration), (5, 2))


class SafetyTest(PlaceCase):
    def test_saved_and_reopened_everything_is_there(self) -> None:
        self.place(self.make(7), "compositor")
        self.place(self.make(7), "background")
        self.place(self.make(7), "image")
        file = self.folder / "scene.blend"
        bpy.ops.wm.save_as_mainfile(filepath=str(file))
        bpy.ops.wm.open_mainfile(filepath=str(file))
        [image] = [one for one in bpy.data.images if one.get("pegbar.key") == KEY]
        self.assertEqual(self.red_of(image), 7)
        self.assertIs(bpy.context.scene.camera.data.background_images[0].image, image)

    def test_a_file_that_was_deleted_leaves_the_scene_as_it_was(self) -> None:
        self.place(self.make(1), "compositor")
        broken = self.make(2)
        broken.files[0].path.unlink()
        with self.assertRaises(PegbarError) as caught:
            self.place(broken, "compositor")
        self.assertEqual(caught.exception.code, "file_missing")
        node = next(one for one in blender().compositor(self.scene).nodes if one.get("pegbar.key"))
        self.assertEqual((node.label, self.red_of(node.image)), ("HARBOR_sq010_sh010_paint.v001", 1))

    def test_a_file_that_blender_cannot_read_leaves_the_scene_as_it_was(self) -> None:
        self.place(self.make(1), "compositor")
        broken = self.make(2)
        broken.files[0].path.write_bytes(b"not a picture")
        with self.assertRaises(PegbarError) as caught:
            self.place(broken, "compositor")
        self.assertEqual(caught.exception.code, "file_unreadable")
        [image] = [one for one in bpy.data.images if one.get("pegbar.key") == KEY]
        self.assertEqual(self.red_of(image), 1)

    def test_without_a_camera_nothing_is_left_behind(self) -> None:
        bpy.data.objects.remove(self.scene.camera)
        images = len(bpy.data.images)
        for placement in ("image_plane", "background"):
            with self.assertRaises(PegbarError) as caught:
                self.place(self.make(1), placement)
            self.assertIn("Add a camera", caught.exception.hint)
        self.assertEqual(len(bpy.data.images), images)

    def test_linear_files_are_read_as_light(self) -> None:
        from pegbar_blender.scene.colours import is_colour_space

        exr = self.folder / "light.exr"
        image = bpy.data.images.new("light", 4, 4, float_buffer=True, is_data=True)
        image.pixels = [2.0] * 64
        image.filepath_raw, image.file_format = str(exr), "OPEN_EXR"
        image.save()
        file = ResultFile("ast_1", None, exr, "0" * 64, 4, 4, "image/x-exr", ColourSpace.LINEAR)
        self.place(Result(key="A/b/c/light", version="v001", name="light", files=(file,)), "image")
        placed = next(one for one in bpy.data.images if one.get("pegbar.key"))
        self.assertTrue(is_colour_space(placed, ColourSpace.LINEAR))
        self.assertAlmostEqual(placed.pixels[0], 2.0, places=3)
