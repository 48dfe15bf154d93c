"""Windows: secrets in a file that only this Windows account can decrypt (DPAPI).

The Credential Manager holds at most 2,560 bytes per credential (CRED_MAX_CREDENTIAL_BLOB_SIZE, wincred.h), which access
tokens with groups exceed.
"""

from __future__ import annotations

import ctypes
import hashlib
import sys

from ..storage.durable import write_file
from ..storage.folders import find_folders

#: CRYPTPROTECT_UI_FORBIDDEN
_NO_WINDOW = 0x1


class _Blob(ctypes.Structure):
    _fields_ = [("size", ctypes.c_uint32), ("data", ctypes.POINTER(ctypes.c_char))]


class WindowsProtection:
    """A file per account, encrypted with the keys of the signed-in Windows user."""

    def read(self, account: str) -> str | None:
        try:
            content = _file(account).read_bytes()
        except OSError:
            # Nobody has signed in yet.
            return None
        plain = _call("CryptUnprotectData", content)
        return plain.decode() if plain is not None else None

    def write(self, account: str, secret: str) -> bool:
        content = _call("CryptProtectData", secret.encode())
        if content is None:
            return False
        write_file(_file(account), content)
        return True

    def delete(self, account: str) -> None:
        _file(account).unlink(missing_ok=True)


def _file(account: str):  # noqa: ANN202
    return find_folders().config / f"tokens-{hashlib.sha256(account.encode()).hexdigest()[:16]}.dpapi"


def _call(function: str, content: bytes) -> bytes | None:
    if sys.platform != "win32":
        return None
    buffer = ctypes.create_string_buffer(content, len(content))
    given = _Blob(len(content), ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)))
    result = _Blob()
    call = getattr(ctypes.windll.crypt32, function)
    if not call(ctypes.byref(given), None, None, None, None, _NO_WINDOW, ctypes.byref(result)):
        return None
    try:
        return ctypes.string_at(result.data, result.size)
    finally:
        ctypes.windll.kernel32.LocalFree(result.data)
