"""Everything that a person can press."""

from __future__ import annotations

from typing import Any

import bpy

from ..client import PegbarError
from .draft import build_draft, find_workflow
from .forms import find_form, write_values
from .running import estimate, find_view, session, start, state


class _RequestOperator:
    """What operators for one submission share. Not an operator itself, which Blender would register."""

    request_id: bpy.props.StringProperty(options={"HIDDEN", "SKIP_SAVE"})


def _call(method: str, *arguments: str) -> set[str]:
    """Calls a method of the session that returns at once; what comes of it is in the state."""
    running = session()
    if running:
        getattr(running, method)(*arguments)
    return {"FINISHED"}


class PEGBAR_OT_sign_in(bpy.types.Operator):
    """Sign in with your studio account in the browser"""

    bl_idname = "pegbar.sign_in"
    bl_label = "Sign In"

    def execute(self, _context: Any) -> set[str]:
        return _call("sign_in")


class PEGBAR_OT_sign_in_with_code(bpy.types.Operator):
    """Show a page and a code, to sign in with the browser of another machine"""

    bl_idname = "pegbar.sign_in_with_code"
    bl_label = "Sign In with a Code"

    def execute(self, _context: Any) -> set[str]:
        return _call("sign_in_with_code")


class PEGBAR_OT_cancel_sign_in(bpy.types.Operator):
    """Stop waiting for the sign-in"""

    bl_idname = "pegbar.cancel_sign_in"
    bl_label = "Cancel"

    def execute(self, _context: Any) -> set[str]:
        return _call("cancel_sign_in")


class PEGBAR_OT_sign_out(bpy.types.Operator):
    """Delete the sign-in of this machine. Unfinished work waits for the next one"""

    bl_idname = "pegbar.sign_out"
    bl_label = "Sign Out"

    def execute(self, _context: Any) -> set[str]:
        return _call("sign_out")


class PEGBAR_OT_copy(bpy.types.Operator):
    """Copy this text"""

    bl_idname = "pegbar.copy"
    bl_label = "Copy"

    text: bpy.props.StringProperty(options={"HIDDEN", "SKIP_SAVE"})

    def execute(self, context: Any) -> set[str]:
        context.window_manager.clipboard = self.text
        return {"FINISHED"}


class PEGBAR_OT_open_preferences(bpy.types.Operator):
    """Open the preferences of Pegbar"""

    bl_idname = "pegbar.open_preferences"
    bl_label = "Open Preferences"

    def execute(self, _context: Any) -> set[str]:
        from .preferences import PACKAGE

        bpy.ops.preferences.addon_show(module=PACKAGE)
        return {"FINISHED"}


class PEGBAR_OT_refresh(bpy.types.Operator):
    """Read shows, workflows and reviews again, or connect again"""

    bl_idname = "pegbar.refresh"
    bl_label = "Refresh"

    def execute(self, _context: Any) -> set[str]:
        running = session()
        if running:
            running.refresh()
        else:
            start()
        return {"FINISHED"}


class PEGBAR_OT_submit(bpy.types.Operator):
    """Capture the inputs and submit"""

    bl_idname = "pegbar.submit"
    bl_label = "Submit"

    @classmethod
    def poll(cls, _context: Any) -> bool:
        return session() is not None and state().is_loaded

    def execute(self, context: Any) -> set[str]:
        running = session()
        if running is None:
            return {"CANCELLED"}
        try:
            running.submit(build_draft(context.scene, running.state))
        except PegbarError as error:
            for detail in error.details or ():
                self.report({"ERROR"}, f"{detail.message} {detail.hint}".strip())
            if not error.details:
                self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        return {"FINISHED"}


class PEGBAR_OT_cancel(_RequestOperator, bpy.types.Operator):
    """Cancel this submission"""

    bl_idname = "pegbar.cancel"
    bl_label = "Cancel"

    def execute(self, _context: Any) -> set[str]:
        return _call("cancel", self.request_id)


class PEGBAR_OT_retry(_RequestOperator, bpy.types.Operator):
    """Continue from the step that failed"""

    bl_idname = "pegbar.retry"
    bl_label = "Retry"

    def execute(self, _context: Any) -> set[str]:
        return _call("retry", self.request_id)


class PEGBAR_OT_remove(_RequestOperator, bpy.types.Operator):
    """Remove it from the list. Results stay"""

    bl_idname = "pegbar.remove"
    bl_label = "Remove"

    def execute(self, _context: Any) -> set[str]:
        return _call("remove", self.request_id)


class PEGBAR_OT_place(_RequestOperator, bpy.types.Operator):
    """Put the result into the scene, as chosen under Place result"""

    bl_idname = "pegbar.place"
    bl_label = "Place"
    bl_options = {"REGISTER", "UNDO"}

    placement: bpy.props.StringProperty(options={"HIDDEN", "SKIP_SAVE"})

    def execute(self, _context: Any) -> set[str]:
        running = session()
        if running is None:
            return {"CANCELLED"}
        try:
            placed = running.place(self.request_id, self.placement or "image")
        except PegbarError as error:
            self.report({"ERROR"}, str(error))
            return {"CANCELLED"}
        for one in placed:
            self.report({"INFO"}, one.note or f"Placed {', '.join(one.names)}.")
        return {"FINISHED"}


class PEGBAR_OT_open_folder(_RequestOperator, bpy.types.Operator):
    """Open the folder of the results"""

    bl_idname = "pegbar.open_folder"
    bl_label = "Open Folder"

    def execute(self, _context: Any) -> set[str]:
        running = session()
        results = running.results_of(self.request_id) if running else []
        if not results:
            self.report({"WARNING"}, "There are no results yet.")
            return {"CANCELLED"}
        bpy.ops.wm.path_open(filepath=str(results[0].files[0].path.parent))
        return {"FINISHED"}


class PEGBAR_OT_open_portal(_RequestOperator, bpy.types.Operator):
    """Open the job in the portal: record, certificate and review"""

    bl_idname = "pegbar.open_portal"
    bl_label = "Open in Portal"

    def execute(self, _context: Any) -> set[str]:
        view = find_view(self.request_id)
        if view is None or not view.request.portal_url:
            self.report({"WARNING"}, "It is not submitted yet.")
            return {"CANCELLED"}
        bpy.ops.wm.url_open(url=view.request.portal_url)
        return {"FINISHED"}


class PEGBAR_OT_use_settings(_RequestOperator, bpy.types.Operator):
    """Fill the form with the settings of this submission"""

    bl_idname = "pegbar.use_settings"
    bl_label = "Use Settings"
    bl_options = {"REGISTER", "UNDO"}

    def execute(self, context: Any) -> set[str]:
        view = find_view(self.request_id)
        if view is None:
            return {"CANCELLED"}
        scene = context.scene
        current = state()
        try:
            scene.pegbar.workflow = view.request.workflow
        except TypeError:
            self.report({"ERROR"}, f"The workflow {view.request.workflow} is not available any more.")
            return {"CANCELLED"}
        workflow = find_workflow(scene, current)
        form = find_form(scene, workflow) if workflow else None
        parameters = view.request.body.get("parameters")
        if workflow and form and isinstance(parameters, dict):
            write_values(form, workflow, {str(name): value for name, value in parameters.items()})
        scene.pegbar.shot_from_path = view.request.shot == current.shot_of_file
        scene.pegbar.shot = view.request.shot
        estimate()
        return {"FINISHED"}


_CLASSES = (
    PEGBAR_OT_sign_in,
    PEGBAR_OT_sign_in_with_code,
    PEGBAR_OT_cancel_sign_in,
    PEGBAR_OT_sign_out,
    PEGBAR_OT_copy,
    PEGBAR_OT_open_preferences,
    PEGBAR_OT_refresh,
    PEGBAR_OT_submit,
    PEGBAR_OT_cancel,
    PEGBAR_OT_retry,
    PEGBAR_OT_remove,
    PEGBAR_OT_place,
    PEGBAR_OT_open_folder,
    PEGBAR_OT_open_portal,
    PEGBAR_OT_use_settings,
)


def register() -> None:
    for one in _CLASSES:
        bpy.utils.register_class(one)


def unregister() -> None:
    for one in reversed(_CLASSES):
        bpy.utils.unregister_class(one)
