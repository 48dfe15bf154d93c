"""Results of submissions, as a host places them."""

from __future__ import annotations

from pathlib import Path

from ..host.interface import ColourSpace, Host, Placed, Result, ResultFile, SceneContext
from ..outbox.request import Request
from ..settings import Settings
from ..storage.folders import find_folders

#: Formats whose values are light. The others are encoded for display.
_LINEAR_TYPES = frozenset({"image/x-exr", "image/vnd.radiance"})


def find_results_folder(settings: Settings, context: SceneContext) -> Path:
    """Where results of a scene are downloaded to."""
    if settings.results_folder:
        return Path(settings.results_folder).expanduser().absolute()
    if context.file_path:
        return context.file_path.parent / "pegbar"
    return find_folders().cache / "results"


def place_results(host: Host, request: Request | None, placement: str, name: str = "") -> list[Placed]:
    """Puts the results of a submission into the scene; with ``name`` only those of this output.

    Raises PegbarError; what was placed before stays.
    """
    results = list_results(request) if request else []
    return [host.place(one, placement) for one in results if not name or one.key.endswith(f"/{name}")]


def list_results(request: Request) -> list[Result]:
    """The results of a submission, one per output, with their files in the order of frames."""
    by_name: dict[tuple[str, int], list[ResultFile]] = {}
    for one in request.results:
        file = ResultFile(
            asset_id=one.asset_id,
            frame=one.frame,
            path=Path(one.path),
            sha256=one.sha256,
            width=one.width,
            height=one.height,
            content_type=one.content_type,
            colour=ColourSpace.LINEAR if one.content_type in _LINEAR_TYPES else ColourSpace.DISPLAY,
        )
        by_name.setdefault((one.name, one.version), []).append(file)
    ids = {"job_id": request.remote_id} if request.kind == "job" else {"batch_id": request.remote_id}
    return [
        Result(
            key=f"{request.shot}/{name}",
            version=f"v{version:03}",
            name=f"{request.shot.replace('/', '_')}_{name}.v{version:03}",
            files=tuple(sorted(files, key=lambda file: file.frame if file.frame is not None else 0)),
            stamp={"pegbar.request": request.id, "pegbar.remote": request.remote_id, "pegbar.key": f"{request.shot}/{name}"},
            **ids,
        )
        for (name, version), files in by_name.items()
    ]
