"""All inputs of a submission, frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import bpy

from ..client import (
    CameraData,
    Captured,
    CapturedFile,
    CaptureRequest,
    Source,
    SourceSpec,
    Steps,
    capture_failed,
)
from .camera import read_camera
from .data import DataCapture
from .frame import show_frame
from .image import capture_image, capture_last_render
from .render import ColourCapture
from .temporary import copied_scene
from .viewport import capture_viewport

Progress = Callable[[int, int, str], None]
_DATA = frozenset({Source.DEPTH, Source.NORMAL, Source.OBJECT_MASK})
#: What changes with the frame. The rest is captured once and used for all of them.
_ANIMATED = frozenset({Source.VIEWPORT, Source.RENDER, *_DATA})


def capture_steps(request: CaptureRequest, progress: Progress) -> Steps[Captured]:
    """Captures everything; the scene is as before, however it ends."""
    scene = bpy.context.scene
    frames: Sequence[int | None] = request.frames if request.frames is not None else (None,)
    still = {name: spec for name, spec in request.sources.items() if spec.source not in _ANIMATED}
    files: list[CapturedFile] = []
    cameras: list[CameraData] = []
    for name, spec in still.items():
        once = capture_last_render if spec.source is Source.LAST_RENDER else capture_image
        files.append(once(scene, name, spec, request.folder))
        yield
    total, done = len(frames), 0
    viewport = _select(request, frozenset({Source.VIEWPORT}))
    if viewport:
        with show_frame(scene) as show:
            for frame in frames:
                show(frame)
                yield
                for name, spec in viewport.items():
                    files.append(capture_viewport(scene, name, spec, frame, request.folder))
    if _needs_camera(request):
        if scene.camera is None:
            raise capture_failed("The scene has no camera.", "Add a camera, or choose the viewport.")
        # A copy each, because passes are rendered with other settings than the picture.
        with copied_scene(scene) as picture, copied_scene(scene) as passes:
            colour = ColourCapture(picture, scene, _select(request, frozenset({Source.RENDER})), request.folder)
            data = DataCapture(passes, _select(request, _DATA), request.folder)
            for frame in frames:
                progress(done, total, "Rendering")
                for copy in (picture, passes):
                    _set_frame(copy, frame, scene)
                if request.camera:
                    cameras.append(read_camera(picture))
                files += yield from colour.capture(frame)
                yield from data.capture(frame)
                done += 1
            progress(total, total, "Rendering")
            files += yield from data.finish()
    return Captured(tuple(files), tuple(cameras))


def _select(request: CaptureRequest, sources: frozenset[Source]) -> dict[str, SourceSpec]:
    return {name: spec for name, spec in request.sources.items() if spec.source in sources}


def _needs_camera(request: CaptureRequest) -> bool:
    return request.camera or bool(_select(request, frozenset({Source.RENDER, *_DATA})))


def _set_frame(copy: Any, frame: int | None, original: Any) -> None:
    """The frame, and the subframe of a single picture."""
    if frame is None:
        copy.frame_set(original.frame_current, subframe=original.frame_subframe)
    else:
        copy.frame_set(frame)
