"""Errors of captures as sentences for the person."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..client import PegbarError


def capture_failed(message: str, hint: str) -> PegbarError:
    return PegbarError(message, code="capture_failed", hint=hint)


@contextmanager
def explain_errors(folder: Path) -> Iterator[None]:
    """Explains errors of the disk and of Blender's operators."""
    try:
        yield
    except OSError as error:
        raise explain_disk(error, folder) from error
    except RuntimeError as error:
        # An operator's report: "Error: Error saving render …". Multi-line, with a prefix.
        text = " ".join(str(error).replace("Error:", " ").split())
        raise explain_missing(folder, text) from error


def explain_disk(error: OSError, folder: Path) -> PegbarError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _disk_full(folder)
    return explain_missing(folder, error.strerror or str(error))


def explain_missing(folder: Path, text: str) -> PegbarError:
    """Why a file is not there that Blender should have written to ``folder``. ``text``: what Blender said."""
    if not folder.is_dir():
        return capture_failed(
            f"The folder {folder} has been deleted during the capture.",
            "Capture again. If it happens again, choose another folder in the preferences of the add-on.",
        )
    if shutil.disk_usage(folder).free < 1 << 20:
        return _disk_full(folder)
    return capture_failed(
        f"Blender could not capture the picture: {text.rstrip('.') or 'no reason given'}.",
        "Render the scene once by hand (F12) to see whether it works there.",
    )


def _disk_full(folder: Path) -> PegbarError:
    return PegbarError(
        f"The disk of {folder} is full.",
        code="disk_full",
        hint="Free some space, or choose another folder in the preferences of the add-on. Then capture again.",
    )
