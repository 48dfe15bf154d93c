"""The panel in Maya's window, as a workspace control that Maya restores with its layout."""

from __future__ import annotations

from maya import OpenMayaUI, cmds

from .qt import QtWidgets, shiboken
from .running import Running
from .window import PegbarPanel

CONTROL = "PegbarPanelControl"
_RESTORE = "from pegbar_maya.panel import dock; dock.fill()"
_running: Running | None = None
_panel: PegbarPanel | None = None


def find_running() -> Running:
    """The session of this Maya, started at the first call."""
    global _running
    if _running is None:
        _running = Running()
        _running.start()
    return _running


def open_panel() -> None:
    """Shows the panel, docked to the right side of Maya's window at the first time."""
    if cmds.workspaceControl(CONTROL, exists=True):
        cmds.workspaceControl(CONTROL, edit=True, restore=True)
        return
    cmds.workspaceControl(
        CONTROL,
        label="Pegbar",
        uiScript=_RESTORE,
        dockToMainWindow=("right", True),
        initialWidth=400,
        minimumWidth=340,
        retain=False,
    )


def open_preferences() -> None:
    open_panel()
    if _panel is not None:
        _panel.open_preferences()


def fill() -> None:
    """Puts the panel into the control. Maya calls it whenever it creates the control."""
    global _panel
    pointer = OpenMayaUI.MQtUtil.findControl(CONTROL)
    if pointer is None:
        return
    control = shiboken.wrapInstance(int(pointer), QtWidgets.QWidget)
    _panel = PegbarPanel(find_running())
    layout = control.layout() or QtWidgets.QVBoxLayout(control)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(_panel)
