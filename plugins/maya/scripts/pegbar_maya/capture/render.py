"""The camera's render, by the scene's current renderer."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from maya import cmds

from ..camera import find_camera
from ..client import CapturedFile, ColourSpace, SourceSpec, capture_failed, name_captured_file
from ..scene import render_size
from ..settings import Changes, changed_settings
from .files import finish_png

#: ``defaultRenderGlobals.imageFormat``.
_PNG = 32
#: Renderer → its name for people. Each has a documented command that renders one frame and returns when it is written.
_RENDERERS = {"arnold": "Arnold", "mayaHardware2": "Maya Hardware 2.0", "mayaSoftware": "Maya Software"}


def explain_render() -> str:
    """Why the camera can't be rendered; empty if it can."""
    if find_camera() is None:
        return "The scene has no camera to render. Add a camera, and make it renderable in Render Settings."
    renderer = _find_renderer()
    if renderer not in _RENDERERS:
        return (
            f"The renderer {renderer} has no command that Pegbar can use. Choose Arnold, Maya Hardware 2.0 or Maya Software in "
            "Render Settings, or render yourself and choose the file."
        )
    if renderer == "arnold" and not cmds.objExists("defaultArnoldDriver"):
        return "Arnold is not set up in this scene. Load the plug-in mtoa, and open Render Settings once."
    return ""


def capture_render(name: str, spec: SourceSpec, frame: int | None, folder: Path) -> CapturedFile:
    """One frame. Maya waits meanwhile, as for every render; between frames it reacts."""
    is_linear = spec.colour is ColourSpace.LINEAR
    renderer = _find_renderer()
    if is_linear and renderer != "arnold":
        raise capture_failed(
            f"{_RENDERERS[renderer]} can't be captured in scene-linear values.", "Choose As displayed, or render with Arnold."
        )
    shape = find_camera()
    if shape is None:
        raise capture_failed("The scene has no camera to render.", "Add a camera, and make it renderable in Render Settings.")
    # Renderers add folders and numbers to the name they get, each in its own way: the only new picture is the result.
    written = Path(tempfile.mkdtemp(prefix=".render-", dir=folder))
    try:
        with changed_settings() as changes:
            _set_output(changes, written, is_linear, shape, renderer)
            _render(renderer, shape, frame)
        suffix = "exr" if is_linear else "png"
        found = sorted(path for path in written.rglob(f"*.{suffix}*") if path.is_file())
        if not found:
            raise capture_failed(
                f"{_RENDERERS[renderer]} has written no picture.", "See the Script Editor: a licence or a plug-in may be missing."
            )
        path = name_captured_file(folder, name, frame, suffix)
        found[0].replace(path)
    finally:
        shutil.rmtree(written, ignore_errors=True)
    if is_linear:
        return CapturedFile(name, frame, path, *render_size(), spec.colour)
    return finish_png(path, name, spec, frame)


def _find_renderer() -> str:
    return cmds.getAttr("defaultRenderGlobals.currentRenderer")


def _set_output(changes: Changes, folder: Path, is_linear: bool, shape: str, renderer: str) -> None:
    changes.set_folder_of_images(folder.as_posix())
    changes.set("defaultRenderGlobals.imageFilePrefix", "pegbar")
    # One picture with the format's own extension, without a frame number.
    changes.set("defaultRenderGlobals.animation", False)
    changes.set("defaultRenderGlobals.outFormatControl", 0)
    if renderer != "arnold":
        changes.set("defaultRenderGlobals.imageFormat", _PNG)
        # Without alpha, which a workflow would read as a mask.
        changes.set(f"{shape}.mask", False)
        # Light through the view transform, as the viewport shows it; otherwise it is stored without encoding.
        changes.set("defaultColorMgtGlobals.outputTransformEnabled", True)
        return
    changes.set("defaultArnoldDriver.ai_translator", "exr" if is_linear else "png")
    # 0: raw, 1: the view transform.
    changes.set_if_exists("defaultArnoldDriver.colorManagement", 0 if is_linear else 1)
    changes.set_if_exists("defaultArnoldDriver.halfPrecision", True)
    changes.set_if_exists("defaultArnoldDriver.prefix", "")
    # The picture only: no AOVs, and no scene file for Arnold instead of it.
    changes.set_if_exists("defaultArnoldRenderOptions.aovMode", 0)
    changes.set_if_exists("defaultArnoldRenderOptions.renderType", 0)


def _render(renderer: str, shape: str, frame: int | None) -> None:
    """Renders the frame that is shown now."""
    width, height = render_size()
    at = cmds.currentTime(query=True) if frame is None else frame
    [camera] = cmds.listRelatives(shape, parent=True, fullPath=True)
    if renderer == "arnold":
        cmds.arnoldRender(batch=True, seq=f"{at:g}", camera=camera, width=width, height=height)
    elif renderer == "mayaHardware2":
        cmds.ogsRender(camera=camera, frame=at, width=width, height=height, noRenderView=True)
    else:
        cmds.render(camera, xresolution=width, yresolution=height)
