"""What every host must do: memory, Blender and Maya run the same suite."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from pegbar_client.host.memory import encode_png

KEY = "HARBOR/sq010/sh010/paint"


class HostContract:
    """Mix it with a ``unittest.TestCase`` that sets ``host`` in ``setUp``, and names below what differs.

    Classes of the interface come from ``api``, because a plug-in loads the client under its own name.
    """

    #: Module with the classes of :mod:`pegbar_client.host.interface`, ``PegbarError`` and ``Cancelled``.
    api: Any
    host: Any
    #: A source that this host captures here.
    source = "viewport"
    #: What is captured as: ``display`` or ``data``.
    colour = "display"
    placement = "image"

    def run_pending(self) -> None:
        """One turn of the host's main loop."""
        raise NotImplementedError

    def wait_until(self, condition: Any) -> None:
        until = time.monotonic() + 20
        while not condition():
            self.run_pending()
            if time.monotonic() > until:
                raise AssertionError("This does not happen.")

    def make_folder(self) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="pegbar-contract-"))
        self.addCleanup(shutil.rmtree, folder, True)  # type: ignore[attr-defined]
        return folder

    def spec(self) -> Any:
        return self.api.SourceSpec(self.api.Source(self.source), self.api.ColourSpace(self.colour), near=1.0, far=20.0)

    def start(self, frames: tuple[int, ...] | None, camera: bool = False) -> tuple[Any, Any, Path]:
        listener, folder = _Listener(), self.make_folder()
        capture = self.host.capture(self.api.CaptureRequest({"layout": self.spec()}, frames, folder, camera), listener)
        return capture, listener, folder

    def make_result(self, version: int, frames: tuple[int, ...] | None = None) -> Any:
        folder = self.make_folder()
        files: list[Any] = []
        for frame in frames if frames is not None else (None,):
            path = folder / f"paint.v{version:03}{'' if frame is None else f'.{frame:04}'}.png"
            path.write_bytes(encode_png(16, 12, (version, (frame or 0) % 256, 0)))
            files.append(self.api.ResultFile("ast_1", frame, path, "0" * 64, 16, 12, "image/png"))
        name = f"HARBOR_sq010_sh010_paint.v{version:03}"
        stamp = {"pegbar.request": "r", "pegbar.key": KEY}
        return self.api.Result(key=KEY, version=f"v{version:03}", name=name, files=tuple(files), stamp=stamp)

    def test_contract_calls_of_another_thread_run_here_and_in_order(self) -> None:
        ran: list[tuple[int, int]] = []

        def schedule() -> None:
            for number in range(100):
                self.host.schedule(lambda number=number: ran.append((number, threading.get_ident())))

        thread = threading.Thread(target=schedule)
        thread.start()
        thread.join()
        self.wait_until(lambda: len(ran) == 100)
        assert ran == [(number, threading.get_ident()) for number in range(100)]

    def test_contract_context(self) -> None:
        context = self.host.context()
        assert context.application and context.scene_id
        assert context.file_path is None or context.file_path.is_absolute()
        assert isinstance(context.frames_per_second, Fraction) and context.frames_per_second > 0
        assert context.frame_start <= context.frame_end and context.frame_step >= 1
        assert context.width > 0 and context.height > 0
        assert self.host.context().scene_id == context.scene_id

    def test_contract_sources_say_what_to_do(self) -> None:
        found = {one.source.value: one.reason for one in self.host.sources()}
        assert found[self.source] == ""
        assert found["file"] == ""
        for source, reason in found.items():
            assert reason == "" or reason.rstrip(")").endswith("."), (source, reason)

    def test_contract_a_single_picture(self) -> None:
        _capture, listener, folder = self.start(None)
        self.wait_until(lambda: listener.is_over)
        assert listener.error is None, listener.error
        [file] = listener.captured.files
        assert (file.input, file.frame) == ("layout", None)
        assert file.path.parent == folder and file.path.stat().st_size > 0
        assert file.width > 0 and file.height > 0
        assert listener.captured.cameras == ()
        assert sorted(folder.iterdir()) == [file.path]

    def test_contract_frames_with_gaps_and_their_cameras(self) -> None:
        before = self.host.context()
        _capture, listener, folder = self.start((1, 3, 8), camera=True)
        self.wait_until(lambda: listener.is_over)
        assert listener.error is None, listener.error
        assert [file.frame for file in listener.captured.files] == [1, 3, 8]
        assert len({file.path for file in listener.captured.files}) == 3
        assert [camera.frame for camera in listener.captured.cameras] == [1, 3, 8]
        assert all(len(camera.matrix) == 16 for camera in listener.captured.cameras)
        assert len(list(folder.iterdir())) == 3
        assert self.host.context() == before

    def test_contract_a_cancel_is_reported_once(self) -> None:
        capture, listener, _folder = self.start(tuple(range(1, 11)))
        capture.cancel()
        self.wait_until(lambda: listener.is_over)
        # Without an interface it may be complete before anybody can cancel.
        assert listener.captured is not None or isinstance(listener.error, self.api.Cancelled)
        self.run_pending()
        capture.cancel()
        self.run_pending()
        assert listener.calls == 1

    def test_contract_a_result_is_updated_in_place(self) -> None:
        first = self.host.place(self.make_result(1), self.placement)
        assert not first.updated and first.names
        second = self.host.place(self.make_result(2), self.placement)
        assert second.updated

    def test_contract_every_placement_takes_frames_with_gaps(self) -> None:
        placements = self.host.placements()
        assert len({one.id for one in placements}) == len(placements) >= 2
        assert all(one.label for one in placements)
        for number, one in enumerate(placements, 1):
            placed = self.host.place(self.make_result(number, (1, 2, 5)), one.id)
            assert placed.names, one.id

    def test_contract_a_missing_file_is_refused(self) -> None:
        self.host.place(self.make_result(1), self.placement)
        broken = self.make_result(2)
        broken.files[0].path.unlink()
        try:
            self.host.place(broken, self.placement)
        except self.api.PegbarError as error:
            assert error.code == "file_missing" and error.hint, error
        else:
            raise AssertionError("A missing file was placed.")
        assert self.host.place(self.make_result(3), self.placement).updated

    def test_contract_history_is_kept_as_it_was_written(self) -> None:
        entries = [
            self.api.HistoryEntry(
                f"r{number}", "Лес \"quoted\" \\ 線", "2026-12-01T00:00:00Z", "A/b/c", "w", "1-4", "job_1", ("x.v001",)
            )
            for number in range(3)
        ]
        self.host.write_history(entries)
        assert list(self.host.read_history()) == entries
        self.host.write_history([])
        assert list(self.host.read_history()) == []


class _Listener:
    def __init__(self) -> None:
        self.captured: Any = None
        self.error: Exception | None = None
        self.calls = 0

    @property
    def is_over(self) -> bool:
        return self.calls > 0

    def progress(self, done: int, total: int, text: str) -> None:
        assert 0 <= done <= total and text

    def done(self, captured: Any) -> None:
        self.calls += 1
        self.captured = captured

    def failed(self, error: Exception) -> None:
        self.calls += 1
        self.error = error
