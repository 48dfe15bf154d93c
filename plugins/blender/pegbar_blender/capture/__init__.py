"""Captures of the scene, step by step on the main thread."""

from __future__ import annotations

import bpy

from ..client import Captured, CaptureListener, CaptureRequest, StepRunner, Steps, explain_errors
from .run import capture_steps


#: Seconds between two steps.
INTERVAL = 0.01


class RunningCapture:
    """A capture that goes on whenever Blender has time."""

    def __init__(self, request: CaptureRequest, listener: CaptureListener) -> None:
        self._runner = StepRunner(_explained(request, listener), listener.done, listener.failed)

    def start(self) -> None:
        """Without an interface it is complete on return; timers would not run."""
        if bpy.app.background:
            while not self._runner.is_finished:
                self._runner.step()
        else:
            bpy.app.timers.register(self._tick, first_interval=0.0, persistent=True)

    def cancel(self) -> None:
        self._runner.cancel()

    def _tick(self) -> float | None:
        self._runner.step()
        return None if self._runner.is_finished else INTERVAL


def _explained(request: CaptureRequest, listener: CaptureListener) -> Steps[Captured]:
    with explain_errors(request.folder, "Blender", "Render the scene once by hand (F12) to see whether it works there."):
        return (yield from capture_steps(request, listener.progress))

