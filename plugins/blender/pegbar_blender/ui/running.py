"""The session of this Blender."""

from __future__ import annotations

from pathlib import Path

import bpy

from ..client import VERSION, Draft, PegbarError, RequestView, SessionProxy, State, load_settings
from ..host import BlenderHost
from ..versions import blender
from . import preview
from .forms import register_forms, unregister_forms

#: The add-on's folder, which may contain the server's address.
SITE = Path(__file__).parents[1]

#: Between two polls of the agent, in seconds.
_INTERVAL = 0.03
_session: SessionProxy | None = None
_problem = ""


def session() -> SessionProxy | None:
    """The running session; None before the start, and while online access is off."""
    return _session


def state() -> State:
    """What panels show."""
    return _session.state if _session else State()


def problem() -> str:
    """Why there is no session."""
    return _problem


def start() -> None:
    """Starts the session with the current preferences, again if it runs."""
    global _session, _problem
    stop()
    _problem = ""
    if not blender().is_online_allowed():
        _problem = "Online access is off. Allow it in Preferences → System."
        return
    try:
        settings = load_settings(SITE)
    except PegbarError as error:
        _problem = str(error)
        return
    from .preferences import find_preferences

    preferences = find_preferences()
    _session = SessionProxy(
        BlenderHost(), settings, f"pegbar-blender/{VERSION}", path_rule=preferences.path_rule if preferences else ""
    )
    _session.subscribe(_changed)
    _session.start()
    if not bpy.app.timers.is_registered(_poll):
        bpy.app.timers.register(_poll, first_interval=_INTERVAL, persistent=True)


def stop() -> None:
    """Stops it; unfinished work continues at the next start."""
    global _session
    if _session:
        _session.close()
        _session = None
    unregister_forms()


def _poll() -> float | None:
    """Handles what the agent has sent. Ends with the session."""
    if _session is None:
        return None
    _session.poll()
    return _INTERVAL


def find_view(request_id: str) -> RequestView | None:
    return next((view for view in state().requests if view.request.id == request_id), None)


def estimate() -> None:
    """Asks for the price of what the form says now."""
    if not _session:
        return
    from .draft import build_draft

    draft: Draft | None = None
    note = ""
    try:
        draft = build_draft(bpy.context.scene, _session.state)
    except PegbarError as error:
        note = str(error)
    _session.estimate(draft, note)


def redraw() -> None:
    """Draws the areas that show the session."""
    manager = bpy.context.window_manager
    for window in manager.windows if manager else ():
        for area in window.screen.areas:
            if area.type in {"VIEW_3D", "IMAGE_EDITOR", "STATUSBAR"}:
                area.tag_redraw()


_known_workflows: tuple[str, ...] = ()


def _changed() -> None:
    """The session's state has changed. On the main thread, and not while an area is drawn."""
    global _known_workflows
    current = state()
    versions = tuple(workflow.version_id for workflow in current.workflows)
    if versions != _known_workflows:
        _known_workflows = versions
        register_forms(current.workflows)
        estimate()
    preview.update(current)
    redraw()
