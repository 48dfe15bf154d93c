"""Captures of the scene, frame by frame on the main thread."""

from __future__ import annotations

from maya import cmds

from ..client import Captured, CaptureListener, CaptureRequest, StepRunner, Steps, explain_errors
from ..schedule import Scheduler
from .run import capture_steps


class RunningCapture:
    """A capture that goes on whenever Maya is idle."""

    def __init__(self, request: CaptureRequest, listener: CaptureListener, scheduler: Scheduler) -> None:
        self._runner = StepRunner(_explained(request, listener), listener.done, listener.failed)
        self._scheduler = scheduler

    def start(self) -> None:
        """Without an interface it is complete on return."""
        if cmds.about(batch=True):
            while not self._runner.is_finished:
                self._runner.step()
        else:
            self._scheduler.schedule(self._step)

    def cancel(self) -> None:
        self._runner.cancel()

    def _step(self) -> None:
        self._runner.step()
        if not self._runner.is_finished:
            self._scheduler.schedule(self._step)


def _explained(request: CaptureRequest, listener: CaptureListener) -> Steps[Captured]:
    with explain_errors(request.folder, "Maya", "Render the frame once by hand to see whether it works there."):
        return (yield from capture_steps(request, listener.progress))
