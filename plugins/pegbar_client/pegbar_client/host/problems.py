"""Errors of captures as sentences for the person."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from ..errors import PegbarError


def capture_failed(message: str, hint: str) -> PegbarError:
    return PegbarError(message, code="capture_failed", hint=hint)


@contextmanager
def explain_errors(folder: Path, application: str, check: str) -> Generator[None, None, None]:
    """Explains errors of the disk, and of a host's commands, which raise RuntimeError.

    ``application``: ``Blender``. ``check``: how a person sees whether it works without Pegbar.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise _disk_full(folder) from error
        raise _explain_missing(folder, error.strerror or str(error), application, check) from error
    except RuntimeError as error:
        # A report of an operator or command: "Error: Error saving render …". Multi-line, with a prefix.
        text = " ".join(str(error).replace("Error:", " ").split())
        raise _explain_missing(folder, text, application, check) from error


def _explain_missing(folder: Path, text: str, application: str, check: str) -> PegbarError:
    """Why a file is missing that a host should have written to ``folder``. ``text``: the host's own message."""
    if not folder.is_dir():
        return capture_failed(
            f"The folder {folder} has been deleted during the capture.",
            "Capture again. If it happens again, choose another folder in the preferences of Pegbar.",
        )
    if shutil.disk_usage(folder).free < 1 << 20:
        return _disk_full(folder)
    return capture_failed(
        f"{application} could not capture the picture: {text.rstrip('.') or 'no reason given'}.",
        check,
    )


def _disk_full(folder: Path) -> PegbarError:
    return PegbarError(
        f"The disk of {folder} is full.",
        code="disk_full",
        hint="Free some space, or choose another folder in the preferences of Pegbar. Then capture again.",
    )
