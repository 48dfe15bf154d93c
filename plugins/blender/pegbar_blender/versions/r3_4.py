"""Blender 3.4 to 4.1. Observed in Debian's 3.4.1 where nothing else is said."""

from __future__ import annotations

from typing import Any

import bpy


class Blender34:
    """Base of the newer releases, which override what they changed."""

    since: tuple[int, int] = (3, 4)

    #: Identifier of the engine EEVEE.
    eevee = "BLENDER_EEVEE"
    #: Whether add-ons are extensions with permissions.
    has_extensions = False
    #: Names of colour spaces, in order of preference. A studio's OCIO config may have others.
    linear_names = ("Linear", "Linear Rec.709", "scene_linear")
    srgb_names = ("sRGB", "sRGB OETF")
    data_names = ("Non-Color", "Raw", "Utility - Raw")
    #: View transform that changes nothing but the encoding of the display.
    plain_view_names = ("Standard", "Un-tone-mapped")

    def is_online_allowed(self) -> bool:
        """3.4.1 has no such preference."""
        return True

    def set_picture_format(self, settings: Any, file_format: str) -> None:
        settings.file_format = file_format

    def set_multilayer_format(self, settings: Any) -> None:
        """All passes in one file of one part."""
        settings.file_format = "OPEN_EXR_MULTILAYER"

    def compositor(self, scene: Any) -> Any | None:
        """The scene's compositing tree, in use or not."""
        return scene.node_tree

    def is_compositor_used(self, scene: Any) -> bool:
        return scene.use_nodes

    def create_compositor(self, scene: Any) -> Any:
        """Makes a tree that passes the render on. ``use_nodes`` adds Render Layers and Composite."""
        scene.use_nodes = True
        return scene.node_tree

    def set_output_folder(self, node: Any, folder: str) -> None:
        """The folder of a File Output node."""
        node.base_path = folder

    def separate_compositor(self, scene: Any, original: Any) -> list[Any]:
        """Gives a copy of a scene a compositing tree of its own. Returns the node groups that were made for it.

        Here the tree is a part of the scene and was copied with it; its nodes refer to the copy.
        """
        return []

    def curves(self, owner: Any) -> Any | None:
        """The animation curves of a data block, with ``find`` and ``remove``; None without animation."""
        animation = owner.animation_data
        return animation.action.fcurves if animation and animation.action else None

    def use_nodes(self, material: Any) -> Any:
        """The material's node tree."""
        material.use_nodes = True
        return material.node_tree

    def set_blended(self, material: Any) -> None:
        """Transparent by its alpha in EEVEE, without a shadow."""
        material.blend_method = "BLEND"
        material.shadow_method = "NONE"

    def scene_uid(self, scene: Any) -> int:
        """Tells scenes apart within a session. An address in memory here, which undo may change."""
        return scene.as_pointer()

    def depth_channel(self, layer: str) -> str:
        """Channel of a multilayer EXR file with the distance from the camera plane."""
        return f"{layer}.Depth.Z"

    def normal_channels(self, layer: str) -> tuple[str, str, str]:
        """Channels with normals in world space."""
        return f"{layer}.Normal.X", f"{layer}.Normal.Y", f"{layer}.Normal.Z"

    def object_index_channel(self, layer: str) -> str:
        return f"{layer}.IndexOB.X"

    def draw_progress(self, layout: Any, fraction: float, text: str) -> None:
        """3.4.1 has no progress bar."""
        layout.label(text=f"{text} ({round(fraction * 100)} %)", icon="TIME")

    def application(self) -> str:
        return f"Blender {bpy.app.version_string}"
