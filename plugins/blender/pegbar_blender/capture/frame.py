"""Showing other frames of the scene that the artist sees."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any


@contextmanager
def show_frame(scene: Any) -> Generator[Callable[[int | None], None], None, None]:
    """Yields how to go to a frame (None stays). The frame is restored in every case."""
    frame, subframe = scene.frame_current, scene.frame_subframe

    def show(number: int | None) -> None:
        if number is not None and number != scene.frame_current:
            scene.frame_set(number)

    try:
        yield show
    finally:
        if (scene.frame_current, scene.frame_subframe) != (frame, subframe):
            scene.frame_set(frame, subframe=subframe)
