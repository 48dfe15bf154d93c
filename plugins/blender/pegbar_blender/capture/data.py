"""Depth, normals and object masks: passes of a render, encoded as 16-bit pictures."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import bpy

from ..client import CapturedFile, Source, SourceSpec, Steps, capture_failed, name_captured_file
from ..versions import blender
from .job import render_scene
from .workers import run_work

#: Objects that a mask shows get this index, all others 0.
_WHITE = 1


@dataclass(frozen=True)
class _Waiting:
    """A frame whose depth is encoded once the range of all frames is known."""

    frame: int | None
    floats: Path


class DataCapture:
    """Renders passes with Cycles and one sample: exact values at the centres of pixels, with every engine's scene."""

    def __init__(self, copy: Any, sources: dict[str, SourceSpec], folder: Path) -> None:
        self._scene, self._sources, self._folder = copy, sources, folder
        self._files: list[CapturedFile] = []
        self._waiting: list[_Waiting] = []
        self._range: tuple[float, float] | None = None

    def capture(self, frame: int | None) -> Steps[None]:
        """Renders the passes of the scene's current frame."""
        if not self._sources:
            return
        masks = {name: spec for name, spec in self._sources.items() if spec.source is Source.OBJECT_MASK}
        others = {name: spec for name, spec in self._sources.items() if spec.source is not Source.OBJECT_MASK}
        if others:
            floats = yield from self._render(frame, others, ".passes")
            yield from self._encode(frame, floats, others)
        for name, spec in masks.items():
            # One render per mask, because an object can be in several.
            with _marked(spec.objects):
                floats = yield from self._render(frame, {name: spec}, f".{name}")
            yield from self._encode(frame, floats, {name: spec})

    def finish(self) -> Steps[list[CapturedFile]]:
        """Encodes what needed the range of all frames, and returns all files."""
        automatic = [name for name, spec in self._sources.items() if spec.source is Source.DEPTH and spec.near is None]
        if self._waiting and self._range is None:
            raise capture_failed("The camera sees no surface.", "Point the camera at an object, or enter a range.")
        for waiting in self._waiting:
            near, far = self._range or (0.0, 1.0)
            for name in automatic:
                yield from self._write(name, waiting.frame, waiting.floats, {**self._depth(), "near": near, "far": far})
            waiting.floats.unlink()
        return self._files

    @property
    def _layer(self) -> str:
        return self._scene.view_layers[0].name

    def _render(self, frame: int | None, sources: dict[str, SourceSpec], stem: str) -> Steps[Path]:
        """Renders the passes of these sources into a file with 32-bit floats, without compression."""
        scene = self._scene
        kinds = {spec.source for spec in sources.values()}
        scene.render.engine = "CYCLES"
        scene.render.use_compositing = scene.render.use_sequencer = False
        scene.render.use_motion_blur = False
        scene.cycles.device = "CPU"
        scene.cycles.samples = 1
        scene.cycles.use_adaptive_sampling = scene.cycles.use_denoising = False
        scene.cycles.max_bounces = 0
        # The only sample is at the centre of its pixel.
        scene.cycles.pixel_filter_type = "BOX"
        scene.cycles.filter_width = 0.01
        for layer in scene.view_layers:
            layer.use = layer == scene.view_layers[0]
        layer = scene.view_layers[0]
        layer.use_pass_z = Source.DEPTH in kinds
        layer.use_pass_normal = Source.NORMAL in kinds
        layer.use_pass_object_index = Source.OBJECT_MASK in kinds
        settings = scene.render.image_settings
        blender().set_multilayer_format(settings)
        settings.color_depth, settings.exr_codec = "32", "NONE"
        path = name_captured_file(self._folder, stem, frame, "exr")
        scene.render.filepath = str(path)
        yield from render_scene(scene, write=True)
        return path

    def _encode(self, frame: int | None, floats: Path, sources: dict[str, SourceSpec]) -> Steps[None]:
        automatic = any(spec.source is Source.DEPTH and spec.near is None for spec in sources.values())
        for name, spec in sources.items():
            if not (spec.source is Source.DEPTH and spec.near is None):
                yield from self._write(name, frame, floats, self._describe(spec))
        if automatic:
            found = yield from run_work(**{**self._depth(), "kind": "range", "floats": str(floats)})
            self._add_range(tuple(found["range"]) if found["range"] else None)
            self._waiting.append(_Waiting(frame, floats))
        else:
            floats.unlink()

    def _depth(self) -> dict[str, Any]:
        return {"kind": "depth", "channels": [blender().depth_channel(self._layer)]}

    def _describe(self, spec: SourceSpec) -> dict[str, Any]:
        """How a source is encoded."""
        if spec.source is Source.DEPTH:
            near = spec.near or 0.0
            return {**self._depth(), "near": near, "far": spec.far if spec.far is not None else near + 1.0}
        if spec.source is Source.NORMAL:
            camera = self._scene.camera.matrix_world.to_3x3().normalized()
            channels = list(blender().normal_channels(self._layer))
            return {"kind": "normal", "channels": channels, "rotation": [list(row) for row in camera]}
        return {"kind": "mask", "channels": [blender().object_index_channel(self._layer)], "white": _WHITE}

    def _write(self, name: str, frame: int | None, floats: Path, how: dict[str, Any]) -> Steps[None]:
        path = name_captured_file(self._folder, name, frame, "png")
        made = yield from run_work(floats=str(floats), target=str(path), **how)
        self._files.append(
            CapturedFile(name, frame, path, made["width"], made["height"], self._sources[name].colour)
        )

    def _add_range(self, found: tuple[float, float] | None) -> None:
        if found and self._range:
            self._range = (min(self._range[0], found[0]), max(self._range[1], found[1]))
        else:
            self._range = found or self._range


@contextmanager
def _marked(names: tuple[str, ...]) -> Generator[None, None, None]:
    """Gives the chosen objects another index than all others. The artist's indices are restored in every case."""
    missing = [name for name in names if name not in bpy.data.objects]
    if missing or not names:
        raise capture_failed(
            f"Object not found: {missing[0]}." if missing else "No object is chosen for the mask.",
            "Choose the objects of the mask again.",
        )
    before = {one.name: one.pass_index for one in bpy.data.objects}
    try:
        for one in bpy.data.objects:
            one.pass_index = _WHITE if one.name in names else 0
        yield
    finally:
        for name, index in before.items():
            if name in bpy.data.objects:
                bpy.data.objects[name].pass_index = index
