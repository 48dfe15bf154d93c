"""The camera's render in colour."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy

from ..client import CapturedFile, ColourSpace, SourceSpec, Steps, name_captured_file, strip_png
from ..pixels.exr import strip_exr
from ..versions import blender
from .job import render_scene


class ColourCapture:
    """Renders with the artist's engine, compositor and look."""

    def __init__(self, copy: Any, original: Any, sources: dict[str, SourceSpec], folder: Path) -> None:
        self._scene, self._sources, self._folder = copy, sources, folder
        if sources:
            self._prepare(original)

    def _prepare(self, original: Any) -> None:
        render = self._scene.render
        render.use_sequencer = False
        render.use_stamp = False
        blender().separate_compositor(self._scene, original)
        tree = blender().compositor(self._scene)
        for node in tree.nodes if tree else ():
            # The artist's own outputs are not written by a capture.
            if node.type == "OUTPUT_FILE":
                node.mute = True

    def capture(self, frame: int | None) -> Steps[list[CapturedFile]]:
        """Renders the scene's current frame, and saves it for each input."""
        if not self._sources:
            return []
        yield from render_scene(self._scene, write=False)
        result = bpy.data.images["Render Result"]
        files: list[CapturedFile] = []
        for name, spec in self._sources.items():
            files.append(save_image(result, self._scene, name, spec, frame, self._folder))
            yield
        return files


def save_image(
    image: Any, scene: Any, name: str, spec: SourceSpec, frame: int | None, folder: Path
) -> CapturedFile:
    """Saves an image through a scene's colour management, without metadata, so that equal pictures are equal files.

    Changes the scene's image settings: give a copy.
    """
    settings = scene.render.image_settings
    linear = spec.colour is ColourSpace.LINEAR
    blender().set_picture_format(settings, "OPEN_EXR" if linear else "PNG")
    settings.color_mode = "RGB"
    settings.color_depth = "16" if linear or spec.colour is ColourSpace.DATA else "8"
    if linear:
        settings.exr_codec = "ZIP"
    else:
        settings.compression = 15
    path = name_captured_file(folder, name, frame, "exr" if linear else "png")
    image.save_render(str(path), scene=scene)
    content = path.read_bytes()
    path.write_bytes(strip_exr(content) if linear else strip_png(content))
    width, height = _size_of(image, scene)
    return CapturedFile(name, frame, path, width, height, spec.colour)


def _size_of(image: Any, scene: Any) -> tuple[int, int]:
    """Size in pixels; that of a render is not in its image."""
    if image.type != "RENDER_RESULT":
        return image.size[0], image.size[1]
    return render_size(scene)


def render_size(scene: Any) -> tuple[int, int]:
    """Size of a render in pixels, as Blender rounds it."""
    render = scene.render
    width = int(render.resolution_x * render.resolution_percentage / 100)
    height = int(render.resolution_y * render.resolution_percentage / 100)
    if render.use_border and render.use_crop_to_border:
        width = int(width * (render.border_max_x - render.border_min_x))
        height = int(height * (render.border_max_y - render.border_min_y))
    return max(1, width), max(1, height)
