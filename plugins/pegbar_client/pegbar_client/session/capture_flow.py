"""From a draft to a submission: the host captures, step by step, and the files are stored."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

from ..errors import PegbarError
from ..form.draft import Draft
from ..host.interface import CameraData, Capture, Captured, CaptureRequest, Host, Source
from ..outbox.request import Request, StoredFile
from .requests import Requests


def start_capture(host: Host, requests: Requests, draft: Draft, request: Request, keep: Callable[[Capture], None]) -> None:
    """Begins a submission. Everything that touches the scene runs on the main thread; ``keep`` gets what cancels it."""

    def capture(folder: Path) -> None:
        host.schedule(lambda: _capture(host, requests, draft, request, folder, keep))

    requests.begin(request, capture)


def _capture(
    host: Host, requests: Requests, draft: Draft, request: Request, folder: Path, keep: Callable[[Capture], None]
) -> None:
    known = requests.find(request.id)
    if known is None:
        # Removed meanwhile.
        return
    if requests.is_cancelling(request.id):
        requests.remove(request.id)
        return
    captured_by_host = {name: spec for name, spec in draft.sources.items() if spec.source is not Source.FILE}
    listener = _Listener(requests, draft, request, folder)
    if not captured_by_host and not draft.camera_field:
        listener.done(Captured(()))
        return
    wanted = CaptureRequest(captured_by_host, draft.frames, folder, camera=bool(draft.camera_field))
    try:
        keep(host.capture(wanted, listener))
    except PegbarError as error:
        requests.capture_failed(request.id, error)


class _Listener:
    """Continues a submission when its capture ends."""

    def __init__(self, requests: Requests, draft: Draft, request: Request, folder: Path) -> None:
        self._requests, self._draft, self._request, self._folder = requests, draft, request, folder

    def progress(self, done: int, total: int, text: str) -> None:
        shown = f"{text or 'Capturing'} {done} of {total}" if total > 1 else text or "Capturing…"
        self._requests.progress(self._request.id, done / total if total else None, shown)

    def done(self, captured: Captured) -> None:
        files = [
            StoredFile(one.input, one.frame, os.path.join("inputs", os.path.relpath(one.path, self._folder)))
            for one in captured.files
        ]
        for name, spec in self._draft.sources.items():
            if spec.source is Source.FILE:
                files.append(StoredFile(name, None, str(Path(spec.name).expanduser().absolute())))
        body = add_cameras(self._request.body, self._draft.camera_field, captured.cameras)
        self._requests.captured(self._request.replace(inputs=files, body=body))

    def failed(self, error: Exception) -> None:
        known = (
            error
            if isinstance(error, PegbarError)
            else PegbarError(f"The capture failed: {error}", code="capture_failed", hint="See the console of the application.")
        )
        self._requests.capture_failed(self._request.id, known)


def add_cameras(body: dict[str, object], field: str, cameras: tuple[CameraData, ...]) -> dict[str, object]:
    """Puts the cameras into a text field: as its value, or as a key per frame."""
    if not field or not cameras:
        return body
    if "frames" not in body:
        parameters = {**_as_dict(body.get("parameters")), field: to_json(cameras[0])}
        return {**body, "parameters": parameters}
    keys = [{"frame": camera.frame, "value": to_json(camera)} for camera in cameras]
    keyframes = {**_as_dict(body.get("keyframes")), field: {"interpolation": "hold", "keys": keys}}
    return {**body, "keyframes": keyframes}


def _as_dict(value: object) -> dict[str, object]:
    return {str(key): one for key, one in value.items()} if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]


def to_json(camera: CameraData) -> str:
    """A camera as JSON: the conventions of :class:`CameraData`, with numbers rounded to nine digits."""
    value = {
        "frame": camera.frame,
        "matrix": [float(f"{number:.9g}") for number in camera.matrix],
        "focalLength": camera.focal_length,
        "sensor": list(camera.sensor),
        "shift": list(camera.shift),
        "clip": list(camera.clip),
        "orthographicWidth": camera.orthographic_width,
        "size": list(camera.size),
    }
    return json.dumps(value, separators=(",", ":"))
