"""``maya.cmds``: the commands that the plug-in uses, with the flags that it uses. Other flags raise TypeError.

Compare with the command reference of Maya (CommandsPython) before relying on a flag that is new here.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from pathlib import Path
from typing import Any

from . import state
from .main_thread import assert_main_thread
from .pictures import write_picture
from .state import TYPES, Node

__all__: list[str] = []


def _command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Every command belongs to the main thread."""

    def call(*arguments: object, **flags: object) -> object:
        assert_main_thread(f"cmds.{function.__name__}")
        return function(*arguments, **flags)

    call.__name__ = function.__name__
    return call


def _changed(what: str) -> None:
    state.current.modified = True
    if state.current.undo_state and not state.current.open_chunks:
        state.current.undo_queue.append(what)


def _short(path: str) -> str:
    """The shortest unique name; image planes have their camera before ``->``."""
    name = path.rpartition("|")[2]
    return name if state.current.find(name) == path else path


# --- the application and its files


@_command
def about(batch: bool = False, version: bool = False) -> object:
    return state.current.is_batch if batch else "2025" if version else _refuse("about")


@_command
def file(
    name: str = "", query: bool = False, sceneName: bool = False, modified: bool | None = None, open: bool = False,
    force: bool = False, save: bool = False,
) -> object:  # fmt: skip
    scene = state.current
    if query:
        return scene.path if sceneName else scene.modified
    if open:
        scene.read(name)
        return name
    if save:
        if not scene.path:
            raise RuntimeError("The file has no name.")
        scene.write(scene.path)
        return scene.path
    if modified is not None:
        scene.modified = modified
        return None
    return _refuse("file")


@_command
def fileInfo(name: str, value: str | None = None, query: bool = False) -> object:
    scene = state.current
    if query:
        found = scene.file_info.get(name)
        # Documented: quotes and backslashes come back with a backslash before them.
        return [] if found is None else [found.replace("\\", "\\\\").replace('"', '\\"')]
    assert value is not None
    scene.file_info[name] = value
    scene.modified = True
    return None


@_command
def workspace(fileRuleEntry: str = "", fileRule: list[str] | None = None) -> object:
    if fileRule is not None:
        state.current.rules[fileRule[0]] = fileRule[1]
        return None
    return state.current.rules.get(fileRuleEntry, "")


@_command
def optionVar(query: str = "", exists: str = "", stringValue: tuple[str, str] | None = None) -> object:
    if stringValue:
        state.current.options[stringValue[0]] = stringValue[1]
        return None
    return exists in state.current.options if exists else state.current.options[query]


@_command
def undoInfo(
    query: bool = False, state: bool = False, stateWithoutFlush: bool | None = None, openChunk: bool = False,
    closeChunk: bool = False, chunkName: str = "",
) -> object:  # fmt: skip
    from . import state as module

    scene = module.current
    if query:
        assert state
        return scene.undo_state
    if stateWithoutFlush is not None:
        scene.undo_state = stateWithoutFlush
    elif openChunk:
        scene.open_chunks += 1
        scene.undo_queue.append(chunkName)
    else:
        assert closeChunk
        scene.open_chunks -= 1
    return None


# --- time and units


@_command
def currentTime(time: float | None = None, query: bool = False, update: bool = True) -> float:
    if not query:
        assert time is not None and update
        state.current.time = float(time)
    return state.current.time


@_command
def playbackOptions(query: bool, minTime: bool = False, maxTime: bool = False, by: bool = False) -> float:
    assert query and minTime + maxTime + by == 1
    return state.current.playback["minTime" if minTime else "maxTime" if maxTime else "by"]


@_command
def currentUnit(query: bool, time: bool = False, linear: bool = False) -> str:
    assert query and time + linear == 1
    return state.current.time_unit if time else state.current.linear_unit


@_command
def upAxis(query: bool, axis: bool) -> str:
    assert query and axis
    return state.current.up_axis


# --- nodes


@_command
def getAttr(plug: str, time: float | None = None, lock: bool = False) -> object:
    path, name = state.current.split(plug)
    if lock:
        return name in state.current.nodes[path].locked
    curve = state.current.animation.get(f"{path}.{name}")
    if curve:
        return curve(state.current.time if time is None else time)
    return state.current.nodes[path].attributes[name]


@_command
def setAttr(plug: str, value: object = None, type: str = "", lock: bool | None = None) -> None:
    path, name = state.current.split(plug)
    node = state.current.nodes[path]
    _changed(f"setAttr {plug}")
    if lock is not None:
        (node.locked.add if lock else node.locked.discard)(name)
        return
    if name in node.locked or f"{path}.{name}" in state.current.connections:
        raise RuntimeError(f"setAttr: The attribute '{plug}' is locked or connected and cannot be modified.")
    before = node.attributes[name]
    is_text = isinstance(before, str) or before is None
    if is_text != (type == "string"):
        raise RuntimeError(f"setAttr: '{plug}' needs another type than {value!r} with type={type!r}.")
    if is_text:
        node.attributes[name] = str(value)
    else:
        assert isinstance(value, (bool, int, float)), (plug, value)
        node.attributes[name] = before.__class__(value)  # type: ignore[call-arg]


@_command
def addAttr(node: str, longName: str, dataType: str) -> None:
    assert dataType == "string" and longName.isidentifier(), longName
    state.current.nodes[state.current.resolve(node)].attributes[longName] = None
    _changed(f"addAttr {node}")


@_command
def attributeQuery(name: str, node: str, exists: bool) -> bool:
    assert exists
    return name in state.current.nodes[state.current.resolve(node)].attributes


@_command
def listConnections(plug: str, source: bool, destination: bool) -> list[str] | None:
    assert source and not destination
    path, name = state.current.split(plug)
    driver = state.current.connections.get(f"{path}.{name}")
    return [_short(driver.partition(".")[0])] if driver else None


@_command
def connectAttr(source: str, destination: str) -> None:
    (one, first), (other, second) = state.current.split(source), state.current.split(destination)
    state.current.connections[f"{other}.{second}"] = f"{one}.{first}"
    _changed("connectAttr")


@_command
def listRelatives(
    node: str, parent: bool = False, shapes: bool = False, type: str = "", fullPath: bool = False
) -> list[str] | None:
    path = state.current.resolve(node)
    if parent:
        above = path.rpartition("|")[0]
        return [above if fullPath else _short(above)] if above else None
    assert shapes
    below = [
        one
        for one, found in state.current.nodes.items()
        if one.rpartition("|")[0] == path and (not type or found.type == type)
    ]
    return [one if fullPath else _short(one) for one in below] or None


@_command
def ls(
    name: str = "", cameras: bool = False, type: str = "", long: bool = False, objectsOnly: bool = False, recursive: bool = False
) -> list[str]:
    scene = state.current
    if name.startswith("*."):
        assert objectsOnly and recursive
        found = [path for path, node in scene.nodes.items() if name[2:] in node.attributes]
    elif name:
        found = [path for path in scene.nodes if path == name or fnmatch.fnmatchcase(path.rpartition("|")[2], name)]
    else:
        kind = "camera" if cameras else type
        assert kind in TYPES, kind
        found = [path for path, node in scene.nodes.items() if node.type == kind]
    return [path if long else _short(path) for path in found]


@_command
def nodeType(node: str) -> str:
    return state.current.nodes[state.current.resolve(node)].type


@_command
def objExists(node: str) -> bool:
    return state.current.find(node) is not None


@_command
def rename(node: str, name: str) -> str:
    """A shape that is named after its transform is renamed with it."""
    assert name.isidentifier(), f"Maya's names have no {name!r}"
    scene = state.current
    path = scene.resolve(node)
    old, new = path.rpartition("|")[2], name
    if old != name:
        new = scene.unique(name)
    target = path[: len(path) - len(old)] + new

    def moved(one: str) -> str:
        if one != path and not one.startswith(f"{path}|"):
            return one
        below = one[len(path) :]
        if below.startswith((f"|{old.rstrip('0123456789')}Shape", f"|{old}Shape")):
            below = f"|{new}Shape"
        return target + below

    scene.nodes = {moved(one): found for one, found in scene.nodes.items()}
    scene.connections = {
        f"{moved(one.partition('.')[0])}.{one.partition('.')[2]}": source for one, source in scene.connections.items()
    }
    _changed("rename")
    return _short(target)


@_command
def shadingNode(kind: str, asTexture: bool = False, asUtility: bool = False, isColorManaged: bool = False) -> str:
    assert asTexture != asUtility and kind in TYPES
    name = state.current.unique(f"{kind}#")
    state.current.nodes[name] = Node(kind, dict(TYPES[kind]))
    _changed("shadingNode")
    return name


@_command
def expression(
    node: str = "", string: str = "", name: str = "", alwaysEvaluate: bool = True, edit: bool = False
) -> str:
    scene = state.current
    if edit:
        scene.nodes[scene.resolve(node)].attributes["expression"] = string
        return node
    path, attribute = scene.split(string.partition(" = ")[0])
    made = scene.unique(name)
    scene.nodes[made] = Node("expression", {"expression": string})
    scene.connections[f"{path}.{attribute}"] = f"{made}.output[0]"
    _changed("expression")
    return made


@_command
def camera(shape: str, query: bool, startupCamera: bool) -> bool:
    assert query and startupCamera
    return state.current.resolve(shape) in state.current.startup


@_command
def imagePlane(camera: str, fileName: str, showInAllViews: bool) -> list[str]:
    assert not showInAllViews
    scene = state.current
    shape = scene.resolve(camera)
    assert scene.nodes[shape].type == "camera"
    name = scene.unique("imagePlane#")
    transform = f"{shape}->|{name}"
    plane = f"{transform}|{name.replace('imagePlane', 'imagePlaneShape')}"
    scene.nodes[transform] = Node("transform", dict(TYPES["transform"]))
    scene.nodes[plane] = Node("imagePlane", {**TYPES["imagePlane"], "imageName": fileName})
    _changed("imagePlane")
    return [_short(transform), _short(plane)]


@_command
def colorManagementPrefs(query: bool, inputSpaceNames: bool) -> list[str]:
    assert query and inputSpaceNames
    return list(state.current.colour_spaces)


# --- panels and pictures


@_command
def getPanel(withFocus: bool = False, visiblePanels: bool = False, typeOf: str = "") -> object:
    names = ["outlinerPanel1", *(["modelPanel4"] if state.current.panel is not None else [])]
    if typeOf:
        return "modelPanel" if typeOf == "modelPanel4" else "outlinerPanel"
    return names[0] if withFocus else names if visiblePanels else _refuse("getPanel")


@_command
def modelPanel(panel: str, query: bool, camera: bool) -> str:
    assert query and camera and panel == "modelPanel4"
    return state.current.panel_camera


@_command
def modelEditor(panel: str, query: bool = False, edit: bool = False, **flags: object) -> object:
    scene = state.current
    assert panel == "modelPanel4" and scene.panel is not None
    [(flag, value)] = flags.items()
    if flag in ("width", "height"):
        assert query
        return scene.panel_size[flag == "height"]
    if flag not in scene.panel:
        raise TypeError(f"Invalid flag '{flag}'")
    if query:
        return scene.panel[flag]
    assert edit and isinstance(value, bool)
    scene.panel[flag] = value
    return None


def _picture(kind: str, **facts: object) -> None:
    scene = state.current
    scene.pictures.append({"kind": kind, "settings": scene.dump(), **facts})
    if scene.failure:
        raise scene.failure


@_command
def playblast(
    format: str, compression: str, completeFilename: str, frame: list[float], widthHeight: list[int], percent: int,
    quality: int, editorPanelName: str, offScreen: bool, viewer: bool, showOrnaments: bool, forceOverwrite: bool,
) -> str | None:  # fmt: skip
    if state.current.is_batch:
        raise RuntimeError("playblast needs an interface.")
    assert (format, compression, percent, quality, offScreen, viewer, showOrnaments, forceOverwrite) == (
        "image", "png", 100, 100, True, False, False, True,
    )  # fmt: skip
    assert editorPanelName == "modelPanel4" and len(frame) == 1
    _picture("playblast", frame=frame[0], size=tuple(widthHeight))
    if state.current.escape:
        return None
    write_picture(Path(completeFilename), widthHeight[0], widthHeight[1], frame[0], 10)
    return completeFilename


def _target(folder: str, suffix: str) -> Path:
    scene = state.current
    prefix = scene.nodes["defaultRenderGlobals"].attributes["imageFilePrefix"]
    return Path(scene.rules["images"], folder, f"{prefix}.{suffix}")


@_command
def ogsRender(camera: str, frame: float, width: int, height: int, noRenderView: bool) -> str:
    assert noRenderView and state.current.nodes["defaultRenderGlobals"].attributes["imageFormat"] == 32
    _picture("ogsRender", frame=frame, size=(width, height), camera=state.current.resolve(camera))
    target = _target("", "png")
    write_picture(target, width, height, frame, 20)
    return str(target)


@_command
def render(camera: str, xresolution: int, yresolution: int) -> str:
    assert state.current.nodes["defaultRenderGlobals"].attributes["imageFormat"] == 32
    _picture("render", frame=state.current.time, size=(xresolution, yresolution), camera=state.current.resolve(camera))
    # Without batch it goes to a folder of its own.
    target = _target("tmp", "png")
    write_picture(target, xresolution, yresolution, state.current.time, 30)
    return str(target)


@_command
def arnoldRender(batch: bool, seq: str, camera: str, width: int, height: int) -> None:
    assert batch
    _picture("arnoldRender", frame=float(seq), size=(width, height), camera=state.current.resolve(camera))
    kind = str(state.current.nodes["defaultArnoldDriver"].attributes["ai_translator"])
    target = _target("masterLayer", kind)
    if kind == "exr":
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(b"\x76\x2f\x31\x01" + bytes(60))
    else:
        write_picture(target, width, height, float(seq), 40)


# --- interface


@_command
def scriptJob(event: list[Any] | None = None, exists: int = 0, kill: int = 0) -> object:
    jobs = state.current.script_jobs
    if event:
        number = max(jobs, default=0) + 1
        jobs[number] = (event[0], event[1])
        return number
    if exists:
        return exists in jobs
    del jobs[kill]
    return None


@_command
def workspaceControl(name: str, exists: bool = False, edit: bool = False, restore: bool = False, **create: object) -> object:
    if exists:
        return name in state.current.controls
    if edit:
        assert restore and name in state.current.controls
        return name
    assert set(create) == {"label", "uiScript", "dockToMainWindow", "initialWidth", "minimumWidth", "retain"}, create
    state.current.controls[name] = make_control()
    exec(str(create["uiScript"]), {})
    return name


def make_control() -> int | None:
    """Replaced by the test of the panel, which has Qt."""
    return None


@_command
def menu(name: str, exists: bool = False, label: str = "", parent: str = "", tearOff: bool = False) -> object:
    if exists:
        return name in state.current.menus
    assert parent == "MayaWindow" and label
    state.current.menus[name] = []
    return name


@_command
def menuItem(label: str, parent: str, command: str, sourceType: str) -> None:
    assert sourceType == "python"
    compile(command, "menuItem", "exec")
    state.current.menus[parent].append(label)


@_command
def deleteUI(name: str) -> None:
    del state.current.menus[name]


@_command
def shelfLayout(name: str, exists: bool = False, query: bool = False, childArray: bool = False) -> object:
    if exists:
        return name in state.current.shelves
    assert query and childArray
    return state.current.shelves[name] or None


@_command
def shelfButton(parent: str, image: str, label: str, annotation: str, command: str, sourceType: str) -> None:
    assert sourceType == "python" and image == "pegbar.svg" and annotation
    compile(command, "shelfButton", "exec")
    state.current.shelves[parent].append(label)


def _refuse(command: str) -> None:
    raise AssertionError(f"{command}: these flags are not known here.")
