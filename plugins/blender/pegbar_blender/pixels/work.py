"""One piece of work on pixels, in a process of its own: ``python work.py FOLDER REQUEST`` with JSON, which prints JSON.

``FOLDER`` has the client's ``png.py``, which is loaded by itself, because the whole client takes longer to load than to work.

A script without bpy: it takes seconds for a large picture, and Blender is not stable with Python threads.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), sys.argv[1]]

from encode import encode_depth, encode_mask, encode_normals, find_range  # noqa: E402
from exr import Floats, read_floats  # noqa: E402
from png import write_png  # pyright: ignore[reportMissingImports]  # noqa: E402


def work(request: dict[str, Any]) -> dict[str, Any]:
    """``kind``: ``range`` (nearest and farthest surface), ``depth``, ``normal`` or ``mask`` (written to ``target``)."""
    channels: list[str] = request["channels"]
    floats = read_floats(Path(request["floats"]), set(channels))
    if request["kind"] == "range":
        return {"range": find_range(floats.channels[channels[0]])}
    write_png(Path(request["target"]), _encode(request, floats, channels), floats.width, floats.height, 3, 16)
    return {"width": floats.width, "height": floats.height}


def _encode(request: dict[str, Any], floats: Floats, channels: list[str]) -> bytes:
    values = [floats.channels[name] for name in channels]
    if request["kind"] == "depth":
        return encode_depth(values[0], request["near"], request["far"])
    if request["kind"] == "mask":
        return encode_mask(values[0], {float(request["white"])})
    return encode_normals(values[0], values[1], values[2], request["rotation"])


if __name__ == "__main__":
    print(json.dumps(work(json.loads(sys.argv[2]))))
