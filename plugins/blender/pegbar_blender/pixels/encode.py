"""Depth, normals and masks as 16-bit pictures: samples of three channels, big-endian, rows as in the source.

Grey is written as RGB: Pillow, which ComfyUI reads files with, turns 16-bit grey into white when it is converted to
RGB (seen in 10.4.0 and 13.0.0).
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import chain

#: Cycles and EEVEE write 1e10 where a ray hits nothing.
BACKGROUND = 1e9
WHITE = 65535


def find_range(depth: array[float]) -> tuple[float, float] | None:
    """Nearest and farthest surface, in scene units. None if there is no surface."""
    surfaces = [value for value in depth if value < BACKGROUND]
    return (min(surfaces), max(surfaces)) if surfaces else None


def encode_depth(depth: array[float], near: float, far: float) -> bytes:
    """``near`` and closer is white, ``far`` and the background black, linear in between."""
    if far <= near:
        return _grey(WHITE if value <= near else 0 for value in depth)
    scale = WHITE / (far - near)
    return _grey(_sample((far - value) * scale) for value in depth)


def encode_normals(
    x: array[float], y: array[float], z: array[float], rotation: Sequence[Sequence[float]]
) -> bytes:
    """World-space normals, seen from the camera: red to its right, green up, blue towards it; −1 … 1 is 0 … 1.

    ``rotation`` turns from camera to world: three rows. Where there is no surface, the normal faces the camera.
    """
    (a, b, c), (d, e, f), (g, h, i) = rotation
    half = WHITE / 2
    none = (_sample(half), _sample(half), WHITE)
    return _big_endian(
        chain.from_iterable(
            (
                _sample((nx * a + ny * d + nz * g + 1) * half),
                _sample((nx * b + ny * e + nz * h + 1) * half),
                _sample((nx * c + ny * f + nz * i + 1) * half),
            )
            if nx or ny or nz
            else none
            for nx, ny, nz in zip(x, y, z)
        )
    )


def encode_mask(ids: array[float], white: set[float]) -> bytes:
    """White where the frontmost surface belongs to one of the objects, black elsewhere."""
    return _grey(WHITE if value in white else 0 for value in ids)


def encode_colour(red: array[float], green: array[float], blue: array[float]) -> bytes:
    """Values as they are: 0 … 1 is black to full, outside it is cut off."""
    return _big_endian(_sample(value * WHITE) for value in chain.from_iterable(zip(red, green, blue)))


def _sample(value: float) -> int:
    """Rounded and limited to 16 bits. Not a number becomes 0."""
    return int(value + 0.5) if 0 < value < WHITE else WHITE if value >= WHITE else 0


def _grey(samples: Iterable[int]) -> bytes:
    grey = array("H", samples)
    rgb = array("H", bytes(6 * len(grey)))
    rgb[0::3] = rgb[1::3] = rgb[2::3] = grey
    return _big_endian(rgb)


def _big_endian(samples: Iterable[int]) -> bytes:
    values = samples if isinstance(samples, array) else array("H", samples)
    if sys.byteorder == "little":
        values.byteswap()
    return values.tobytes()
