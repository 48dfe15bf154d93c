"""Downloads of results. A broken download continues where it stopped, and every file's SHA-256 is verified."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from ..api import Api
from ..cancel import CancelToken
from ..errors import PegbarError
from ..models import Asset
from ..storage.durable import describe_disk_error, make_folder
from ..transport.http import origin_of
from ..transport.retry import retry

_CHUNK = 1024 * 1024


def download_asset(
    api: Api, asset: Asset, target: Path, cancel: CancelToken, on_received: Callable[[int], None] | None = None
) -> Path:
    """Saves an asset as ``target``, unless a file with the same content is there.

    ``on_received`` gets bytes as they arrive. Raises PegbarError ``file_hash_mismatch`` or ``disk_full``, and Cancelled.
    """
    if _has_content(target, asset.sha256, asset.bytes, cancel):
        return target
    make_folder(target.parent)
    partial = target.with_name(f".{target.name}.{asset.sha256[:12]}.part")
    try:
        retry(lambda: _receive(api, asset, partial, cancel, on_received or (lambda _count: None)), cancel)
        if not _has_content(partial, asset.sha256, asset.bytes, cancel):
            partial.unlink(missing_ok=True)
            raise PegbarError(
                f"{asset.filename} arrived with another content than the record says.",
                code="file_hash_mismatch",
                hint="Download it again. If this repeats, tell your admin.",
            )
        os.replace(partial, target)
    except OSError as error:
        raise describe_disk_error(error, target) from error
    return target


def _receive(api: Api, asset: Asset, partial: Path, cancel: CancelToken, on_received: Callable[[int], None]) -> None:
    begin = partial.stat().st_size if partial.exists() else 0
    if begin > asset.bytes:
        partial.unlink()
        begin = 0
    if begin == asset.bytes:
        return
    url = _find_url(api, asset, cancel)
    headers = {"range": f"bytes={begin}-"} if begin else {}
    with api.http.send("GET", url, cancel, headers=headers, timeout=60) as response:
        if response.status not in (200, 206):
            transient = response.status >= 500 or response.status in (403, 408, 429)
            raise PegbarError(
                f"{origin_of(url)} answered {response.status} to a download.",
                # An address that expired is replaced by the retry.
                code="network" if transient else "unexpected_answer",
                status=response.status,
                hint="Retry later.",
            )
        # A server without ranges sends the whole file.
        with partial.open("ab" if response.status == 206 else "wb") as file:
            while chunk := response.read_chunk():
                cancel.raise_if_cancelled()
                _write(file.write, chunk, partial)
                on_received(len(chunk))


def _find_url(api: Api, asset: Asset, cancel: CancelToken) -> str:
    """The presigned address. It is asked for without following it, because the store must not get our token."""
    path = f"/v1/assets/{asset.id}/download"
    with api.signed_redirect(path, cancel) as response:
        location = response.headers.get("location", "")
    if not location:
        raise PegbarError(f"{path} has no file.", code="unexpected_answer", hint="Retry later.")
    return location


def _write(write: Callable[[bytes], int], chunk: bytes, path: Path) -> None:
    try:
        write(chunk)
    except OSError as error:
        # An OSError of the disk must not look like one of the network, which would be retried.
        raise describe_disk_error(error, path) from error


def _has_content(path: Path, sha256: str, size: int, cancel: CancelToken) -> bool:
    try:
        if path.stat().st_size != size:
            return False
        digest = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                cancel.raise_if_cancelled()
                digest.update(chunk)
    except OSError:
        # Not there, or unreadable: it is downloaded.
        return False
    return digest.hexdigest() == sha256
