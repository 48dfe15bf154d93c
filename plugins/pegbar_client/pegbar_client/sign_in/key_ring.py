"""The key ring of the operating system.

Each ring stores one text per account under the service ``Pegbar``. A missing ring, or one that is locked without
anybody to unlock it, is not used: the tokens are then in a file with mode 0600.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import Protocol

_SERVICE = "Pegbar"
#: A ring may ask the person to unlock it, in seconds.
_PATIENCE = 60


class KeyRing(Protocol):
    """Stores secrets."""

    def read(self, account: str) -> str | None: ...

    def write(self, account: str, secret: str) -> bool:
        """False if the ring cannot be used."""
        ...

    def delete(self, account: str) -> None: ...


def find_key_ring() -> KeyRing | None:
    """The key ring of this system; None without one. ``PEGBAR_KEY_RING=none`` switches it off."""
    if os.environ.get("PEGBAR_KEY_RING") == "none":
        return None
    if sys.platform == "darwin" and shutil.which("security"):
        return MacKeychain()
    if sys.platform.startswith("linux") and shutil.which("secret-tool") and os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return SecretService()
    if sys.platform == "win32":
        from .windows_protection import WindowsProtection

        return WindowsProtection()
    return None


def _run(command: list[str], stdin: str = "") -> str | None:
    """The output of a program; None if it fails. Secrets go through its input, because others can read arguments."""
    try:
        done = subprocess.run(command, input=stdin, capture_output=True, text=True, timeout=_PATIENCE, check=False)
    except (OSError, subprocess.TimeoutExpired):
        # No ring, or nobody to unlock it.
        return None
    return done.stdout if done.returncode == 0 else None


class SecretService:
    """GNOME Keyring, KWallet and others, through libsecret's ``secret-tool``."""

    def read(self, account: str) -> str | None:
        found = _run(["secret-tool", "lookup", "service", _SERVICE, "account", account])
        return found or None

    def write(self, account: str, secret: str) -> bool:
        label = f"--label={_SERVICE} ({account})"
        return _run(["secret-tool", "store", label, "service", _SERVICE, "account", account], secret) is not None

    def delete(self, account: str) -> None:
        _run(["secret-tool", "clear", "service", _SERVICE, "account", account])


class MacKeychain:
    """The login keychain, through ``security``. Its interactive mode reads commands from the input."""

    def read(self, account: str) -> str | None:
        found = _run(["security", "find-generic-password", "-s", _SERVICE, "-a", account, "-w"])
        return bytes.fromhex(found.strip()).decode() if found else None

    def write(self, account: str, secret: str) -> bool:
        # Hexadecimal: a command line of `security` has its own quoting, and `-w` prints other bytes in it anyway.
        command = f'add-generic-password -U -s "{_SERVICE}" -a "{account}" -w {secret.encode().hex()}\n'
        # `security -i` ends with 0 even if a command fails.
        return _run(["security", "-i"], command) is not None and self.read(account) == secret

    def delete(self, account: str) -> None:
        _run(["security", "delete-generic-password", "-s", _SERVICE, "-a", account])
