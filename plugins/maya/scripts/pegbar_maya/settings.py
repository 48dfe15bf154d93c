"""Changing settings of the scene for a moment. Everything is restored, however it ends."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager

from maya import cmds

#: A value of an attribute. Maya returns None for a text that was never set.
Value = bool | int | float | str | None


class Changes:
    """Changes settings, and remembers how they were."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack

    def set(self, plug: str, value: Value) -> None:
        """Sets an attribute such as ``defaultRenderGlobals.imageFormat``; a locked one is unlocked meanwhile.

        An attribute that an expression or animation drives stays as it is.
        """
        before: Value = cmds.getAttr(plug)
        if before == value or cmds.listConnections(plug, source=True, destination=False):
            return
        is_locked = bool(cmds.getAttr(plug, lock=True))
        if is_locked:
            cmds.setAttr(plug, lock=False)
            self._stack.callback(cmds.setAttr, plug, lock=True)
        self._stack.callback(_set, plug, before, isinstance(value, str))
        _set(plug, value, isinstance(value, str))

    def set_if_exists(self, plug: str, value: Value) -> None:
        """For attributes that not every version of a renderer has."""
        node, _dot, name = plug.partition(".")
        if cmds.attributeQuery(name, node=node, exists=True):
            self.set(plug, value)

    def set_display(self, panel: str, flag: str, value: bool) -> None:
        """Sets what a model panel shows."""
        before = cmds.modelEditor(panel, query=True, **{flag: True})
        if bool(before) != value:
            self._stack.callback(cmds.modelEditor, panel, edit=True, **{flag: bool(before)})
            cmds.modelEditor(panel, edit=True, **{flag: value})

    def set_folder_of_images(self, folder: str) -> None:
        """Sets the folder that renders are written to, for this Maya only: the project's file stays."""
        before = cmds.workspace(fileRuleEntry="images")
        self._stack.callback(cmds.workspace, fileRule=["images", before])
        cmds.workspace(fileRule=["images", folder])


def _set(plug: str, value: Value, is_text: bool) -> None:
    if is_text:
        cmds.setAttr(plug, value or "", type="string")
    else:
        cmds.setAttr(plug, value)


@contextmanager
def changed_settings() -> Generator[Changes, None, None]:
    """Restores everything in reverse order at the end, also what follows a failure, and leaves no trace in the undo queue.

    Use it within one step on the main thread, so that the artist never sees or saves the changed settings.
    """
    with ExitStack() as stack:
        stack.enter_context(_unmodified())
        stack.enter_context(_without_undo())
        yield Changes(stack)


@contextmanager
def _without_undo() -> Generator[None, None, None]:
    before = cmds.undoInfo(query=True, state=True)
    cmds.undoInfo(stateWithoutFlush=False)
    try:
        yield
    finally:
        cmds.undoInfo(stateWithoutFlush=before)


@contextmanager
def _unmodified() -> Generator[None, None, None]:
    """A scene without unsaved changes has none afterwards."""
    before = cmds.file(query=True, modified=True)
    try:
        yield
    finally:
        if not before:
            cmds.file(modified=False)


@contextmanager
def shown_frames() -> Generator[Callable[[int | None], None], None, None]:
    """Yields how to go to a frame (None stays). The current time is restored in every case."""
    before = cmds.currentTime(query=True)

    def show(frame: int | None) -> None:
        if frame is not None and frame != cmds.currentTime(query=True):
            cmds.currentTime(frame, update=True)

    try:
        yield show
    finally:
        if cmds.currentTime(query=True) != before:
            cmds.currentTime(before, update=True)
