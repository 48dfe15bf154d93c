"""One submission in the list."""

from __future__ import annotations

from typing import Any

from ..client import RequestView, describe_review
from ..versions import blender
from .running import session
from .sources import draw_note

_REVIEW_ICONS = {"pending": "QUESTION", "approved": "CHECKMARK", "retake": "LOOP_BACK"}


def draw_request(layout: Any, view: RequestView) -> None:
    """Title, state, and what can be done with it."""
    request = view.request
    row = layout.row()
    row.label(text=f"{request.title}{f' · {request.frames}' if request.frames else ''}")
    _draw_actions(row.row(align=True), view)
    if view.error:
        draw_note(layout, f"{view.error.message} {view.error.hint}", "ERROR")
        if request.can_retry:
            layout.operator("pegbar.retry", icon="FILE_REFRESH").request_id = request.id
        return
    if request.is_final:
        _draw_result(layout, view)
    elif view.fraction is not None:
        blender().draw_progress(layout, view.fraction, view.text)
    else:
        draw_note(layout, view.text, "TIME")


def _draw_actions(row: Any, view: RequestView) -> None:
    request = view.request
    if not request.is_final and not view.error:
        row.operator("pegbar.cancel", text="", icon="X").request_id = request.id
        return
    row.operator("pegbar.use_settings", text="", icon="COPYDOWN").request_id = request.id
    if request.results:
        row.operator("pegbar.open_folder", text="", icon="FILE_FOLDER").request_id = request.id
    if request.remote_id:
        row.operator("pegbar.open_portal", text="", icon="URL").request_id = request.id
    row.operator("pegbar.remove", text="", icon="TRASH").request_id = request.id


def _draw_result(layout: Any, view: RequestView) -> None:
    running = session()
    if view.request.phase == "cancelled":
        layout.label(text="Cancelled", icon="CANCEL")
        return
    for result in running.results_of(view.request.id) if running else []:
        row = layout.row(align=True)
        row.label(text=f"{result.key.rpartition('/')[2]} {result.version}", icon="IMAGE_DATA")
        for placement in running.host.placements() if running else []:
            operator = row.operator("pegbar.place", text="", icon=_ICONS.get(placement.id, "IMPORT"))
            operator.request_id, operator.placement = view.request.id, placement.id
    review = describe_review(view)
    if review:
        row = layout.row()
        row.label(text=review, icon=_REVIEW_ICONS.get(view.review, "BLANK1"))
        row.label(text="Certified" if view.certified else "Recording…", icon="LOCKED" if view.certified else "TIME")


_ICONS = {"compositor": "NODE_COMPOSITING", "image_plane": "MESH_PLANE", "background": "CAMERA_DATA", "image": "IMAGE"}
