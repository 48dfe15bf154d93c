"""A host without a program: for tests, and for scripts that submit files."""

from __future__ import annotations

import collections
import struct
import threading
import time
import uuid
import zlib
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from ..errors import Cancelled, PegbarError
from .capture_files import name_captured_file
from .interface import (
    AvailableSource,
    CameraData,
    Capture,
    CapturedFile,
    Captured,
    CaptureListener,
    CaptureRequest,
    HistoryEntry,
    Placed,
    Placement,
    Result,
    SceneContext,
    Source,
    SourceSpec,
)


class MemoryHost:
    """A scene of one colour per frame. ``run_pending`` is the main thread's event loop."""

    def __init__(self, file_path: Path | None = None, width: int = 64, height: int = 48) -> None:
        self._calls: collections.deque[Callable[[], None]] = collections.deque()
        self._called = threading.Event()
        self._main = threading.get_ident()
        self._history: list[HistoryEntry] = []
        self.file_path = file_path
        self.scene_id = str(uuid.uuid4())
        self.size = (width, height)
        self.frame = 1
        self.has_camera = True
        #: Result key → what is placed: version, placement and file names.
        self.placed: dict[str, tuple[str, str, tuple[str, ...]]] = {}
        #: How long each scheduled call took, in seconds, without what the host itself captured.
        self.durations: list[float] = []
        self.captured_seconds = 0.0

    def schedule(self, call: Callable[[], None]) -> None:
        self._calls.append(call)
        self._called.set()

    def run_pending(self, seconds: float = 0.0) -> None:
        """Runs the calls that are scheduled now, waiting up to ``seconds`` for the first one."""
        
        self._called.wait(seconds)
        self._called.clear()
        for _call in range(len(self._calls)):
            began, captured = time.perf_counter(), self.captured_seconds
            self._calls.popleft()()
            self.durations.append(time.perf_counter() - began - (self.captured_seconds - captured))

    def context(self) -> SceneContext:
        self._assert_main_thread()
        return SceneContext(
            application="Memory 1.0",
            file_path=self.file_path,
            scene_id=self.scene_id,
            frame_current=self.frame,
            frame_start=1,
            frame_end=24,
            frame_step=1,
            frames_per_second=Fraction(24),
            width=self.size[0],
            height=self.size[1],
            has_camera=self.has_camera,
        )

    def sources(self) -> Sequence[AvailableSource]:
        self._assert_main_thread()
        no_camera = "" if self.has_camera else "No camera in the scene. Add a camera."
        return [
            AvailableSource(Source.VIEWPORT),
            AvailableSource(Source.RENDER, no_camera),
            AvailableSource(Source.DEPTH, no_camera),
            AvailableSource(Source.FILE),
        ]

    def images(self) -> Sequence[str]:
        return []

    def objects(self) -> Sequence[str]:
        return []

    def capture(self, request: CaptureRequest, listener: CaptureListener) -> Capture:
        self._assert_main_thread()
        capture = _MemoryCapture(self, request, listener)
        capture.step()
        return capture

    def placements(self) -> Sequence[Placement]:
        return [Placement("compositor", "Compositor"), Placement("image_plane", "Image plane")]

    def place(self, result: Result, placement: str) -> Placed:
        self._assert_main_thread()
        missing = [file.path for file in result.files if not file.path.is_file()]
        if missing:
            raise PegbarError(f"File not found: {missing[0]}.", code="file_missing", hint="Download it again.")
        updated = result.key in self.placed
        self.placed[result.key] = (result.version, placement, tuple(file.path.name for file in result.files))
        return Placed(updated=updated, names=(result.name,))

    def read_history(self) -> Sequence[HistoryEntry]:
        self._assert_main_thread()
        return list(self._history)

    def write_history(self, entries: Sequence[HistoryEntry]) -> None:
        self._assert_main_thread()
        self._history = list(entries)

    def _assert_main_thread(self) -> None:
        if threading.get_ident() != self._main:
            raise AssertionError("A host was used outside the main thread.")


class _MemoryCapture:
    """Captures one file per scheduled call, as an interface that keeps responding does."""

    def __init__(self, host: MemoryHost, request: CaptureRequest, listener: CaptureListener) -> None:
        self._host, self._request, self._listener = host, request, listener
        frames = request.frames if request.frames is not None else (None,)
        self._work = [(frame, name, spec) for frame in frames for name, spec in request.sources.items()]
        self._files: list[CapturedFile] = []
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    def step(self) -> None:
        if self._cancelled:
            self._listener.failed(Cancelled())
            return
        total = len(self._work)
        done = len(self._files)
        if done == total:
            frames = self._request.frames if self._request.frames is not None else (self._host.frame,)
            cameras = tuple(self._camera(frame) for frame in frames) if self._request.camera else ()
            self._listener.done(Captured(tuple(self._files), cameras))
            return
        frame, name, spec = self._work[done]
        if spec.source is Source.RENDER and not self._host.has_camera:
            self._listener.failed(PegbarError("No camera in the scene.", code="capture_failed", hint="Add a camera."))
            return
        began = time.perf_counter()
        self._files.append(self._write(frame, name, spec))
        self._host.captured_seconds += time.perf_counter() - began
        self._listener.progress(done + 1, total, "Capturing")
        self._host.schedule(self.step)

    def _write(self, frame: int | None, name: str, spec: SourceSpec) -> CapturedFile:
        width, height = self._host.size
        number = self._host.frame if frame is None else frame
        path = name_captured_file(self._request.folder, name, frame, "png")
        path.write_bytes(encode_png(width, height, (number * 37 % 256, number * 11 % 256, len(name) * 20 % 256)))
        return CapturedFile(name, frame, path, width, height, spec.colour)

    def _camera(self, frame: int) -> CameraData:
        identity = (1.0, 0.0, 0.0, float(frame), 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 5.0, 0.0, 0.0, 0.0, 1.0)
        return CameraData(frame, identity, 50.0, (36.0, 24.0), (0.0, 0.0), (0.1, 100.0), None, self._host.size)


def encode_png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """An 8-bit RGB PNG of one colour."""
    return encode_rows(width, height, [bytes(colour) * width] * height)


def encode_rows(width: int, height: int, rows: Sequence[bytes]) -> bytes:
    """An 8-bit RGB PNG of rows of ``3 * width`` bytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"".join(b"\x00" + row for row in rows), 1)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
