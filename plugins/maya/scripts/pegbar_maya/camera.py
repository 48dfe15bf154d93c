"""The camera of a render, and its values at a frame as other programs read them."""

from __future__ import annotations

from maya import cmds

from .client import CameraData

_MILLIMETRES = 25.4
#: Centimetres, Maya's internal unit, per working unit.
_CENTIMETRES = {"mm": 0.1, "cm": 1.0, "m": 100.0, "km": 100_000.0, "in": 2.54, "ft": 30.48, "yd": 91.44, "mi": 160_934.4}
_FILL, _HORIZONTAL, _VERTICAL, _OVERSCAN = 0, 1, 2, 3


def find_camera() -> str | None:
    """The shape of the camera to render: a renderable one, rather one of the artist than one that every scene has."""
    shapes = [shape for shape in cmds.ls(cameras=True, long=True) or [] if cmds.getAttr(f"{shape}.renderable")]
    own = [shape for shape in shapes if not cmds.camera(shape, query=True, startupCamera=True)]
    return (own or shapes or [None])[0]


def read_camera(shape: str, frame: int, size: tuple[int, int], pixel_aspect: float) -> CameraData:
    """A camera at a frame; the current time stays.

    Maya multiplies row vectors, so that its matrix is transposed. Lengths are in the scene's working unit, apertures
    in inches. Film fit offset, 2D pan and zoom, and shake are not included.
    """

    def read(name: str) -> float:
        return cmds.getAttr(f"{shape}.{name}", time=frame)

    orthographic = bool(read("orthographic"))
    width, height = size
    aspect = width * pixel_aspect / height
    sensor = _fit_sensor(
        read("horizontalFilmAperture") * read("lensSqueezeRatio") * read("cameraScale"),
        read("verticalFilmAperture") * read("cameraScale"),
        int(read("filmFit")),
        aspect,
    )
    return CameraData(
        frame=frame,
        matrix=_read_matrix(shape, frame),
        focal_length=0.0 if orthographic else read("focalLength"),
        sensor=(sensor[0] * _MILLIMETRES, sensor[1] * _MILLIMETRES),
        shift=(read("horizontalFilmOffset") / sensor[0], read("verticalFilmOffset") / sensor[1]),
        clip=(read("nearClipPlane"), read("farClipPlane")),
        orthographic_width=read("orthographicWidth") if orthographic else None,
        size=size,
    )


def _fit_sensor(horizontal: float, vertical: float, fit: int, aspect: float) -> tuple[float, float]:
    """The part of the film that the picture shows, in the unit of the apertures."""
    is_wider = aspect >= horizontal / vertical
    if fit == _HORIZONTAL or (fit == _FILL and is_wider) or (fit == _OVERSCAN and not is_wider):
        return horizontal, horizontal / aspect
    return vertical * aspect, vertical


def _read_matrix(shape: str, frame: int) -> tuple[float, ...]:
    """Camera to world for column vectors, row by row, with Y up."""
    [transform] = cmds.listRelatives(shape, parent=True, fullPath=True)
    values: list[float] = cmds.getAttr(f"{transform}.worldMatrix[0]", time=frame)
    rows = [[values[4 * column + row] for column in range(4)] for row in range(4)]
    unit = _CENTIMETRES[cmds.currentUnit(query=True, linear=True)]
    x, y, z = ([*row[:3], row[3] / unit] for row in rows[:3])
    if cmds.upAxis(query=True, axis=True) == "z":
        # (x, y, z) becomes (x, z, −y).
        y, z = z, [-value for value in y]
    return (*x, *y, *z, 0.0, 0.0, 0.0, 1.0)
