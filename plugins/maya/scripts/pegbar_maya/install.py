"""Menu and shelf of the plug-in. Run by userSetup.py when Maya's interface is complete."""

from __future__ import annotations

from maya import cmds, mel

MENU = "PegbarMenu"
SHELF = "Pegbar"
_OPEN = "from pegbar_maya.panel import dock; dock.open_panel()"
_PREFERENCES = "from pegbar_maya.panel import dock; dock.open_preferences()"


def install() -> None:
    """Adds menu and shelf, once. Without an interface it does nothing."""
    if cmds.about(batch=True):
        return
    _add_menu()
    _add_shelf()


def _add_menu() -> None:
    if cmds.menu(MENU, exists=True):
        cmds.deleteUI(MENU)
    cmds.menu(MENU, label="Pegbar", parent=mel.eval("$pegbarParent = $gMainWindow"), tearOff=True)
    cmds.menuItem(label="Open Panel", parent=MENU, command=_OPEN, sourceType="python")
    cmds.menuItem(label="Preferences…", parent=MENU, command=_PREFERENCES, sourceType="python")


def _add_shelf() -> None:
    """Maya saves shelves with the user's preferences, so that it may be there already."""
    if not cmds.shelfLayout(SHELF, exists=True):
        # Unlike the command shelfLayout, this also counts the shelf in Maya's options.
        mel.eval(f'addNewShelfTab "{SHELF}"')
    if not cmds.shelfLayout(SHELF, query=True, childArray=True):
        cmds.shelfButton(
            parent=SHELF, image="pegbar.svg", label="Pegbar", annotation="Open the Pegbar panel", command=_OPEN, sourceType="python"
        )
