"""What the open scene says about itself, and what Pegbar stores in it."""

from __future__ import annotations

import base64
import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from fractions import Fraction
from pathlib import Path
from typing import Any

from maya import cmds

from .camera import find_camera
from .client import HistoryEntry, SceneContext

#: Names in the scene's ``fileInfo``, which is saved with it.
_SCENE_ID = "pegbar_scene_id"
_HISTORY = "pegbar_history"
#: Entries that a scene remembers.
_MOST_ENTRIES = 200
#: Frame rates that have a name in Maya (``currentUnit``).
_RATES = {
    "game": 15, "film": 24, "pal": 25, "ntsc": 30, "show": 48, "palf": 50, "ntscf": 60,
    "millisec": 1000, "sec": 1, "min": Fraction(1, 60), "hour": Fraction(1, 3600),
}  # fmt: skip


def read_context() -> SceneContext:
    """The open scene. Its range is that of the Time Slider."""
    path = cmds.file(query=True, sceneName=True)
    width, height = render_size()
    return SceneContext(
        application=f"Maya {cmds.about(version=True)}",
        file_path=Path(path) if path else None,
        scene_id=_find_scene_id(),
        frame_current=round(cmds.currentTime(query=True)),
        frame_start=round(cmds.playbackOptions(query=True, minTime=True)),
        frame_end=round(cmds.playbackOptions(query=True, maxTime=True)),
        frame_step=max(1, round(cmds.playbackOptions(query=True, by=True))),
        frames_per_second=parse_rate(cmds.currentUnit(query=True, time=True)),
        width=width,
        height=height,
        has_camera=find_camera() is not None,
    )


def render_size() -> tuple[int, int]:
    """Width and height of a render in pixels."""
    return int(cmds.getAttr("defaultResolution.width")), int(cmds.getAttr("defaultResolution.height"))


def parse_rate(unit: str) -> Fraction:
    """Frames per second of a time unit: ``film``, ``ntscf``, ``48fps``, ``23.976fps``, ``29.97df``.

    Raises ValueError for a unit that Maya does not have.
    """
    if unit in _RATES:
        return Fraction(_RATES[unit])
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(?:fps|df)", unit)
    if not match or float(match[1]) == 0:
        raise ValueError(f"not a time unit: {unit}")
    rate = Fraction(match[1])
    if rate.denominator == 1:
        return rate
    # 23.976, 29.97 and their multiples are rounded: they mean 24000/1001 and so on.
    exact = Fraction(round(rate) * 1000, 1001)
    return exact if abs(exact - rate) < Fraction(1, 500) else rate


def read_history() -> Sequence[HistoryEntry]:
    """The submissions that the scene remembers."""
    try:
        stored: list[dict[str, Any]] = json.loads(base64.b64decode(_read_info(_HISTORY), validate=True) or b"[]")
        return [HistoryEntry(versions=tuple(one.pop("versions", ())), **one) for one in stored]
    except (TypeError, ValueError, AttributeError):
        # Written by a newer plug-in, or damaged: the server still has the jobs.
        return []


def write_history(entries: Sequence[HistoryEntry]) -> None:
    """Stores them as Base64, because ``fileInfo`` returns quotes and backslashes with backslashes before them."""
    text = json.dumps([asdict(entry) for entry in list(entries)[-_MOST_ENTRIES:]], ensure_ascii=False)
    encoded = base64.b64encode(text.encode()).decode()
    if _read_info(_HISTORY) != encoded and (entries or _read_info(_HISTORY)):
        cmds.fileInfo(_HISTORY, encoded)


def _find_scene_id() -> str:
    """The scene's id. A copy of the file keeps it."""
    scene_id = _read_info(_SCENE_ID)
    if not scene_id:
        scene_id = str(uuid.uuid4())
        cmds.fileInfo(_SCENE_ID, scene_id)
    return scene_id


def _read_info(name: str) -> str:
    found = cmds.fileInfo(name, query=True)
    return found[0] if found else ""
