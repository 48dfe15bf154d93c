"""The files of a result as hosts read them: one file, or a sequence without gaps."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from ..errors import PegbarError
from .interface import Result, ResultFile


@dataclass(frozen=True)
class Footage:
    """One file, or a sequence that is numbered from 1."""

    path: Path
    #: Scene frame of the first file; None for a single picture.
    first: int | None = None
    #: Number of files, held ones included.
    length: int = 1
    #: What the person should know.
    note: str = ""


def prepare_footage(result: Result) -> Footage:
    """Checks the files. Frames get a folder with a file for every frame, because Blender and Maya show
    nothing in gaps.

    Raises PegbarError ``file_missing``.
    """
    if not result.files:
        raise PegbarError(f"{result.name} has no files.", code="file_missing", hint="Wait until it is downloaded.")
    for file in result.files:
        _check(file)
    first = result.files[0]
    if first.frame is None or len(result.files) == 1:
        return Footage(first.path)
    return _prepare_sequence(result)


def _check(file: ResultFile) -> None:
    try:
        with file.path.open("rb") as opened:
            readable = bool(opened.read(1))
    except OSError as error:
        raise PegbarError(
            f"Cannot read {file.path}: {error.strerror or error}.",
            code="file_missing",
            hint="It was moved or deleted. Download the result again.",
        ) from error
    if not readable:
        raise PegbarError(f"{file.path} is empty.", code="file_missing", hint="Download the result again.")


def _prepare_sequence(result: Result) -> Footage:
    by_frame = {file.frame: file for file in result.files if file.frame is not None}
    first, last = min(by_frame), max(by_frame)
    folder = by_frame[first].path.parent / "sequence"
    stem = f"{result.key.rpartition('/')[2]}.{result.version}"
    held: list[int] = []
    current = by_frame[first]
    try:
        folder.mkdir(exist_ok=True)
        for frame in range(first, last + 1):
            if frame in by_frame:
                current = by_frame[frame]
            else:
                held.append(frame)
            # Numbered from 1, because sequences of Blender and Maya have no negative numbers.
            _link(current.path, folder / f"{stem}.{frame - first + 1:04}{current.path.suffix.lower()}")
    except OSError as error:
        raise PegbarError(
            f"Cannot write to {folder}: {error.strerror or error}.", code="disk_full", hint="Free some space, then retry."
        ) from error
    path = folder / f"{stem}.0001{by_frame[first].path.suffix.lower()}"
    return Footage(path, first, last - first + 1, _describe_held(held))


def _link(source: Path, target: Path) -> None:
    """A second name of the same file, or a copy where the file system has none."""
    if target.exists():
        if target.stat().st_size == source.stat().st_size and os.path.samefile(source, target):
            return
        target.unlink()
    try:
        os.link(source, target)
    except OSError:
        # FAT, some network disks.
        shutil.copyfile(source, target)


def _describe_held(held: list[int]) -> str:
    if not held:
        return ""
    shown = ", ".join(str(frame) for frame in held[:6]) + (" …" if len(held) > 6 else "")
    return f"Frame{'s' if len(held) > 1 else ''} {shown} hold{'' if len(held) > 1 else 's'} the picture before."
