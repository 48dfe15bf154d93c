"""One submission and how far it is."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from enum import Enum
from typing import Any, cast

from ..decode import decode
from ..errors import PegbarError


class Phase(str, Enum):
    """How far a submission is. Each phase begins after everything that the one before made is on disk."""

    #: The host captures its inputs. After a crash it must be captured again.
    CAPTURING = "capturing"
    UPLOADING = "uploading"
    #: The server may or may not have it: it is sent again with the same idempotency key.
    SUBMITTING = "submitting"
    RUNNING = "running"
    #: The server has ended; results are fetched.
    DOWNLOADING = "downloading"
    DONE = "done"
    CANCELLED = "cancelled"


FINAL = frozenset({Phase.DONE, Phase.CANCELLED})


@dataclass(frozen=True)
class StoredError:
    """An error that ended the work for now. ``retry`` continues where it stopped."""

    message: str
    code: str
    hint: str = ""

    @classmethod
    def of(cls, error: PegbarError, code: str = "") -> StoredError:
        """``code``: another one than the error's."""
        return cls(error.message, code or error.code, error.hint)


@dataclass(frozen=True)
class StoredFile:
    """One input file. ``frame`` is None for a single picture."""

    input: str
    frame: int | None
    #: Relative to the request's folder, or absolute for a file of the person.
    path: str


@dataclass(frozen=True)
class StoredResult:
    """One downloaded file of a result."""

    asset_id: str
    name: str
    version: int
    frame: int | None
    path: str
    sha256: str
    width: int
    height: int
    content_type: str


@dataclass(frozen=True)
class Request:
    """A submission. It is replaced, never changed."""

    #: UUID: idempotency key, and the label ``pegbar.request`` of what it becomes on the server.
    id: str
    #: API and studio it belongs to: another server's work is left alone.
    url: str
    tenant: str
    scene_id: str
    title: str
    created_at: str
    shot: str
    workflow: str
    #: ``job`` or ``batch``.
    kind: str
    #: Frames as text; empty for a single picture.
    frames: str
    #: Body of the request without inputs.
    body: dict[str, object]
    #: Where its results are downloaded to, absolute.
    results_folder: str
    placement: str = ""
    phase: str = Phase.CAPTURING.value
    inputs: list[StoredFile] = field(default_factory=list[StoredFile])
    #: Input ids in the order of ``inputs``; empty until all are uploaded.
    input_ids: list[str] = field(default_factory=list[str])
    #: ``job_…`` or ``bat_…``.
    remote_id: str = ""
    #: State on the server: ``queued``, ``running``, ``held``, ``succeeded`` …
    remote_state: str = ""
    results: list[StoredResult] = field(default_factory=list[StoredResult])
    #: Whether the host has put the results into the scene.
    placed: bool = False
    error: StoredError | None = None

    def replace(self, **changes: Any) -> Request:
        return dataclasses.replace(self, **changes)

    @property
    def is_final(self) -> bool:
        return Phase(self.phase) in FINAL

    @property
    def can_retry(self) -> bool:
        """Whether it stopped with an error that a retry can repair. What was not captured is submitted again instead."""
        return self.error is not None and Phase(self.phase) is not Phase.CAPTURING

    @property
    def portal_url(self) -> str:
        """Its page in the portal; empty until it is submitted."""
        return f"{self.url}/{'batches' if self.kind == 'batch' else 'jobs'}/{self.remote_id}" if self.remote_id else ""

    def to_json(self) -> dict[str, object]:
        return {"format": 1, **dataclasses.asdict(self)}


def create_request(
    *,
    url: str,
    tenant: str,
    scene_id: str,
    title: str,
    shot: str,
    workflow: str,
    frames: str,
    body: Mapping[str, object],
    placement: str,
    results_folder: str,
    request_id: str = "",
) -> Request:
    """A new submission with its own id, or with a UUID that was chosen for it."""
    return Request(
        id=request_id or str(uuid.uuid4()),
        url=url,
        tenant=tenant,
        scene_id=scene_id,
        title=title,
        created_at=datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
        shot=shot,
        workflow=workflow,
        kind="batch" if frames else "job",
        frames=frames,
        body=dict(body),
        placement=placement,
        results_folder=results_folder,
    )


def parse_request(value: object) -> Request | None:
    """A stored request; None if it is of a newer format or damaged."""
    stored = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    if stored.get("format") != 1:
        return None
    try:
        request = decode(Request, stored, names="python")
        Phase(request.phase)
    except (PegbarError, ValueError):
        return None
    return request
