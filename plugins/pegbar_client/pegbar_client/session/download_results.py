"""Downloads the results of a submission, each into the folder of its version."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..models import Asset
from ..outbox.request import StoredResult
from ..transfer.download import download_asset

if TYPE_CHECKING:
    from .runner import Runner

#: Names that Windows reserves, with any extension.
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def download_results(runner: Runner) -> None:
    """Fetches all results that are not here yet, with progress."""
    assets = _list_assets(runner)
    total = sum(asset.bytes for asset in assets)
    done = 0

    def count(received: int) -> None:
        nonlocal done
        done += received
        percent = 100 * done // max(1, total)
        runner.reporter.progress(min(1.0, done / total) if total else None, f"Downloading {percent} %")

    _store(runner, _fetch(runner, assets, count))


def download_new_results(runner: Runner, after: str) -> str:
    """Fetches results that were made after a time (ISO 8601; empty for all), while others are still rendered.

    Returns when the newest one was made. One of the same millisecond may be left to :func:`download_results`.
    """
    assets = _list_assets(runner, createdAfter=after or None)
    fetched = _fetch(runner, assets)
    ids = {one.asset_id for one in fetched}
    _store(runner, [*(one for one in runner.request.results if one.asset_id not in ids), *fetched])
    return assets[-1].created_at if assets else after


def _list_assets(runner: Runner, **query: object) -> list[Asset]:
    request = runner.request
    of = {"batchId": request.remote_id} if request.kind == "batch" else {"jobId": request.remote_id}
    return list(runner.api.list_assets(runner.cancel, sort="created", **of, **query))


def _fetch(
    runner: Runner, assets: list[Asset], on_received: Callable[[int], None] | None = None
) -> list[StoredResult]:
    """Downloads assets, unless their files are where they were downloaded to before."""
    known = {one.asset_id: Path(one.path) for one in runner.request.results}
    results: list[StoredResult] = []
    for asset in assets:
        path = known.get(asset.id)
        if path is None or not path.is_file():
            path = download_asset(runner.api, asset, runner.results / path_of(asset), runner.cancel, on_received)
        results.append(to_result(asset, path))
    return results


def _store(runner: Runner, results: list[StoredResult]) -> None:
    if results != runner.request.results:
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
