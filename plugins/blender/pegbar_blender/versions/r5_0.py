"""Blender 5.0 and 5.1. Observed in PyPI's bpy 5.0.1."""

from __future__ import annotations

from typing import Any

import bpy

from .r4_2 import Blender42


class Blender50(Blender42):
    since = (5, 0)

    #: 5.0.1; BLENDER_EEVEE_NEXT in 4.2.23.
    eevee = "BLENDER_EEVEE"

    def set_picture_format(self, settings: Any, file_format: str) -> None:
        """5.0.1: an image format is refused while the media type is another."""
        settings.media_type = "IMAGE"
        settings.file_format = file_format

    def set_multilayer_format(self, settings: Any) -> None:
        """5.0.1: one part per pass unless interleaved; the media type comes first."""
        settings.media_type = "MULTI_LAYER_IMAGE"
        settings.file_format = "OPEN_EXR_MULTILAYER"
        settings.use_exr_interleave = True

    def compositor(self, scene: Any) -> Any | None:
        """5.0.1: a node group that scenes can share."""
        return scene.compositing_node_group

    def is_compositor_used(self, scene: Any) -> bool:
        """5.0.1: use_nodes is deprecated and always true."""
        return scene.compositing_node_group is not None

    def create_compositor(self, scene: Any) -> Any:
        """5.0.1: the result is the group's output; CompositorNodeComposite is gone."""
        tree = bpy.data.node_groups.new("Compositing", "CompositorNodeTree")
        tree.interface.new_socket("Image", in_out="OUTPUT", socket_type="NodeSocketColor")
        layers = tree.nodes.new("CompositorNodeRLayers")
        output = tree.nodes.new("NodeGroupOutput")
        output.location.x = layers.location.x + 400
        tree.links.new(layers.outputs["Image"], output.inputs["Image"])
        scene.compositing_node_group = tree
        return tree

    def set_output_folder(self, node: Any, folder: str) -> None:
        """5.0.1: base_path is gone."""
        node.directory = folder

    def separate_compositor(self, scene: Any, original: Any) -> list[Any]:
        """5.0.1: a copied scene shares the group, whose nodes refer to the original."""
        if scene.compositing_node_group is None:
            return []
        tree = scene.compositing_node_group.copy()
        scene.compositing_node_group = tree
        for node in tree.nodes:
            if getattr(node, "scene", None) == original:
                node.scene = scene
        return [tree]

    def object_index_channel(self, layer: str) -> str:
        """5.0.1: the pass has its name in the interface."""
        return f"{layer}.Object Index.X"

    def curves(self, owner: Any) -> Any | None:
        """5.0.1: Action.fcurves is gone; curves are in the channel bag of the owner's slot."""
        animation = owner.animation_data
        if not animation or not animation.action or not animation.action_slot:
            return None
        for layer in animation.action.layers:
            for strip in layer.strips:
                bag = strip.channelbag(animation.action_slot)
                if bag:
                    return bag.fcurves
        return None

    def use_nodes(self, material: Any) -> Any:
        """5.0.1: materials always have nodes; use_nodes is deprecated."""
        return material.node_tree
