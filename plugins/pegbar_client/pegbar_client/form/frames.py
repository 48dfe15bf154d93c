"""Frame ranges in the syntax of Open Job Description, as the API reads it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..errors import PegbarError

_PART = re.compile(r"\s*(-?\d+)\s*(?:-\s*(-?\d+)\s*(?::\s*(-?\d+)\s*)?)?")
#: Limit of the API.
_MOST = 100_000


def parse_frames(text: str) -> tuple[int, ...]:
    """The frames of a range such as ``1-24:2`` or ``5,9,12-14``, in rising order.

    Raises PegbarError ``invalid_value`` that says what to write.
    """
    frames: list[int] = []
    for part in text.split(","):
        match = _PART.fullmatch(part)
        if not match:
            raise _refuse(text, "Write it as 1-24, 1-24:2 for every second frame, or 1,5,9.")
        first = int(match[1])
        last = first if match[2] is None else int(match[2])
        step = 1 if match[3] is None else int(match[3])
        if step == 0:
            raise _refuse(text, f"Write {first}-{last} for every frame.")
        if (last - first) * step < 0:
            low, high = min(first, last), max(first, last)
            raise _refuse(text, f"Write {low}-{high}.")
        if (last - first) // step >= _MOST:
            raise _refuse(text, "Choose at most 100,000 frames.")
        frames.extend(range(first, last + (1 if step > 0 else -1), step))
    if len(set(frames)) != len(frames):
        raise _refuse(text, "Write each frame once.")
    if len(frames) > _MOST:
        raise _refuse(text, "Choose at most 100,000 frames.")
    return tuple(sorted(frames))


def format_frames(frames: Iterable[int]) -> str:
    """The shortest range with these frames: ``1-9:2,20``.

    Parts follow each other: the API refuses parts that interleave.
    """
    rest = sorted(set(frames))
    parts: list[str] = []
    while rest:
        first = rest[0]
        count, step = 1, 1
        if len(rest) > 1:
            step = rest[1] - first
            while count < len(rest) and rest[count] == first + count * step:
                count += 1
        if count < 3 and not (count == 2 and step == 1):
            # Two frames with a gap: the second one may begin a longer part.
            count = 1
        last = rest[count - 1]
        parts.append(str(first) if count == 1 else f"{first}-{last}" if step == 1 else f"{first}-{last}:{step}")
        del rest[:count]
    return ",".join(parts)


def make_range(start: int, end: int, step: int) -> tuple[int, ...]:
    """The frames of a timeline: every ``step``-th one, from ``start``."""
    if end < start:
        raise PegbarError(
            f"The frame range ends at {end} before it starts at {start}.",
            code="invalid_value",
            hint="Correct start and end of the timeline.",
        )
    return tuple(range(start, end + 1, max(1, step)))


def _refuse(text: str, hint: str) -> PegbarError:
    return PegbarError(f"Not a frame range: {text.strip() or 'empty'}.", code="invalid_value", hint=hint)
