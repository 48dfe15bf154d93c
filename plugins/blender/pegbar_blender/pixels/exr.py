"""OpenEXR: reading of channels that Blender wrote without compression, and removal of metadata.

https://openexr.com/en/latest/OpenEXRFileLayout.html: single part, scan lines.
"""

from __future__ import annotations

import struct
import sys
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MAGIC = b"v/1\x01"
_TILED_OR_MULTI_PART = 0x200 | 0x1000
_FLOAT = 2
#: Scan lines in one block, by compression: none, RLE, ZIPS, ZIP, PIZ, PXR24, B44, B44A, DWAA, DWAB.
_LINES = (1, 1, 1, 16, 32, 16, 32, 32, 32, 256)
#: Attributes that the standard requires, and those that say what the colours mean.
_KEPT = {
    "channels",
    "chromaticities",
    "colorInteropID",
    "compression",
    "dataWindow",
    "displayWindow",
    "lineOrder",
    "pixelAspectRatio",
    "screenWindowCenter",
    "screenWindowWidth",
}


@dataclass(frozen=True)
class Floats:
    """The 32-bit channels of a picture by name: rows from top to bottom."""

    width: int
    height: int
    channels: Mapping[str, array[float]]


@dataclass(frozen=True)
class _Header:
    attributes: Mapping[str, tuple[str, bytes]]
    #: Where the table of offsets begins.
    end: int
    width: int
    height: int
    compression: int


def read_floats(path: Path, names: set[str]) -> Floats:
    """Reads the named channels. Raises ValueError if the file is damaged or a channel is not in it."""
    data = path.read_bytes()
    header = _read_header(data)
    if header.compression != 0:
        raise ValueError(f"{path.name} is compressed")
    stored = _channel_names(header.attributes["channels"][1])
    missing = names - set(stored)
    if missing:
        raise ValueError(f"{path.name} has no channel {', '.join(sorted(missing))}")
    row = header.width * 4
    line = 8 + row * len(stored)
    first = header.end + 8 * header.height
    if len(data) < first + line * header.height:
        raise ValueError(f"{path.name} is incomplete")
    starts = range(first + 8, first + 8 + line * header.height, line)
    channels: dict[str, array[float]] = {}
    for index, name in enumerate(stored):
        if name not in names:
            continue
        values = array("f", b"".join(data[s + index * row : s + (index + 1) * row] for s in starts))
        if sys.byteorder == "big":
            values.byteswap()
        channels[name] = values
    return Floats(header.width, header.height, channels)


def strip_exr(data: bytes) -> bytes:
    """Removes metadata, so that equal pictures are equal files. Raises ValueError if the file is damaged."""
    header = _read_header(data)
    kept = b"".join(
        name.encode() + b"\0" + kind.encode() + b"\0" + struct.pack("<i", len(value)) + value
        for name, (kind, value) in header.attributes.items()
        if name in _KEPT
    )
    head = data[:8] + kept + b"\0"
    blocks = -(-header.height // _LINES[header.compression])
    table = header.end + 8 * blocks
    if len(data) < table:
        raise ValueError("the EXR file is incomplete")
    moved = header.end - len(head)
    offsets = struct.unpack(f"<{blocks}Q", data[header.end : table])
    if not all(table <= offset < len(data) for offset in offsets):
        raise ValueError("the EXR file is incomplete")
    return head + struct.pack(f"<{blocks}Q", *(offset - moved for offset in offsets)) + data[table:]


def _read_header(data: bytes) -> _Header:
    if not data.startswith(_MAGIC) or len(data) < 9:
        raise ValueError("not an EXR file")
    if int.from_bytes(data[4:8], "little") & _TILED_OR_MULTI_PART:
        raise ValueError("the EXR file is tiled or has several parts")
    attributes: dict[str, tuple[str, bytes]] = {}
    position = 8
    try:
        while data[position]:
            end = data.index(b"\0", position)
            name = data[position:end].decode()
            position = end + 1
            end = data.index(b"\0", position)
            kind = data[position:end].decode()
            length = int.from_bytes(data[end + 1 : end + 5], "little")
            position = end + 5 + length
            attributes[name] = (kind, data[end + 5 : position])
        left, top, right, bottom = struct.unpack("<4i", attributes["dataWindow"][1])
        compression = attributes["compression"][1][0]
    except (IndexError, KeyError, ValueError, struct.error) as error:
        raise ValueError("the EXR file's header is damaged") from error
    return _Header(attributes, position + 1, right - left + 1, bottom - top + 1, compression)


def _channel_names(value: bytes) -> list[str]:
    names: list[str] = []
    position = 0
    while value[position]:
        end = value.index(b"\0", position)
        names.append(value[position:end].decode())
        kind = int.from_bytes(value[end + 1 : end + 5], "little")
        if kind != _FLOAT:
            raise ValueError(f"channel {names[-1]} is not 32-bit float")
        position = end + 17
    return names
