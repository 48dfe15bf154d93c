"""Where the client keeps its files, as each operating system expects it."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """Folders of the client. None of them is inside the plug-in, which an update replaces."""

    #: Settings and, without a key ring, tokens.
    config: Path
    #: The outbox: work that is not finished.
    state: Path
    #: What can be downloaded again.
    cache: Path


def find_folders() -> Folders:
    """The folders of this user. ``PEGBAR_HOME`` puts all of them into one folder, for example on a shared disk."""
    home = os.environ.get("PEGBAR_HOME")
    if home:
        base = Path(home).expanduser()
        return Folders(base / "config", base / "state", base / "cache")
    if sys.platform == "win32":
        local = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "Pegbar"
        roaming = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming") / "Pegbar"
        return Folders(roaming, local / "State", local / "Cache")
    if sys.platform == "darwin":
        library = Path.home() / "Library"
        support = library / "Application Support" / "Pegbar"
        return Folders(support, support / "State", library / "Caches" / "Pegbar")
    return Folders(
        _xdg("XDG_CONFIG_HOME", ".config") / "pegbar-plugins",
        _xdg("XDG_STATE_HOME", ".local/state") / "pegbar-plugins",
        _xdg("XDG_CACHE_HOME", ".cache") / "pegbar-plugins",
    )


def _xdg(variable: str, default: str) -> Path:
    """A relative path in the variable is ignored, as the XDG Base Directory Specification says."""
    value = os.environ.get(variable, "")
    return Path(value) if os.path.isabs(value) else Path.home() / default
