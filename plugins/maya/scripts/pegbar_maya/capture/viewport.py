"""What a model panel shows, by playblast."""

from __future__ import annotations

from pathlib import Path

from maya import cmds

from ..camera import find_camera
from ..client import Cancelled, CapturedFile, ColourSpace, SourceSpec, capture_failed, name_captured_file
from ..scene import render_size
from ..settings import changed_settings
from .files import finish_png

#: What helps to work and is no part of the picture, as flags of ``modelEditor``.
_HELPERS = (
    "cameras", "clipGhosts", "controlVertices", "deformers", "dimensions", "grid", "handles", "headsUpDisplay", "hulls",
    "ikHandles", "joints", "lights", "locators", "manipulators", "motionTrails", "nurbsCurves", "pivots",
    "selectionHiliteDisplay",
)  # fmt: skip


def find_panel() -> str | None:
    """The model panel with the focus, else a visible one."""
    panels = [cmds.getPanel(withFocus=True), *(cmds.getPanel(visiblePanels=True) or [])]
    return next((panel for panel in panels if panel and cmds.getPanel(typeOf=panel) == "modelPanel"), None)


def explain_viewport() -> str:
    """Why the viewport can't be captured; empty if it can."""
    if cmds.about(batch=True):
        return "Maya has no viewport without an interface. Choose the camera render."
    panel = find_panel()
    if panel is None:
        return "No viewport is open. Open one, or choose the camera render."
    if min(_size_of(panel)) < 2:
        return "The viewport has no size. Enlarge it, or choose the camera render."
    return ""


def capture_viewport(name: str, spec: SourceSpec, frame: int | None, folder: Path) -> CapturedFile:
    """The viewport without its helpers: in the size of the render if it looks through the render camera, else in its own."""
    if spec.colour is ColourSpace.LINEAR:
        raise capture_failed("The viewport has no scene-linear values.", "Choose As displayed, or the camera render.")
    panel = find_panel()
    if panel is None:
        raise capture_failed("No viewport is open.", "Open one, or choose the camera render.")
    path = name_captured_file(folder, name, frame, "png")
    camera = _camera_of(panel)
    is_render_camera = camera is not None and camera == find_camera()
    with changed_settings() as changes:
        for flag in _HELPERS:
            changes.set_display(panel, flag, False)
        if is_render_camera:
            # The picture is exactly the render's: no margin around the gate, and no gate drawn.
            changes.set(f"{camera}.overscan", 1.0)
            for attribute in ("displayResolution", "displayFilmGate", "displayGateMask", "panZoomEnabled"):
                changes.set(f"{camera}.{attribute}", False)
        written = cmds.playblast(
            format="image",
            compression="png",
            completeFilename=str(path),
            frame=[cmds.currentTime(query=True) if frame is None else frame],
            widthHeight=list(render_size() if is_render_camera else _size_of(panel)),
            percent=100,
            quality=100,
            editorPanelName=panel,
            offScreen=True,
            viewer=False,
            showOrnaments=False,
            forceOverwrite=True,
        )
    if not written and not path.is_file():
        # The person pressed Esc.
        raise Cancelled()
    return finish_png(path, name, spec, frame)


def _size_of(panel: str) -> tuple[int, int]:
    return (
        cmds.modelEditor(panel, query=True, width=True),
        cmds.modelEditor(panel, query=True, height=True),
    )


def _camera_of(panel: str) -> str | None:
    """Full path of the shape of the camera that a panel looks through. Maya names the transform or the shape."""
    camera = cmds.modelPanel(panel, query=True, camera=True)
    if cmds.nodeType(camera) == "camera":
        return (cmds.ls(camera, long=True) or [None])[0]
    return (cmds.listRelatives(camera, shapes=True, type="camera", fullPath=True) or [None])[0]
