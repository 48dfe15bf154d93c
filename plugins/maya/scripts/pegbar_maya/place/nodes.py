"""What image planes and file textures share: stamps, sequences and colour spaces."""

from __future__ import annotations

import re

from maya import cmds

from ..client import ColourSpace, Footage, Result

#: Names of colour spaces in Maya's configurations, from 2022's to older ones.
_COLOUR_SPACES = {
    ColourSpace.DISPLAY: ("sRGB", "sRGB Encoded Rec.709 (sRGB)", "Utility - sRGB - Texture"),
    ColourSpace.LINEAR: ("scene-linear Rec.709-sRGB", "scene-linear Rec 709/sRGB", "Utility - Linear - sRGB"),
    ColourSpace.DATA: ("Raw", "Utility - Raw"),
}


def find_node(kind: str, key: str) -> str | None:
    """The node of a type that an earlier version of a result uses."""
    for node in cmds.ls("*.pegbar_key", objectsOnly=True, recursive=True, long=True) or []:
        if cmds.nodeType(node) == kind and cmds.getAttr(f"{node}.pegbar_key") == key:
            return node
    return None


def stamp(node: str, result: Result) -> None:
    """Writes ids, so that a later version finds it. Never tokens: the scene may be given to anybody.

    ``pegbar.key`` becomes the attribute ``pegbar_key``, because names of attributes have no dots.
    """
    texts = {**result.stamp, "pegbar.key": result.key, "pegbar.version": result.version}
    for name, value in texts.items():
        attribute = re.sub(r"\W", "_", name)
        if not cmds.attributeQuery(attribute, node=node, exists=True):
            cmds.addAttr(node, longName=attribute, dataType="string")
        cmds.setAttr(f"{node}.{attribute}", value, type="string")


def show_footage(node: str, path_attribute: str, footage: Footage) -> None:
    """Shows one file, or a sequence at its frames: files are numbered from 1, the first one at ``footage.first``."""
    is_sequence = footage.first is not None
    cmds.setAttr(f"{node}.{path_attribute}", footage.path.as_posix(), type="string")
    cmds.setAttr(f"{node}.useFrameExtension", is_sequence)
    if footage.first is not None:
        cmds.setAttr(f"{node}.frameOffset", 1 - footage.first)
        _drive_frames(node, footage.first, footage.first + footage.length - 1)


def _drive_frames(node: str, first: int, last: int) -> None:
    """An expression counts the frames, as the Attribute Editor makes one; before and after the sequence an end is held.

    What the artist connected instead stays.
    """
    plug = f"{_short_name(node)}.frameExtension"
    drivers = cmds.listConnections(plug, source=True, destination=False) or []
    text = f"{plug} = clamp({first}, {last}, frame);"
    if not drivers:
        cmds.expression(string=text, name="pegbarFrames#", alwaysEvaluate=False)
    elif cmds.nodeType(drivers[0]) == "expression" and drivers[0].startswith("pegbarFrames"):
        cmds.expression(drivers[0], edit=True, string=text)


def _short_name(node: str) -> str:
    """A name that an expression can contain: paths of image planes have ``->`` after their camera."""
    short = node.rpartition("|")[2].rpartition(">")[2]
    return short if len(cmds.ls(short) or []) == 1 else node


def set_colour_space(node: str, colour: ColourSpace) -> None:
    """The file's encoding, if the scene's colour management knows one for it; else its rules decide."""
    known = set(cmds.colorManagementPrefs(query=True, inputSpaceNames=True) or [])
    space = next((name for name in _COLOUR_SPACES[colour] if name in known), None)
    if space:
        cmds.setAttr(f"{node}.ignoreColorSpaceFileRules", True)
        cmds.setAttr(f"{node}.colorSpace", space, type="string")


def rename(node: str, name: str) -> str:
    """Renames a node to a result's name; Maya's names have no dots. Returns the new name."""
    return cmds.rename(node, re.sub(r"\W", "_", name))
