"""``maya.mel``: the three texts that the plug-in evaluates."""

from __future__ import annotations

import re

from . import state
from .main_thread import assert_main_thread


def eval(text: str) -> object:
    assert_main_thread("mel.eval")
    if re.fullmatch(r"\$\w+ = \$gMainWindow", text):
        return "MayaWindow"
    shelf = re.fullmatch(r'addNewShelfTab "(\w+)"', text)
    if shelf:
        state.current.shelves.setdefault(shelf[1], [])
        return shelf[1]
    raise AssertionError(f"Unknown MEL: {text}")
