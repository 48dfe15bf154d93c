"""All inputs of a submission, frame by frame."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from maya import cmds

from ..camera import find_camera, read_camera
from ..client import CameraData, Captured, CapturedFile, CaptureRequest, Source, SourceSpec, Steps, capture_failed
from ..scene import render_size
from ..settings import shown_frames
from .images import capture_image
from .render import capture_render
from .sources import explain_source
from .viewport import capture_viewport

Progress = Callable[[int, int, str], None]


def capture_steps(request: CaptureRequest, progress: Progress) -> Steps[Captured]:
    """Captures everything; the scene is as before after every step, except for the current time, which follows the frames."""
    for spec in request.sources.values():
        reason = explain_source(spec.source)
        if reason:
            message, _space, hint = reason.partition(". ")
            raise capture_failed(f"{message.rstrip('.')}.", hint)
    if request.camera and find_camera() is None:
        raise capture_failed("The scene has no camera to render.", "Add a camera, and make it renderable in Render Settings.")
    files: list[CapturedFile] = []
    cameras: list[CameraData] = []
    for name, spec in request.sources.items():
        if spec.source is Source.IMAGE:
            files.append(capture_image(name, spec, request.folder))
            yield
    animated = {name: spec for name, spec in request.sources.items() if spec.source is not Source.IMAGE}
    frames: Sequence[int | None] = request.frames if request.frames is not None else (None,)
    with shown_frames() as show:
        for done, frame in enumerate(frames):
            progress(done, len(frames), "Capturing")
            if animated:
                show(frame)
            if request.camera:
                cameras.append(_read_camera(frame))
            for name, spec in animated.items():
                files.append(_capture(name, spec, frame, request))
                yield
        progress(len(frames), len(frames), "Capturing")
    return Captured(tuple(files), tuple(cameras))


def _capture(name: str, spec: SourceSpec, frame: int | None, request: CaptureRequest) -> CapturedFile:
    capture = capture_viewport if spec.source is Source.VIEWPORT else capture_render
    return capture(name, spec, frame, request.folder)


def _read_camera(frame: int | None) -> CameraData:
    shape = find_camera()
    if shape is None:
        raise capture_failed("The camera was deleted during the capture.", "Submit again.")
    at = round(cmds.currentTime(query=True)) if frame is None else frame
    return read_camera(shape, at, render_size(), cmds.getAttr("defaultResolution.pixelAspect"))
