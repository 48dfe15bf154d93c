"""A new scene of the stand-in for each test."""

from __future__ import annotations

import shutil
import tempfile
import unittest
from pathlib import Path

from maya import cmds, state, utils
from pegbar_maya.client import Captured, CaptureRequest, ColourSpace, Result, ResultFile, SourceSpec
from pegbar_maya.host import MayaHost
from pegbar_maya.schedule import BatchScheduler, IdleScheduler

from .standin.maya.pictures import write_picture


class Listener:
    """Collects what happens to a capture."""

    def __init__(self) -> None:
        self.captured: Captured | None = None
        self.error: Exception | None = None
        self.steps: list[tuple[int, int]] = []

    def progress(self, done: int, total: int, text: str) -> None:
        self.steps.append((done, total))

    def done(self, captured: Captured) -> None:
        assert not self.is_over
        self.captured = captured

    def failed(self, error: Exception) -> None:
        assert not self.is_over
        self.error = error

    @property
    def is_over(self) -> bool:
        return self.captured is not None or self.error is not None


class MayaCase(unittest.TestCase):
    """Maya with an interface, or without one in ``is_batch`` cases."""

    is_batch = False

    def setUp(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="pegbar-maya-"))
        self.addCleanup(shutil.rmtree, self.folder, True)
        self.scene = state.reset(self.is_batch)
        utils.reset()
        self.scheduler: IdleScheduler | BatchScheduler = BatchScheduler() if self.is_batch else IdleScheduler()
        self.host = MayaHost(self.scheduler)
        self.camera = self.scene.add_camera("renderCam")

    def capture(
        self, sources: dict[str, SourceSpec], frames: tuple[int, ...] | None = None, camera: bool = False
    ) -> Captured:
        listener = self.start(sources, frames, camera)
        self.run_until_over(listener)
        if listener.error:
            raise listener.error
        assert listener.captured is not None
        return listener.captured

    def start(
        self, sources: dict[str, SourceSpec], frames: tuple[int, ...] | None = None, camera: bool = False
    ) -> Listener:
        listener = Listener()
        self.target = Path(tempfile.mkdtemp(dir=self.folder))
        self.running = self.host.capture(CaptureRequest(sources, frames, self.target, camera), listener)
        return listener

    def run_until_over(self, listener: Listener) -> None:
        for _turn in range(500):
            if listener.is_over:
                return
            utils.run_idle()
        self.fail("The capture does not end.")

    def make_result(self, frames: list[int | None], version: int = 1, colour: ColourSpace = ColourSpace.DISPLAY) -> Result:
        folder = self.folder / f"v{version:03}"
        files: list[ResultFile] = []
        for frame in frames:
            path = folder / ("picture.png" if frame is None else f"picture.{frame:04}.png")
            write_picture(path, 8, 6, frame or 0, version)
            files.append(ResultFile(f"ast_{version}_{frame}", frame, path, "0" * 64, 8, 6, "image/png", colour))
        return Result(
            key="HARBOR/sq010/sh010/picture",
            version=f"v{version:03}",
            name=f"HARBOR_sq010_sh010_picture.v{version:03}",
            files=tuple(files),
            job_id=f"job_{version}",
            stamp={"pegbar.request": f"request-{version}", "pegbar.key": "HARBOR/sq010/sh010/picture"},
        )

    def attribute(self, plug: str) -> object:
        return cmds.getAttr(plug)
