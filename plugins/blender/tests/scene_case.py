"""A scene whose pictures can be computed by hand."""

from __future__ import annotations

import shutil
import struct
import tempfile
import unittest
import zlib
from pathlib import Path
from typing import Any

import bpy
from pegbar_blender.client import Captured, CapturedFile, CaptureRequest, SourceSpec
from pegbar_blender.host import BlenderHost

SIZE = (64, 48)


class Listener:
    """Collects what happens to a capture."""

    def __init__(self) -> None:
        self.captured: Captured | None = None
        self.error: Exception | None = None
        self.steps: list[tuple[int, int]] = []

    def progress(self, done: int, total: int, text: str) -> None:
        self.steps.append((done, total))

    def done(self, captured: Captured) -> None:
        self.captured = captured

    def failed(self, error: Exception) -> None:
        self.error = error


class SceneCase(unittest.TestCase):
    """A camera at the origin's height that looks along +Y at a wall ten units away, and a cube before it."""

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pegbar-blender-test-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        bpy.ops.wm.read_factory_settings(use_empty=True)
        self.scene = bpy.context.scene
        self.host = BlenderHost()
        bpy.ops.mesh.primitive_plane_add(size=100, location=(0, 10, 0), rotation=(1.5707963267948966, 0, 0))
        self.wall = bpy.context.object
        self.wall.name = "Wall"
        bpy.ops.mesh.primitive_cube_add(size=2, location=(0, 6, 0))
        self.cube = bpy.context.object
        self.cube.name = "Cube"
        bpy.ops.object.camera_add(location=(0, 0, 0), rotation=(1.5707963267948966, 0, 0))
        self.scene.camera = bpy.context.object
        render = self.scene.render
        render.engine = "CYCLES"
        self.scene.cycles.samples = 2
        self.scene.cycles.use_denoising = False
        render.resolution_x, render.resolution_y = SIZE
        render.resolution_percentage = 100

    def paint(self, thing: Any, colour: tuple[float, float, float], strength: float = 1.0) -> None:
        """Gives an object a light of its own, so that its pixels are known."""
        material = bpy.data.materials.new("emission")
        material.use_nodes = True
        tree = material.node_tree
        tree.nodes.clear()
        emission, output = tree.nodes.new("ShaderNodeEmission"), tree.nodes.new("ShaderNodeOutputMaterial")
        emission.inputs["Color"].default_value = (*colour, 1)
        emission.inputs["Strength"].default_value = strength
        tree.links.new(emission.outputs[0], output.inputs["Surface"])
        thing.data.materials.clear()
        thing.data.materials.append(material)

    def capture(
        self, sources: dict[str, SourceSpec], frames: tuple[int, ...] | None = None, camera: bool = False
    ) -> Captured:
        listener = Listener()
        target = Path(tempfile.mkdtemp(dir=self.folder))
        self.host.capture(CaptureRequest(sources, frames, target, camera), listener)
        if listener.error:
            raise listener.error
        assert listener.captured is not None
        # Nothing but the files of the result is left behind.
        self.assertEqual(sorted(target.iterdir()), sorted(one.path for one in listener.captured.files))
        return listener.captured

    def one(self, spec: SourceSpec) -> CapturedFile:
        [file] = self.capture({"layout": spec}).files
        return file


def read_png(path: Path) -> tuple[int, int, int, list[list[tuple[int, ...]]]]:
    """Width, height, bits and rows of RGB pixels. Independent of the add-on's writer: all five filters."""
    data = path.read_bytes()
    position, compressed = 8, b""
    width = height = bits = channels = 0
    while position < len(data):
        length, kind = struct.unpack(">I4s", data[position : position + 8])
        chunk = data[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, bits, colour = struct.unpack(">IIBB", chunk[:10])
            channels = {0: 1, 2: 3, 6: 4}[colour]
        elif kind == b"IDAT":
            compressed += chunk
        position += 12 + length
    raw = zlib.decompress(compressed)
    pixel = channels * bits // 8
    stride = width * pixel
    above = bytearray(stride)
    rows: list[list[tuple[int, ...]]] = []
    for line in range(height):
        start = line * (stride + 1)
        method, row = raw[start], bytearray(raw[start + 1 : start + 1 + stride])
        for index in range(stride):
            left = row[index - pixel] if index >= pixel else 0
            up = above[index]
            corner = above[index - pixel] if index >= pixel else 0
            row[index] = (row[index] + (0, left, up, (left + up) // 2, _paeth(left, up, corner))[method]) & 255
        above = row
        size = bits // 8
        values = [int.from_bytes(row[at : at + size], "big") for at in range(0, stride, size)]
        rows.append([tuple(values[at : at + channels]) for at in range(0, len(values), channels)])
    return width, height, bits, rows


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda one: abs(estimate - one))
