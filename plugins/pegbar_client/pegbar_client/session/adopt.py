"""Submissions that a scene remembers, but this workstation's outbox does not have: made on another one."""

from __future__ import annotations

import json
from collections.abc import Sequence

from ..api import Api
from ..cancel import CancelToken
from ..host.interface import HistoryEntry
from ..models import JobSummary
from ..outbox.request import Phase, Request


def find_remote_requests(
    api: Api, entries: Sequence[HistoryEntry], scene_id: str, results_folder: str, cancel: CancelToken
) -> list[Request]:
    """Asks the server for them, by their label. What never reached it is left out."""
    found: list[Request] = []
    for entry in entries:
        labels = json.dumps({"pegbar.request": entry.request_id})
        jobs = api.pages(JobSummary, "/v1/jobs", cancel, labels=labels, limit=1, sort="created")
        job = next(jobs, None)
        if job is not None:
            found.append(_to_request(api, entry, job, scene_id, results_folder))
    return found


def _to_request(api: Api, entry: HistoryEntry, job: JobSummary, scene_id: str, results_folder: str) -> Request:
    settings = api.http.settings
    return Request(
        id=entry.request_id,
        url=settings.url,
        tenant=settings.tenant,
        scene_id=scene_id,
        title=entry.title,
        created_at=entry.created_at,
        shot=f"{job.show}/{job.sequence}/{job.shot}",
        workflow=entry.workflow,
        kind="batch" if job.batch_id else "job",
        frames=entry.frames,
        body={"parameters": job.parameters},
        results_folder=results_folder,
        phase=Phase.RUNNING.value,
        remote_id=job.batch_id or job.id,
        remote_state=job.state,
        # The scene has what was placed before; another placement is the person's choice.
        placed=True,
    )
