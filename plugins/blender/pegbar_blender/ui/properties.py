"""What the form says besides the workflow's own fields. Stored in the scene."""

from __future__ import annotations

from typing import Any

import bpy

from ..client import parse_frames, PegbarError
from .changed import estimate_again
from .forms import number_of


_workflow_items: list[tuple[str, str, str, int]] = []
_placement_items: list[tuple[str, str, str, int]] = []


def _list_workflows(_self: Any, _context: Any) -> list[tuple[str, str, str, int]]:
    """Blender keeps no reference to the texts: the list is kept here."""
    from .running import state

    _workflow_items[:] = [("none", "Choose a workflow", "", 0)] + [
        (workflow.slug, workflow.name, workflow.description, number_of(workflow.slug)) for workflow in state().workflows
    ]
    return _workflow_items


def _list_placements(_self: Any, _context: Any) -> list[tuple[str, str, str, int]]:
    from .running import session

    running = session()
    placements = running.host.placements() if running else []
    _placement_items[:] = [("none", "Download only", "The result stays on disk", 0)] + [
        (one.id, one.label, "", number_of(one.id)) for one in placements
    ]
    return _placement_items


def _search_shots(_self: Any, _context: Any, text: str) -> list[str]:
    from .running import state

    found = [
        f"{show.code}/{sequence.code}/{shot.code}"
        for show in state().shows
        for sequence in show.sequences
        for shot in sequence.shots
    ]
    return [shot for shot in found if text.lower() in shot.lower()]


class PEGBAR_PG_settings(bpy.types.PropertyGroup):
    """Settings of the panel in a scene."""

    workflow: bpy.props.EnumProperty(name="Workflow", items=_list_workflows, update=estimate_again)
    shot_from_path: bpy.props.BoolProperty(
        name="Shot by file path",
        description="Finds the shot by the folder and name of the .blend file",
        default=True,
        update=estimate_again,
    )
    shot: bpy.props.StringProperty(
        name="Shot", description="show/sequence/shot", search=_search_shots, update=estimate_again
    )
    frame_mode: bpy.props.EnumProperty(
        name="Frames",
        items=[
            ("current", "Current frame", "One picture"),
            ("timeline", "Timeline", "Every frame, or every second one, from start to end"),
            ("custom", "Range", "A range such as 1-24:2 or 1,5,9"),
        ],
        update=estimate_again,
    )
    every: bpy.props.IntProperty(name="Every", description="2: on twos", default=1, min=1, max=100, update=estimate_again)
    frames: bpy.props.StringProperty(name="Range", default="1-24", update=estimate_again)
    seed_mode: bpy.props.EnumProperty(
        name="Seed over frames",
        items=[
            ("fixed", "The same", "Every frame has the same seed"),
            ("increment", "Counting up", "The seed plus the frame number"),
            ("perFrame", "Random", "A seed of its own for every frame, the same when it is rendered again"),
        ],
        update=estimate_again,
    )
    camera_field: bpy.props.StringProperty(
        name="Camera data", description="Name of a text field that gets the camera of each frame as JSON", update=estimate_again
    )
    placement: bpy.props.EnumProperty(name="Place result", items=_list_placements)


def frames_of(scene: Any) -> tuple[int, ...] | None:
    """The frames to submit; None for the current one. Raises PegbarError for a range that is none."""
    settings = scene.pegbar
    if settings.frame_mode == "current":
        return None
    if settings.frame_mode == "timeline":
        # Blender renders the timeline, not the preview range.
        step = settings.every * max(1, scene.frame_step)
        frames = tuple(range(scene.frame_start, scene.frame_end + 1, step))
        if not frames:
            raise PegbarError(
                "The timeline ends before it starts.", code="invalid_value", hint="Correct its start and end."
            )
        return frames
    return parse_frames(settings.frames)


def register() -> None:
    bpy.utils.register_class(PEGBAR_PG_settings)
    bpy.types.Scene.pegbar = bpy.props.PointerProperty(type=PEGBAR_PG_settings)


def unregister() -> None:
    del bpy.types.Scene.pegbar
    bpy.utils.unregister_class(PEGBAR_PG_settings)
