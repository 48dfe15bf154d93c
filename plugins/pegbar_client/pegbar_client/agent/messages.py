"""What travels between the host and its agent."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ..errors import ErrorDetail, PegbarError
from ..host.interface import HistoryEntry, SceneContext
from ..outbox.request import Request
from ..session.state import RequestView, State
from ..settings import Settings

#: Environment variable with the secret that proves to the host who connects.
TOKEN = "PEGBAR_AGENT_TOKEN"


@dataclass(frozen=True)
class Begin:
    """Host → agent: what the session needs."""

    settings: Settings
    application: str
    path_rule: str
    placements: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Scene:
    """Host → agent: the open scene, before every call."""

    context: SceneContext
    #: None: the one that the agent knows, which only the agent changes.
    history: Sequence[HistoryEntry] | None


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
class ViewChange:
    """A submission that has changed. Its request has all results, and is sent only if it has changed itself."""

    id: str
    request: Request | None
    #: The other fields of its view.
    fields: dict[str, Any]


@dataclass(frozen=True)
class StateChange:
    """Agent → host: what has changed of the state since the last one."""

    #: Fields other than ``requests``.
    changes: dict[str, Any] = field(default_factory=dict[str, Any])
    #: Ids of all submissions in their order; None if none has changed.
    order: tuple[str, ...] | None = None
    views: tuple[ViewChange, ...] = ()


def compare_states(before: State, after: State) -> StateChange:
    """What turns one state into the other. Values are compared by identity, because they are replaced, never changed."""
    changes = {
        one.name: getattr(after, one.name)
        for one in dataclasses.fields(State)
        if one.name != "requests" and getattr(after, one.name) is not getattr(before, one.name)
    }
    if after.requests is before.requests:
        return StateChange(changes)
    known = {view.request.id: view for view in before.requests}
    views: list[ViewChange] = []
    for view in after.requests:
        old = known.get(view.request.id)
        if view is not old:
            same = old is not None and old.request is view.request
            fields = {one.name: getattr(view, one.name) for one in dataclasses.fields(view) if one.name != "request"}
            views.append(ViewChange(view.request.id, None if same else view.request, fields))
    return StateChange(changes, tuple(view.request.id for view in after.requests), tuple(views))


def apply_change(state: State, change: StateChange) -> State:
    """The state after a change."""
    changed = dataclasses.replace(state, **change.changes)
    if change.order is None:
        return changed
    views = {view.request.id: view for view in state.requests}
    for one in change.views:
        request = one.request or views[one.id].request
        views[one.id] = RequestView(request, **one.fields)
    return dataclasses.replace(changed, requests=tuple(views[one] for one in change.order))


def to_failure(error: Exception) -> Failure:
    if isinstance(error, PegbarError):
        return Failure(error.message, error.code, error.hint, error.status, error.details)
    return Failure(f"{type(error).__name__}: {error}", "capture_failed", "See the console of the application.")
