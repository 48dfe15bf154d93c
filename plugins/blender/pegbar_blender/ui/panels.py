"""The panels, in the sidebar of the 3D view and of the image editor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import bpy

from ..client import Connection, State, Workflow, describe_price
from .draft import find_workflow, shot_of
from .forms import find_form
from .request_rows import draw_request
from .running import problem, session, state
from .sources import draw_note, draw_source


def _draw_connection(layout: Any, current: State) -> bool:
    """What stands between the person and the form. True if nothing does."""
    if problem():
        draw_note(layout, problem(), "ERROR")
        layout.operator("pegbar.refresh", text="Try Again")
        return False
    if current.connection is Connection.NOT_CONFIGURED:
        draw_note(layout, "Enter the address of your studio's Pegbar portal.")
        layout.operator("pegbar.open_preferences", icon="PREFERENCES")
        return False
    if current.message:
        draw_note(layout, f"{current.message} {current.hint}", "ERROR")
    if current.connection is Connection.SIGNED_OUT:
        layout.operator("pegbar.sign_in", icon="USER")
        layout.operator("pegbar.sign_in_with_code")
        return False
    if current.connection is Connection.SIGNING_IN:
        if current.device_code:
            draw_note(layout, f"Open {current.device_code.short_url} on any machine and enter {current.device_code.code}.")
            layout.operator("pegbar.copy", text="Copy Address", icon="COPYDOWN").text = current.device_code.url
        else:
            draw_note(layout, "Sign in with the browser that has opened.")
        layout.operator("pegbar.cancel_sign_in")
        return False
    if not current.is_loaded:
        layout.label(text="Connecting…")
        return False
    return True


def _draw_main(layout: Any, context: Any) -> None:
    current = state()
    if not _draw_connection(layout, current):
        return
    if current.update_note:
        draw_note(layout, current.update_note, "INFO")
    settings = context.scene.pegbar
    layout.use_property_split = True
    layout.use_property_decorate = False
    if current.shot_of_file:
        layout.prop(settings, "shot_from_path", text=f"Shot {current.shot_of_file}")
    if not (current.shot_of_file and settings.shot_from_path):
        layout.prop(settings, "shot")
    layout.prop(settings, "workflow")
    workflow = find_workflow(context.scene, current)
    form = find_form(context.scene, workflow) if workflow else None
    if workflow is None or form is None:
        draw_note(layout, "Choose a workflow to see its settings.")
        return
    _draw_fields(layout, form, workflow)
    _draw_inputs(layout, form, workflow)
    _draw_frames(layout, settings, workflow)
    layout.prop(settings, "placement")
    _draw_price(layout, current)
    row = layout.row()
    row.scale_y = 1.4
    row.enabled = bool(shot_of(context.scene, current))
    row.operator("pegbar.submit", icon="PLAY")
    if not shot_of(context.scene, current):
        draw_note(layout, "Choose a shot.")


def _draw_fields(layout: Any, form: Any, workflow: Workflow) -> None:
    column = layout.column()
    for field in workflow.form.fields:
        if field.multiline:
            # Blender's text fields have one line: it gets the whole width.
            column.label(text=field.label)
            column.row().prop(form, field.name, text="")
        else:
            column.prop(form, field.name, text=field.label)


def _draw_inputs(layout: Any, form: Any, workflow: Workflow) -> None:
    running = session()
    if not workflow.form.inputs or not running:
        return
    reasons = {one.source: one.reason for one in running.host.sources() if one.reason}
    for one in workflow.form.inputs:
        draw_source(layout.box(), form, one, reasons)


def _draw_frames(layout: Any, settings: Any, workflow: Workflow) -> None:
    layout.prop(settings, "frame_mode")
    if settings.frame_mode == "current":
        return
    layout.prop(settings, *(["every"] if settings.frame_mode == "timeline" else ["frames"]))
    if any(field.purpose == "seed" for field in workflow.form.fields):
        layout.prop(settings, "seed_mode")
    texts = [field for field in workflow.form.fields if field.type == "string" and field.purpose is None]
    if texts:
        layout.prop(settings, "camera_field")


def _draw_price(layout: Any, current: State) -> None:
    column = layout.column(align=True)
    column.scale_y = 0.85
    if current.price is None:
        if current.price_note:
            draw_note(column, current.price_note, "TIME")
        return
    for line in describe_price(current.price):
        column.label(text=line)


def _draw_history(layout: Any) -> None:
    current = state()
    if not current.requests:
        layout.label(text="Nothing submitted from this scene.")
    for view in current.requests[:20]:
        draw_request(layout.box(), view)
    if current.elsewhere:
        layout.label(text=f"{current.elsewhere} unfinished in other scenes")
    if current.me:
        row = layout.row()
        row.label(text=current.me.member.email if current.me.member else "")
        row.operator("pegbar.sign_out", text="", icon="PANEL_CLOSE")


class _Panel:
    if TYPE_CHECKING:
        layout: Any

    bl_category = "Pegbar"
    bl_region_type = "UI"


class _Main(_Panel):
    bl_label = "Pegbar"

    def draw_header_preset(self, _context: Any) -> None:
        self.layout.operator("pegbar.refresh", text="", icon="FILE_REFRESH", emboss=False)

    def draw(self, context: Any) -> None:
        _draw_main(self.layout, context)


class _History(_Panel):
    bl_label = "Submissions"

    def draw(self, _context: Any) -> None:
        _draw_history(self.layout)


class PEGBAR_PT_view(_Main, bpy.types.Panel):
    bl_idname = "PEGBAR_PT_view"
    bl_space_type = "VIEW_3D"


class PEGBAR_PT_view_history(_History, bpy.types.Panel):
    bl_idname = "PEGBAR_PT_view_history"
    bl_space_type = "VIEW_3D"
    bl_parent_id = "PEGBAR_PT_view"


class PEGBAR_PT_image(_Main, bpy.types.Panel):
    bl_idname = "PEGBAR_PT_image"
    bl_space_type = "IMAGE_EDITOR"


class PEGBAR_PT_image_history(_History, bpy.types.Panel):
    bl_idname = "PEGBAR_PT_image_history"
    bl_space_type = "IMAGE_EDITOR"
    bl_parent_id = "PEGBAR_PT_image"


_CLASSES = (PEGBAR_PT_view, PEGBAR_PT_view_history, PEGBAR_PT_image, PEGBAR_PT_image_history)


def register() -> None:
    for one in _CLASSES:
        bpy.utils.register_class(one)


def unregister() -> None:
    for one in reversed(_CLASSES):
        bpy.utils.unregister_class(one)
