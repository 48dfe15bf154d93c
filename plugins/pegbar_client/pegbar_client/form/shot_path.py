"""Finds the shot of a scene by the path of its file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import PurePath

from ..errors import PegbarError
from ..models import Show

_NAMES = ("show", "sequence", "shot")


def find_shot(path: str | PurePath | None, shows: Sequence[Show], rule: str = "") -> str:
    """``show/sequence/shot`` of a scene file; empty if the path names no shot, or several.

    With a ``rule`` such as ``/jobs/{show}/{sequence}/{shot}/``, the codes stand where the rule says. Without one, the
    codes of a show, its sequence and its shot are looked for in folder and file names, in this order:
    ``/jobs/HARBOR/sq010/sh010/anim_v003.blend`` or ``HARBOR_sq010_sh010.blend``. Case does not matter.
    """
    if path is None:
        return ""
    text = str(path).replace("\\", "/")
    if rule:
        return _find_by_rule(text, shows, rule)
    return _find_by_codes(text, shows)


def check_rule(rule: str) -> None:
    """Raises PegbarError ``invalid_value`` for a rule that cannot name a shot."""
    names = re.findall(r"\{(\w+)\}", rule)
    if sorted(names) != sorted(_NAMES):
        raise PegbarError(
            f"The path rule {rule} does not name a shot.",
            code="invalid_value",
            hint="Use {show}, {sequence} and {shot} once each, as in /jobs/{show}/{sequence}/{shot}/.",
        )


def _find_by_rule(text: str, shows: Sequence[Show], rule: str) -> str:
    check_rule(rule)
    pattern = re.escape(rule.replace("\\", "/"))
    for name in _NAMES:
        # Codes have no separators of a path.
        pattern = pattern.replace(re.escape("{" + name + "}"), f"(?P<{name}>[^/]+?)")
    match = re.search(pattern, text, re.IGNORECASE)
    if not match:
        return ""
    for show in shows:
        if show.code.lower() == match["show"].lower():
            for sequence in show.sequences:
                if sequence.code.lower() == match["sequence"].lower():
                    for shot in sequence.shots:
                        if shot.code.lower() == match["shot"].lower():
                            return f"{show.code}/{sequence.code}/{shot.code}"
    return ""


def _find_by_codes(text: str, shows: Sequence[Show]) -> str:
    found: dict[str, int] = {}
    for show in shows:
        for at_show in _find_code(text, show.code):
            for sequence in show.sequences:
                for at_sequence in _find_code(text, sequence.code, at_show):
                    for shot in sequence.shots:
                        for at_shot in _find_code(text, shot.code, at_sequence):
                            key = f"{show.code}/{sequence.code}/{shot.code}"
                            found[key] = max(found.get(key, 0), at_shot)
    if len(found) <= 1:
        return next(iter(found), "")
    # The file's own name is more specific than its folders; two shots in it are ambiguous.
    latest = max(found.values())
    last = [key for key, at in found.items() if at == latest]
    return last[0] if len(last) == 1 else ""


def _find_code(text: str, code: str, start: int = 0) -> list[int]:
    """Ends of the places where a code stands by itself: not inside a longer word or number."""
    pattern = re.compile(rf"(?<![A-Za-z0-9]){re.escape(code)}(?![A-Za-z0-9])", re.IGNORECASE)
    return [match.end() for match in pattern.finditer(text, start)]
