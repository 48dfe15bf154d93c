"""The draft of what the form says now."""

from __future__ import annotations

from typing import Any

from ..client import Draft, PegbarError, State, Workflow
from .forms import find_form, read_values
from .properties import frames_of
from .sources import read_source


def find_workflow(scene: Any, state: State) -> Workflow | None:
    """The chosen workflow."""
    return next((one for one in state.workflows if one.slug == scene.pegbar.workflow), None)


def shot_of(scene: Any, state: State) -> str:
    """The chosen shot: that of the file's path, unless a person chose another."""
    settings = scene.pegbar
    return state.shot_of_file if settings.shot_from_path and state.shot_of_file else settings.shot


def build_draft(scene: Any, state: State) -> Draft:
    """Raises PegbarError that says what is missing."""
    workflow = find_workflow(scene, state)
    form = find_form(scene, workflow) if workflow else None
    if workflow is None or form is None:
        raise PegbarError("Choose a workflow to see the price.", code="invalid_value")
    settings = scene.pegbar
    return Draft(
        shot=shot_of(scene, state),
        workflow=workflow,
        values=read_values(form, workflow),
        sources={one.name: read_source(form, one) for one in workflow.form.inputs},
        frames=frames_of(scene),
        seed_mode=settings.seed_mode,
        camera_field=settings.camera_field,
        placement="" if settings.placement == "none" else settings.placement,
    )
