"""``maya.api.OpenMaya``: pictures."""

from __future__ import annotations

from pathlib import Path

from ..main_thread import assert_main_thread


class MImage:
    """Reads PNG only; Maya reads all its formats."""

    def __init__(self) -> None:
        self._content = b""

    def readFromFile(self, path: str) -> None:
        assert_main_thread("MImage.readFromFile")
        try:
            self._content = Path(path).read_bytes()
        except OSError as error:
            raise RuntimeError("(kFailure): Unexpected Internal Failure") from error
        if self._content[:8] != b"\x89PNG\r\n\x1a\n":
            raise RuntimeError("(kFailure): Unexpected Internal Failure")

    def getSize(self) -> list[int]:
        return [int.from_bytes(self._content[16:20], "big"), int.from_bytes(self._content[20:24], "big")]

    def writeToFile(self, path: str, outputFormat: str = "iff") -> None:
        assert_main_thread("MImage.writeToFile")
        assert outputFormat == "png", outputFormat
        Path(path).write_bytes(self._content)
