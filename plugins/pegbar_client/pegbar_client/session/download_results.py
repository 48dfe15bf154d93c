"""Downloads the results of a submission, each into the folder of its version."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from ..models import Asset
from ..outbox.request import StoredResult
from ..transfer.download import download_asset

if TYPE_CHECKING:
    from .runner import Runner

#: Names that Windows reserves, with any extension.
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def download_results(runner: Runner, *, is_last: bool) -> None:
    """Fetches what is not here yet. With ``is_last``, reports progress and requires that something is there."""
    request = runner.request
    have = {one.asset_id: one for one in request.results}
    query = {"batchId": request.remote_id} if request.kind == "batch" else {"jobId": request.remote_id}
    assets = list(runner.api.list_assets(runner.cancel, sort="created", **query))
    total = sum(asset.bytes for asset in assets)
    done = 0

    def count(received: int) -> None:
        nonlocal done
        done += received
        if is_last:
            runner.reporter.progress(min(1.0, done / total) if total else None, f"Downloading {100 * done // max(1, total)} %")

    results: list[StoredResult] = []
    for asset in assets:
        target = runner.results / path_of(asset)
        known = have.get(asset.id)
        if known is None or not Path(known.path).is_file():
            download_asset(runner.api, asset, target, runner.cancel, count)
        results.append(to_result(asset, target if known is None else Path(known.path)))
    if results != request.results:
        runner.store(results=results)


def path_of(asset: Asset) -> Path:
    """``HARBOR/sq010/sh010/picture/v003/FILE``: a folder per version, as file names may not have it."""
    parts = (asset.show, asset.sequence, asset.shot, asset.name, f"v{asset.version:03}", asset.filename)
    return Path(*(make_safe(part) for part in parts))


def make_safe(name: str) -> str:
    """A name that every file system takes, whatever the server says."""
    safe = re.sub(r'[<>:"/\\|?*\x00-\x1f]', "_", name).strip(" .") or "_"
    return f"_{safe}" if _RESERVED.match(safe) else safe[:200]


def to_result(asset: Asset, path: Path) -> StoredResult:
    return StoredResult(
        asset_id=asset.id,
        name=asset.name,
        version=asset.version,
        frame=asset.frame,
        path=str(path),
        sha256=asset.sha256,
        width=asset.width or 0,
        height=asset.height or 0,
        content_type=asset.content_type,
    )
