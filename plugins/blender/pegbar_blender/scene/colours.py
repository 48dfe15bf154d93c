"""Names of colour spaces and view transforms, which each Blender and each studio's OCIO config has its own of."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..client import ColourSpace
from ..versions import blender


def set_colour_space(image: Any, colour: ColourSpace) -> None:
    """Tells Blender how the values of the image's file are encoded. Unknown to the config: as Blender guessed."""
    names = {
        ColourSpace.DISPLAY: blender().srgb_names,
        ColourSpace.LINEAR: blender().linear_names,
        ColourSpace.DATA: blender().data_names,
    }[colour]
    set_first(image.colorspace_settings, "name", names)


def is_colour_space(image: Any, colour: ColourSpace) -> bool:
    """Whether the image's values are encoded so, by the name of its colour space."""
    names = {ColourSpace.DISPLAY: blender().srgb_names, ColourSpace.DATA: blender().data_names}
    return image.colorspace_settings.name in names.get(colour, blender().linear_names)


def use_plain_view(scene: Any) -> None:
    """Shows scene-linear values without a look: only encoded for the display."""
    view = scene.view_settings
    set_first(view, "view_transform", blender().plain_view_names)
    set_first(view, "look", ("None",))
    view.exposure = 0.0
    view.gamma = 1.0
    view.use_curve_mapping = False


def set_first(owner: Any, attribute: str, names: Iterable[str]) -> bool:
    """Sets the first name that the OCIO config has. ``enum_items`` lists no view transforms (3.4.1 to 5.2.3)."""
    for name in names:
        try:
            setattr(owner, attribute, name)
            return True
        except TypeError:  # not one of the enum's names
            continue
    return False
