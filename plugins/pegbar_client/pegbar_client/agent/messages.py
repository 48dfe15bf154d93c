"""What travels between the host and its agent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ErrorDetail, PegbarError
from ..host.interface import HistoryEntry, SceneContext
from ..settings import Settings


@dataclass(frozen=True)
class Begin:
    """Host → agent: what the session needs."""

    settings: Settings
    application: str
    path_rule: str
    placements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scene:
    """Host → agent: the open scene, before every call that depends on it."""

    context: SceneContext
    history: Sequence[HistoryEntry]


@dataclass(frozen=True)
class Call:
    """Either way: a method and its arguments. ``id`` is 0 if nobody waits for a reply."""

    name: str
    arguments: tuple[Any, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Failure:
    """An error that crosses the wire."""

    message: str
    code: str
    hint: str
    status: int = 0
    details: tuple[ErrorDetail, ...] = ()

    def to_error(self) -> PegbarError:
        return PegbarError(self.message, code=self.code, hint=self.hint, status=self.status, details=self.details)


@dataclass(frozen=True)
class Reply:
    """The answer to a Call with an id."""

    id: int
    value: Any = None
    failure: Failure | None = None


@dataclass(frozen=True)
class StateChange:
    """Agent → host: the fields of the state that have changed."""

    changes: dict[str, Any] = field(default_factory=dict[str, Any])


def to_failure(error: Exception) -> Failure:
    if isinstance(error, PegbarError):
        return Failure(error.message, error.code, error.hint, error.status, error.details)
    return Failure(f"{type(error).__name__}: {error}", "capture_failed", "See the console of the application.")
