"""Blender as the client sees it."""

from __future__ import annotations

import collections
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

import bpy

from .capture import RunningCapture
from .capture.render import render_size
from .capture.viewport import explain_viewport
from .client import (
    AvailableSource,
    Capture,
    CaptureListener,
    CaptureRequest,
    HistoryEntry,
    Placed,
    Placement,
    Result,
    SceneContext,
    Source,
)
from .place import PLACEMENTS, place
from .versions import blender

#: Names of the scene's custom properties.
_SCENE_ID = "pegbar_scene_id"
_HISTORY = "pegbar_history"
#: Entries that a scene remembers.
_MOST_ENTRIES = 200


class BlenderHost:
    """The client's host in Blender. Every method but ``schedule`` belongs to the main thread."""

    def __init__(self) -> None:
        self._calls: collections.deque[Callable[[], None]] = collections.deque()

    def schedule(self, call: Callable[[], None]) -> None:
        # Appending to a deque is one step of the interpreter. Nothing of bpy is safe on another thread.
        self._calls.append(call)

    def drain(self) -> None:
        """Runs what is scheduled now."""
        for _call in range(len(self._calls)):
            self._calls.popleft()()

    def context(self) -> SceneContext:
        scene = bpy.context.scene
        render = scene.render
        width, height = render_size(scene)
        return SceneContext(
            application=blender().application(),
            file_path=Path(bpy.data.filepath) if bpy.data.filepath else None,
            scene_id=self._find_scene_id(scene),
            frame_current=scene.frame_current,
            frame_start=scene.frame_start,
            frame_end=scene.frame_end,
            frame_step=scene.frame_step,
            # 1.001 is a 32-bit float in Blender: the nearest simple fraction is meant.
            frames_per_second=Fraction(render.fps) / Fraction(render.fps_base).limit_denominator(2_000),
            width=width,
            height=height,
            has_camera=scene.camera is not None,
        )

    def sources(self) -> Sequence[AvailableSource]:
        scene = bpy.context.scene
        no_camera = "" if scene.camera else "The scene has no camera. Add a camera, or choose the viewport."
        no_render = "" if bpy.data.images.get("Render Result") else "Nothing has been rendered yet. Render the scene (F12)."
        no_image = "" if self.images() else "No image is open. Open one, or choose a file."
        reasons = {
            Source.VIEWPORT: explain_viewport(),
            Source.RENDER: no_camera,
            Source.LAST_RENDER: no_render,
            Source.DEPTH: no_camera,
            Source.NORMAL: no_camera,
            Source.OBJECT_MASK: no_camera,
            Source.IMAGE: no_image,
            Source.FILE: "",
        }
        return [AvailableSource(source, reason) for source, reason in reasons.items()]

    def images(self) -> Sequence[str]:
        return [image.name for image in bpy.data.images if image.type not in ("RENDER_RESULT", "COMPOSITING")]

    def objects(self) -> Sequence[str]:
        layer = bpy.context.view_layer
        selected = {one.name for one in layer.objects.selected}
        names = sorted(one.name for one in layer.objects)
        return sorted(names, key=lambda name: name not in selected)

    def capture(self, request: CaptureRequest, listener: CaptureListener) -> Capture:
        running = RunningCapture(request, listener)
        running.start()
        return running

    def placements(self) -> Sequence[Placement]:
        return PLACEMENTS

    def place(self, result: Result, placement: str) -> Placed:
        return place(result, placement)

    def read_history(self) -> Sequence[HistoryEntry]:
        try:
            stored = json.loads(bpy.context.scene.get(_HISTORY, "[]"))
            return [HistoryEntry(**{**one, "versions": tuple(one.get("versions", ()))}) for one in stored]
        except (TypeError, ValueError):
            # Written by a newer add-on, or damaged: the server still has the jobs.
            return []

    def write_history(self, entries: Sequence[HistoryEntry]) -> None:
        text = json.dumps([asdict(entry) for entry in list(entries)[-_MOST_ENTRIES:]], ensure_ascii=False)
        scene = bpy.context.scene
        if scene.get(_HISTORY, "[]") != text:
            scene[_HISTORY] = text

    def _find_scene_id(self, scene: Any) -> str:
        """The scene's id. A copy of a scene within a file gets one of its own; a copy of the file keeps it."""
        twin = any(
            one != scene and one.get(_SCENE_ID) == scene.get(_SCENE_ID) and one.name < scene.name
            for one in bpy.data.scenes
            if _SCENE_ID in one
        )
        if _SCENE_ID not in scene or twin:
            scene[_SCENE_ID] = str(uuid.uuid4())
            if twin:
                scene[_HISTORY] = "[]"
        return scene[_SCENE_ID]
