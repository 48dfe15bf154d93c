"""Where the tokens of a sign-in are kept: in the key ring, else in a file with mode 0600. Never in a scene."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from typing import cast

from ..storage.durable import read_json, write_json
from ..storage.folders import find_folders
from .issuer import Tokens
from .key_ring import KeyRing, find_key_ring


class TokenStore:
    """The tokens of one server address."""

    def __init__(self, url: str, ring: KeyRing | None = None) -> None:
        self._url = url
        self._ring = ring or find_key_ring()
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        self.file = find_folders().config / f"tokens-{name}.json"
        #: Taken while tokens are renewed, because a refresh token may work only once.
        self.lock_file = find_folders().config / f"tokens-{name}.lock"

    def read(self) -> Tokens | None:
        stored = self._ring.read(self._url) if self._ring else None
        if stored is not None:
            try:
                return _parse(json.loads(stored))
            except ValueError:
                # An entry of something else: as good as none.
                pass
        return _parse(read_json(self.file))

    def write(self, tokens: Tokens) -> None:
        value = {"url": self._url, **dataclasses.asdict(tokens)}
        if self._ring and self._ring.write(self._url, json.dumps(value)):
            # An older copy would outlive a sign-out.
            self.file.unlink(missing_ok=True)
            return
        write_json(self.file, value)

    def delete(self) -> None:
        if self._ring:
            self._ring.delete(self._url)
        self.file.unlink(missing_ok=True)


def _parse(value: object) -> Tokens | None:
    if not isinstance(value, dict):
        return None
    stored = cast("dict[str, object]", value)
    access, refresh, expires_at = stored.get("access"), stored.get("refresh"), stored.get("expires_at")
    if not isinstance(access, str):
        return None
    return Tokens(
        access,
        refresh if isinstance(refresh, str) else "",
        float(expires_at) if isinstance(expires_at, (int, float)) else 0.0,
    )
