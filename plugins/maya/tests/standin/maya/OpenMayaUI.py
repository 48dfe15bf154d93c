"""``maya.OpenMayaUI``: where a workspace control's widget is."""

from __future__ import annotations

from . import state
from .main_thread import assert_main_thread


class MQtUtil:
    @staticmethod
    def findControl(name: str) -> int | None:
        assert_main_thread("MQtUtil.findControl")
        return state.current.controls.get(name)
