"""What a 3D view shows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import bpy

from ..client import CapturedFile, ColourSpace, SourceSpec, capture_failed, name_captured_file, write_png
from .render import render_size


def find_view() -> tuple[Any, Any, Any] | None:
    """The largest 3D view: its area, region and space. None without one."""
    manager = bpy.context.window_manager
    found: list[tuple[int, Any, Any, Any]] = []
    for window in manager.windows if manager else ():
        for area in window.screen.areas:
            if area.type == "VIEW_3D":
                region = next(one for one in area.regions if one.type == "WINDOW")
                found.append((region.width * region.height, area, region, area.spaces.active))
    if not found:
        return None
    _size, area, region, space = max(found, key=lambda one: one[0])
    return area, region, space


def explain_viewport() -> str:
    """Why the viewport cannot be captured; empty if it can."""
    if bpy.app.background:
        return "Blender has no viewport without an interface. Choose the camera render."
    view = find_view()
    if view is None:
        return "No 3D view is open. Open one, or choose the camera render."
    if min(view[1].width, view[1].height) < 2:
        return "The 3D view has no size. Enlarge it, or choose the camera render."
    return ""


def capture_viewport(scene: Any, name: str, spec: SourceSpec, frame: int | None, folder: Path) -> CapturedFile:
    """The 3D view without its controls: in the size of the render if it looks through the camera, else in its own."""
    reason = explain_viewport()
    if reason:
        raise capture_failed(*reason.split(". ", 1))
    if spec.colour is ColourSpace.LINEAR:
        raise capture_failed("The viewport has no scene-linear values.", "Choose As displayed, or the camera render.")
    view = find_view()
    assert view is not None
    _area, region, space = view
    camera = space.camera if space.use_local_camera else scene.camera
    if space.region_3d.view_perspective == "CAMERA" and camera:
        width, height = render_size(scene)
        layer = bpy.context.view_layer
        matrix = camera.matrix_world.inverted()
        projection = camera.calc_matrix_camera(
            layer.depsgraph,
            x=width,
            y=height,
            scale_x=scene.render.pixel_aspect_x,
            scale_y=scene.render.pixel_aspect_y,
        )
    else:
        width, height = region.width, region.height
        matrix, projection = space.region_3d.view_matrix, space.region_3d.window_matrix
    pixels = _draw(scene, space, region, matrix, projection, width, height)
    path = name_captured_file(folder, name, frame, "png")
    write_png(path, pixels, width, height, 3, 8)
    return CapturedFile(name, frame, path, width, height, spec.colour)


def _draw(scene: Any, space: Any, region: Any, matrix: Any, projection: Any, width: int, height: int) -> bytes:
    """8-bit RGB, rows from top to bottom."""
    import gpu

    overlays = space.overlay.show_overlays
    screen = gpu.types.GPUOffScreen(width, height)
    try:
        space.overlay.show_overlays = False
        screen.draw_view3d(
            scene, bpy.context.view_layer, space, region, matrix, projection, do_color_management=True
        )
        with screen.bind():
            buffer = gpu.state.active_framebuffer_get().read_color(0, 0, width, height, 4, 0, "UBYTE")
    finally:
        space.overlay.show_overlays = overlays
        screen.free()
    buffer.dimensions = width * height * 4
    plain = bytes(buffer)
    rows: list[bytes] = []
    for start in range((height - 1) * width * 4, -1, -width * 4):
        row = plain[start : start + width * 4]
        rgb = bytearray(width * 3)
        rgb[0::3], rgb[1::3], rgb[2::3] = row[0::4], row[1::4], row[2::4]
        rows.append(bytes(rgb))
    return b"".join(rows)
