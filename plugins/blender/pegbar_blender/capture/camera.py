"""The camera at a frame, as other programs read it."""

from __future__ import annotations

from typing import Any

from ..client import CameraData
from .render import render_size


def read_camera(scene: Any) -> CameraData:
    """The camera of a scene's current frame. Blender's cameras look down −Z with Y up; the world is turned to Y up."""
    layer = scene.view_layers[0]
    layer.update()
    camera = scene.camera.evaluated_get(layer.depsgraph)
    data = camera.data
    width, height = render_size(scene)
    aspect = (width * scene.render.pixel_aspect_x) / (height * scene.render.pixel_aspect_y)
    horizontal = data.sensor_fit == "HORIZONTAL" or (data.sensor_fit == "AUTO" and aspect >= 1)
    if data.sensor_fit == "VERTICAL":
        sensor = (data.sensor_height * aspect, data.sensor_height)
    else:
        size = data.sensor_width
        sensor = (size, size / aspect) if horizontal else (size * aspect, size)
    # Shift is a fraction of the side that the sensor is fitted to.
    fitted = sensor[0] if horizontal else sensor[1]
    orthographic = data.type == "ORTHO"
    scale = data.ortho_scale * (1.0 if horizontal else sensor[0] / sensor[1])
    return CameraData(
        frame=scene.frame_current,
        matrix=_to_y_up(camera.matrix_world),
        focal_length=0.0 if orthographic else data.lens,
        sensor=sensor,
        shift=(data.shift_x * fitted / sensor[0], data.shift_y * fitted / sensor[1]),
        clip=(data.clip_start, data.clip_end),
        orthographic_width=scale if orthographic else None,
        size=(width, height),
    )


def _to_y_up(matrix: Any) -> tuple[float, ...]:
    """Blender's world has Z up: (x, y, z) becomes (x, z, −y)."""
    x, y, z, w = (tuple(row) for row in matrix)
    return (*x, *z, *(-value for value in y), *w)
