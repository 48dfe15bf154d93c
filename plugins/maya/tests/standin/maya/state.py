"""The scene, the options and the interface of the stand-in."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

IDENTITY = [1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 1.0]
_FRAMES = {"useFrameExtension": False, "frameExtension": 1, "frameOffset": 0}
_COLOUR = {"colorSpace": "", "ignoreColorSpaceFileRules": False}
_UV = {
    name: 0
    for name in (
        "coverage translateFrame rotateFrame mirrorU mirrorV stagger wrapU wrapV repeatUV offset rotateUV noiseUV "
        "vertexUvOne vertexUvTwo vertexUvThree vertexCameraOne"
    ).split()
}
#: The attributes of a node type that the plug-in uses, with their defaults.
TYPES: dict[str, dict[str, object]] = {
    "transform": {"worldMatrix[0]": IDENTITY},
    "camera": {
        "renderable": True, "mask": True, "orthographic": False, "focalLength": 35.0, "horizontalFilmAperture": 1.4173,
        "verticalFilmAperture": 0.9449, "lensSqueezeRatio": 1.0, "cameraScale": 1.0, "filmFit": 0, "horizontalFilmOffset": 0.0,
        "verticalFilmOffset": 0.0, "nearClipPlane": 0.1, "farClipPlane": 10000.0, "orthographicWidth": 30.0, "overscan": 1.3,
        "displayResolution": True, "displayFilmGate": False, "displayGateMask": True, "panZoomEnabled": False,
    },
    "resolution": {"width": 64, "height": 48, "pixelAspect": 1.0},
    "renderGlobals": {
        "currentRenderer": "mayaHardware2", "imageFormat": 7, "imageFilePrefix": None, "animation": True, "outFormatControl": 1,
    },
    "colorManagementGlobals": {"outputTransformEnabled": False},
    "aiAOVDriver": {"ai_translator": "tif", "colorManagement": 1, "halfPrecision": False, "prefix": None},
    "aiOptions": {"aovMode": 1, "renderType": 1},
    "imagePlane": {"imageName": "", "type": 0, "fit": 1, **_FRAMES, **_COLOUR},
    "file": {"fileTextureName": "", "uvCoord": 0, "uvFilterSize": 0, **_FRAMES, **_COLOUR, **_UV},
    "place2dTexture": {"outUV": 0, "outUvFilterSize": 0, **_UV},
    "expression": {"expression": ""},
}  # fmt: skip
PANEL = {
    name: True
    for name in (
        "cameras clipGhosts controlVertices deformers dimensions grid handles headsUpDisplay hulls ikHandles joints lights "
        "locators manipulators motionTrails nurbsCurves pivots selectionHiliteDisplay"
    ).split()
}


@dataclass
class Node:
    type: str
    attributes: dict[str, object]
    locked: set[str] = field(default_factory=set[str])


@dataclass
class Scene:
    """Everything that the commands read and change. Nodes by full path; nodes without a place in the DAG by name."""

    is_batch: bool = False
    path: str = ""
    modified: bool = False
    time: float = 1.0
    time_unit: str = "film"
    linear_unit: str = "cm"
    up_axis: str = "y"
    playback: dict[str, float] = field(default_factory=lambda: {"minTime": 1.0, "maxTime": 24.0, "by": 1.0})
    file_info: dict[str, str] = field(default_factory=dict[str, str])
    nodes: dict[str, Node] = field(default_factory=dict[str, Node])
    #: Destination → source.
    connections: dict[str, str] = field(default_factory=dict[str, str])
    #: Plug → value at a time.
    animation: dict[str, Callable[[float], object]] = field(default_factory=dict[str, Callable[[float], object]])
    rules: dict[str, str] = field(default_factory=lambda: {"images": "images"})
    colour_spaces: list[str] = field(default_factory=lambda: ["sRGB", "scene-linear Rec.709-sRGB", "Raw"])
    undo_state: bool = True
    #: What Edit → Undo would list.
    undo_queue: list[str] = field(default_factory=list[str])
    open_chunks: int = 0
    options: dict[str, object] = field(default_factory=dict[str, object])
    #: Of the only model panel; None without one.
    panel: dict[str, bool] | None = field(default_factory=lambda: dict(PANEL))
    panel_size: tuple[int, int] = (80, 50)
    panel_camera: str = "persp"
    script_jobs: dict[int, tuple[str, Callable[[], object]]] = field(default_factory=dict[int, "tuple[str, Callable[[], object]]"])
    shelves: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    menus: dict[str, list[str]] = field(default_factory=dict[str, list[str]])
    #: Workspace control → pointer of its widget.
    controls: dict[str, int | None] = field(default_factory=dict[str, "int | None"])
    #: Calls of playblast and of the renderers, with the settings of that moment.
    pictures: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    #: What the next picture raises.
    failure: Exception | None = None
    #: Whether the person presses Esc during the next playblast.
    escape: bool = False
    startup: set[str] = field(default_factory=set[str])

    def __post_init__(self) -> None:
        for name, kind in (
            ("defaultResolution", "resolution"),
            ("defaultRenderGlobals", "renderGlobals"),
            ("defaultColorMgtGlobals", "colorManagementGlobals"),
        ):
            self.nodes[name] = Node(kind, dict(TYPES[kind]))
        for name in ("persp", "top"):
            self.add_camera(name)
            self.startup.add(f"|{name}|{name}Shape")
        self.nodes["|top|topShape"].attributes["renderable"] = False

    def add_camera(self, name: str) -> str:
        """Returns the full path of the shape."""
        self.nodes[f"|{name}"] = Node("transform", dict(TYPES["transform"]))
        shape = f"|{name}|{name}Shape"
        self.nodes[shape] = Node("camera", dict(TYPES["camera"]))
        return shape

    def add_arnold(self) -> None:
        self.nodes["defaultArnoldDriver"] = Node("aiAOVDriver", dict(TYPES["aiAOVDriver"]))
        self.nodes["defaultArnoldRenderOptions"] = Node("aiOptions", dict(TYPES["aiOptions"]))
        self.nodes["defaultRenderGlobals"].attributes["currentRenderer"] = "arnold"

    def find(self, name: str) -> str | None:
        """The full path of a node by its path or unique name."""
        if name in self.nodes:
            return name
        found = [path for path in self.nodes if path.endswith(f"|{name}")]
        return found[0] if len(found) == 1 else None

    def resolve(self, name: str) -> str:
        path = self.find(name)
        if path is None:
            raise ValueError(f"No object matches name: {name}")
        return path

    def split(self, plug: str) -> tuple[str, str]:
        """Full path and attribute of a plug."""
        name, _dot, attribute = plug.partition(".")
        path = self.resolve(name)
        if attribute not in self.nodes[path].attributes:
            raise ValueError(f"No object matches name: {plug}")
        return path, attribute

    def unique(self, stem: str) -> str:
        """``imagePlane1``, or the name itself if it is free and has no ``#``."""
        names = {path.rpartition("|")[2] for path in self.nodes}
        if "#" not in stem and stem not in names:
            return stem
        base = stem.replace("#", "")
        return next(f"{base}{number}" for number in range(1, 10_000) if f"{base}{number}" not in names)

    def dump(self) -> dict[str, object]:
        """All that a capture could change. A text that was never set is None in Maya, and empty once it was restored."""
        found: dict[str, object] = {
            f"{path}.{name}": "" if value is None else value
            for path, node in self.nodes.items()
            for name, value in node.attributes.items()
        }
        found.update({f"{path}.{name} locked": True for path, node in self.nodes.items() for name in node.locked})
        found.update({f"panel.{name}": value for name, value in (self.panel or {}).items()})
        found.update({f"rule.{name}": value for name, value in self.rules.items()})
        return {
            **found,
            "time": self.time,
            "modified": self.modified,
            "undo state": self.undo_state,
            "undo queue": list(self.undo_queue),
            "open chunks": self.open_chunks,
        }

    def write(self, path: str) -> None:
        saved = {
            "time": self.time, "time_unit": self.time_unit, "playback": self.playback, "file_info": self.file_info,
            "connections": self.connections, "startup": sorted(self.startup),
            "nodes": {name: [node.type, node.attributes] for name, node in self.nodes.items()},
        }  # fmt: skip
        Path(path).write_text(json.dumps(saved))
        self.path, self.modified = path, False

    def read(self, path: str) -> None:
        saved = json.loads(Path(path).read_text())
        self.time, self.time_unit, self.playback = saved["time"], saved["time_unit"], saved["playback"]
        self.file_info, self.connections, self.startup = saved["file_info"], saved["connections"], set(saved["startup"])
        self.nodes = {name: Node(kind, attributes) for name, (kind, attributes) in saved["nodes"].items()}
        self.path, self.modified = path, False

    def file_shown(self, node: str, path_attribute: str, frame: int) -> str:
        """The file that an image plane or texture shows at a frame."""
        attributes = self.nodes[self.resolve(node)].attributes
        path = str(attributes[path_attribute])
        if not attributes["useFrameExtension"]:
            return path
        driver = self.connections[f"{self.resolve(node)}.frameExtension"].partition(".")[0]
        match = re.fullmatch(
            r"\S+\.frameExtension = clamp\((-?\d+), (-?\d+), frame\);", str(self.nodes[driver].attributes["expression"])
        )
        assert match, self.nodes[driver].attributes
        number = max(int(match[1]), min(int(match[2]), frame)) + int(str(attributes["frameOffset"]))
        return re.sub(r"\.(\d+)\.(\w+)$", lambda found: f".{number:0{len(found[1])}}.{found[2]}", path)


current = Scene()


def reset(is_batch: bool = False) -> Scene:
    """A new scene."""
    global current
    current = Scene(is_batch=is_batch)
    return current
