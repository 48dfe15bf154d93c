"""Work on pixels in another process, while the interface goes on."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from ..client import Steps, capture_failed, find_python, png_module

_SCRIPT = Path(__file__).parents[1] / "pixels" / "work.py"


def run_work(**request: Any) -> Steps[dict[str, Any]]:
    """Runs :mod:`~pegbar_blender.pixels.work`. Raises RuntimeError with what it said."""
    command = [find_python(), "-I", "-B", str(_SCRIPT), str(Path(png_module()).parent), json.dumps(request)]
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise capture_failed(
            f"Cannot start Python ({command[0]}): {error.strerror or error}.",
            "Set the environment variable PEGBAR_PYTHON to a Python from 3.10 on.",
        ) from error
    try:
        while process.poll() is None:
            yield
        output, errors = process.communicate()
    finally:
        if process.poll() is None:
            # Cancelled.
            process.kill()
            process.communicate()
    if process.returncode != 0:
        last = errors.strip().splitlines()[-1] if errors.strip() else f"exit code {process.returncode}"
        raise RuntimeError(last)
    return json.loads(output)
