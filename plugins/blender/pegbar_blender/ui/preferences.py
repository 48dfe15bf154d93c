"""Preferences of the add-on: how it reaches the server."""

from __future__ import annotations

import dataclasses
from typing import Any

import bpy

from ..client import PegbarError, Settings, load_settings, parse_url, save_settings

#: ``pegbar_blender`` as a legacy add-on, ``bl_ext.REPOSITORY.pegbar`` as an extension.
PACKAGE = (__package__ or "").rpartition(".")[0]


class PEGBAR_AP_preferences(bpy.types.AddonPreferences):
    """Settings of this user. They are stored by the client, so that Maya uses the same."""

    bl_idname = PACKAGE

    url: bpy.props.StringProperty(name="Server", description="Address of your studio's Pegbar portal")
    tenant: bpy.props.StringProperty(name="Studio", description="Only for members of several studios")
    ca_file: bpy.props.StringProperty(
        name="CA file", description="Certificates of your studio's own authority (PEM)", subtype="FILE_PATH"
    )
    proxy: bpy.props.StringProperty(
        name="Proxy", description="http://proxy.example:3128, or none. Empty: the system's settings"
    )
    results_folder: bpy.props.StringProperty(
        name="Results", description="Empty: a folder next to the .blend file", subtype="DIR_PATH"
    )
    path_rule: bpy.props.StringProperty(
        name="Path rule",
        description="Where a file's path names its shot, as in /jobs/{show}/{sequence}/{shot}/. Empty: the codes are looked for",
    )
    message: bpy.props.StringProperty(options={"SKIP_SAVE"})

    def draw(self, _context: Any) -> None:
        layout = self.layout
        layout.use_property_split = True
        for name in ("url", "tenant", "results_folder", "path_rule", "proxy", "ca_file"):
            layout.prop(self, name)
        layout.operator("pegbar.apply_preferences", icon="CHECKMARK")
        if self.message:
            layout.label(text=self.message, icon="ERROR")


class PEGBAR_OT_apply_preferences(bpy.types.Operator):
    """Store these settings and connect"""

    bl_idname = "pegbar.apply_preferences"
    bl_label = "Save and Connect"

    def execute(self, _context: Any) -> set[str]:
        from .running import start

        preferences = find_preferences()
        if preferences is None:
            return {"CANCELLED"}
        try:
            url = parse_url(preferences.url) if preferences.url else ""
        except PegbarError as error:
            preferences.message = str(error)
            return {"CANCELLED"}
        preferences.message = ""
        save_settings(
            Settings(
                url=url,
                tenant=preferences.tenant.strip(),
                ca_file=bpy.path.abspath(preferences.ca_file),
                proxy=preferences.proxy.strip(),
                results_folder=bpy.path.abspath(preferences.results_folder),
            )
        )
        start()
        return {"FINISHED"}


def find_preferences() -> Any | None:
    addon = bpy.context.preferences.addons.get(PACKAGE)
    return addon.preferences if addon else None


def fill_preferences(site: Any) -> None:
    """Shows the stored settings."""
    preferences = find_preferences()
    if preferences is None:
        return
    try:
        settings = load_settings(site)
    except PegbarError as error:
        preferences.message = str(error)
        return
    for name, value in dataclasses.asdict(settings).items():
        setattr(preferences, name, value)


def register() -> None:
    bpy.utils.register_class(PEGBAR_OT_apply_preferences)
    bpy.utils.register_class(PEGBAR_AP_preferences)


def unregister() -> None:
    bpy.utils.unregister_class(PEGBAR_AP_preferences)
    bpy.utils.unregister_class(PEGBAR_OT_apply_preferences)
