"""Captured pixels against values that are computed by hand."""

from __future__ import annotations

import math
from typing import Any

import bpy
from pegbar_blender.capture import RunningCapture
from pegbar_blender.client import Cancelled, CaptureRequest, ColourSpace, PegbarError, Source, SourceSpec
from scene_case import SIZE, Listener, SceneCase, read_png

CENTRE = (SIZE[1] // 2, SIZE[0] // 2)
CORNER = (2, 2)


def dump(scene: Any) -> dict[str, object]:
    """Every simple setting of a scene and of what a capture could touch."""
    render = scene.render
    owners = {
        "scene": scene,
        "render": render,
        "image_settings": render.image_settings,
        "cycles": scene.cycles,
        "view_settings": scene.view_settings,
        "display_settings": scene.display_settings,
        **{f"layer {layer.name}": layer for layer in scene.view_layers},
        "preferences": bpy.context.preferences.view,
    }
    found: dict[str, object] = {}
    for prefix, owner in owners.items():
        for one in owner.bl_rna.properties:
            if one.type in ("POINTER", "COLLECTION"):
                continue
            value = getattr(owner, one.identifier)
            found[f"{prefix}.{one.identifier}"] = tuple(value) if getattr(one, "is_array", False) else value
    return found


class DataTest(SceneCase):
    def test_depth_between_near_and_far(self) -> None:
        file = self.one(SourceSpec(Source.DEPTH, ColourSpace.DATA, near=4.0, far=12.0))
        width, height, bits, rows = read_png(file.path)
        self.assertEqual((width, height, bits), (*SIZE, 16))
        # The cube's front is at 5, the wall at 10: planar distances, the same at the edge of the picture.
        front, wall = round((12 - 5) / 8 * 65535), round((12 - 10) / 8 * 65535)
        for (line, column), expected in ((CENTRE, front), (CORNER, wall), ((45, 61), wall)):
            for value in rows[line][column]:
                self.assertAlmostEqual(value, expected, delta=3)

    def test_depth_of_all_frames_has_one_range(self) -> None:
        self.cube.keyframe_insert("location", frame=1)
        self.cube.location.y = 5.0
        self.cube.keyframe_insert("location", frame=3)
        captured = self.capture({"depth": SourceSpec(Source.DEPTH, ColourSpace.DATA)}, (1, 3))
        first, last = (read_png(one.path)[3] for one in captured.files)
        # Nearest surface 4 (frame 3), farthest 10: the front is at 5 in frame 1.
        self.assertAlmostEqual(last[CENTRE[0]][CENTRE[1]][0], 65535, delta=3)
        self.assertAlmostEqual(first[CENTRE[0]][CENTRE[1]][0], round((10 - 5) / 6 * 65535), delta=3)
        for rows in (first, last):
            self.assertAlmostEqual(rows[CORNER[0]][CORNER[1]][0], 0, delta=3)

    def test_background_is_black(self) -> None:
        bpy.data.objects.remove(self.wall)
        file = self.one(SourceSpec(Source.DEPTH, ColourSpace.DATA, near=1.0, far=20.0))
        self.assertEqual(read_png(file.path)[3][CORNER[0]][CORNER[1]], (0, 0, 0))

    def test_normals_face_the_camera_in_blue_and_right_in_red(self) -> None:
        rows = read_png(self.one(SourceSpec(Source.NORMAL, ColourSpace.DATA)).path)[3]
        half = 32768
        for value, expected in zip(rows[CENTRE[0]][CENTRE[1]], (half, half, 65535)):
            self.assertAlmostEqual(value, expected, delta=200)
        self.cube.rotation_euler.z = math.radians(45)
        rows = read_png(self.one(SourceSpec(Source.NORMAL, ColourSpace.DATA)).path)[3]
        right = rows[CENTRE[0]][CENTRE[1] + 5]
        expected = (round((math.sin(math.radians(45)) + 1) / 2 * 65535), half, round((math.cos(math.radians(45)) + 1) / 2 * 65535))
        for value, wanted in zip(right, expected):
            self.assertAlmostEqual(value, wanted, delta=300)

    def test_a_mask_shows_what_the_camera_sees_of_the_objects(self) -> None:
        self.cube.pass_index = 7
        rows = read_png(self.one(SourceSpec(Source.OBJECT_MASK, ColourSpace.DATA, objects=("Cube",))).path)[3]
        self.assertEqual(rows[CENTRE[0]][CENTRE[1]], (65535,) * 3)
        self.assertEqual(rows[CORNER[0]][CORNER[1]], (0,) * 3)
        rows = read_png(self.one(SourceSpec(Source.OBJECT_MASK, ColourSpace.DATA, objects=("Wall",))).path)[3]
        self.assertEqual(rows[CENTRE[0]][CENTRE[1]], (0,) * 3, "the cube hides the wall")
        self.assertEqual(rows[CORNER[0]][CORNER[1]], (65535,) * 3)
        self.assertEqual(self.cube.pass_index, 7)

    def test_the_side_of_the_mask_is_where_projection_puts_it(self) -> None:
        rows = read_png(self.one(SourceSpec(Source.OBJECT_MASK, ColourSpace.DATA, objects=("Cube",))).path)[3]
        white = [column for column, pixel in enumerate(rows[CENTRE[0]]) if pixel[0]]
        # One unit at distance 5 with a 50 mm lens on a 36 mm sensor.
        half = 1 / 5 * 50 / 36 * SIZE[0]
        self.assertEqual((white[0], white[-1]), (round(SIZE[0] / 2 - half), round(SIZE[0] / 2 + half) - 1))


class ColourTest(SceneCase):
    def test_display_and_linear(self) -> None:
        self.paint(self.wall, (0.5, 0.25, 0.125))
        self.paint(self.cube, (4.0, 0.0, 0.0))
        self.scene.view_settings.view_transform = "Standard"
        captured = self.capture(
            {"display": SourceSpec(Source.RENDER), "linear": SourceSpec(Source.RENDER, ColourSpace.LINEAR)}
        )
        display, linear = captured.files
        rows = read_png(display.path)[3]
        for value, expected in zip(rows[CORNER[0]][CORNER[1]], (188, 137, 99)):
            self.assertAlmostEqual(value, expected, delta=1)
        image = bpy.data.images.load(str(linear.path))
        pixels = list(image.pixels)
        middle = (CENTRE[0] * SIZE[0] + CENTRE[1]) * image.channels
        self.assertAlmostEqual(pixels[middle], 4.0, delta=0.01)
        for value, expected in zip(pixels[:3], (0.5, 0.25, 0.125)):
            self.assertAlmostEqual(value, expected, delta=0.002)

    def test_unchanged_frames_are_equal_files(self) -> None:
        sources = {
            "display": SourceSpec(Source.RENDER),
            "linear": SourceSpec(Source.RENDER, ColourSpace.LINEAR),
            "depth": SourceSpec(Source.DEPTH, ColourSpace.DATA),
        }
        first = self.capture(sources, (1, 2))
        second = self.capture(sources, (1, 2))
        self.assertEqual([one.path.read_bytes() for one in first.files], [one.path.read_bytes() for one in second.files])
        by_frame = {(one.input, one.frame): one.path.read_bytes() for one in first.files}
        self.assertEqual(by_frame["depth", 1], by_frame["depth", 2], "nothing moves")

    def test_an_image_with_painted_pixels(self) -> None:
        image = bpy.data.images.new("Painted", 4, 2, alpha=False)
        image.pixels = [value for _ in range(8) for value in (1.0, 128 / 255, 0.0, 1.0)]
        file = self.one(SourceSpec(Source.IMAGE, name="Painted"))
        self.assertEqual((file.width, file.height), (4, 2))
        # Pixels of an 8-bit image are encoded values.
        self.assertEqual({pixel for row in read_png(file.path)[3] for pixel in row}, {(255, 128, 0)})

    def test_the_last_render(self) -> None:
        self.paint(self.wall, (1.0, 1.0, 1.0))
        self.scene.view_settings.view_transform = "Standard"
        self.scene.render.image_settings.file_format = "JPEG"
        bpy.ops.render.render()
        file = self.one(SourceSpec(Source.LAST_RENDER))
        self.assertEqual(read_png(file.path)[3][CORNER[0]][CORNER[1]], (255, 255, 255))
        self.assertEqual(self.scene.render.image_settings.file_format, "JPEG")


class CameraTest(SceneCase):
    def test_place_lens_and_shift(self) -> None:
        camera = self.scene.camera
        camera.location = (1, 2, 3)
        camera.data.shift_x = 0.25
        camera.data.lens = 85
        captured = self.capture({}, (1, 2), camera=True)
        self.assertEqual([one.frame for one in captured.cameras], [1, 2])
        one = captured.cameras[0]
        # Blender's (1, 2, 3) with Z up is (1, 3, −2) with Y up.
        self.assertEqual([round(one.matrix[at], 5) for at in (3, 7, 11)], [1, 3, -2])
        # It looks along Blender's +Y, which is −Z: the matrix does not turn.
        self.assertEqual([round(one.matrix[at], 5) + 0 for at in (0, 5, 10)], [1, 1, 1])
        self.assertEqual((one.focal_length, one.size), (85, SIZE))
        self.assertEqual(tuple(round(value, 4) for value in one.sensor), (36, 27))
        self.assertEqual(tuple(round(value, 4) for value in one.shift), (0.25, 0))

    def test_an_orthographic_camera(self) -> None:
        self.scene.camera.data.type = "ORTHO"
        self.scene.camera.data.ortho_scale = 8
        [one] = self.capture({}, None, camera=True).cameras
        self.assertEqual((one.focal_length, one.orthographic_width), (0, 8))


class SafetyTest(SceneCase):
    def test_the_scene_is_as_before(self) -> None:
        self.scene.frame_set(5)
        self.cube.keyframe_insert("location", frame=1)
        before, blocks = dump(self.scene), self.count_blocks()
        sources = {
            "display": SourceSpec(Source.RENDER),
            "depth": SourceSpec(Source.DEPTH, ColourSpace.DATA),
            "mask": SourceSpec(Source.OBJECT_MASK, ColourSpace.DATA, objects=("Cube",)),
        }
        self.capture(sources, (1, 2), camera=True)
        self.assertGreater(len(before), 300)
        self.assertEqual(dump(self.scene), before)
        self.assertEqual(self.count_blocks(), blocks)

    def test_the_scene_is_as_before_after_an_error_and_a_cancel(self) -> None:
        before, blocks = dump(self.scene), self.count_blocks()
        sources = {"mask": SourceSpec(Source.OBJECT_MASK, ColourSpace.DATA, objects=("Cube", "Gone"))}
        with self.assertRaises(PegbarError) as caught:
            self.capture(sources, (1,))
        self.assertEqual((caught.exception.code, caught.exception.message), ("capture_failed", "Object not found: Gone."))
        listener = Listener()
        running = RunningCapture(CaptureRequest({"layout": SourceSpec(Source.RENDER)}, (1, 2, 3), self.folder), listener)
        running._runner.step()
        running.cancel()
        running._runner.step()
        self.assertIsInstance(listener.error, Cancelled)
        self.assertEqual(dump(self.scene), before)
        self.assertEqual(self.count_blocks(), blocks)

    def test_outputs_of_the_artists_compositor_are_not_written(self) -> None:
        from pegbar_blender.versions import blender

        tree = blender().create_compositor(self.scene)
        node = tree.nodes.new("CompositorNodeOutputFile")
        target = self.folder / "artist"
        blender().set_output_folder(node, str(target))
        self.one(SourceSpec(Source.RENDER))
        self.assertEqual(list(target.rglob("*")) if target.exists() else [], [])
        self.assertFalse(node.mute)

    def test_what_is_missing_says_what_to_do(self) -> None:
        bpy.data.objects.remove(self.scene.camera)
        for spec in (SourceSpec(Source.RENDER), SourceSpec(Source.DEPTH), SourceSpec(Source.VIEWPORT), SourceSpec(Source.IMAGE, name="x"), SourceSpec(Source.LAST_RENDER)):
            with self.assertRaises(PegbarError, msg=spec.source) as caught:
                self.one(spec)
            self.assertEqual(caught.exception.code, "capture_failed", spec.source)
            self.assertTrue(caught.exception.hint.endswith("."), spec.source)

    def count_blocks(self) -> dict[str, int]:
        kinds = ("scenes", "objects", "cameras", "node_groups", "meshes", "materials")
        return {kind: len(getattr(bpy.data, kind)) for kind in kinds}


