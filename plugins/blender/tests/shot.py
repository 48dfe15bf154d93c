"""A shot in Blender without an interface, against the embedded platform. Run by test/plugins/blender.test.ts.

``blender --background --factory-startup --python-exit-code 1 --python shot.py -- COMMAND FOLDER``, or ``python shot.py -- …``
with PyPI's bpy. ``PEGBAR_URL`` is the platform. Commands: ``render``, ``reopen``, ``frames``, ``resume``.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parents[1] / "pegbar_client")]

import bpy  # noqa: E402
from pegbar_blender.client import ColourSpace, Draft, RequestView, SessionProxy, Source, SourceSpec, load_settings  # noqa: E402
from pegbar_blender.host import BlenderHost  # noqa: E402
from pegbar_blender.versions import blender  # noqa: E402
from tests.agent_sign_in import sign_in  # noqa: E402

SIZE = (96, 64)


def build_scene(file: Path) -> None:
    """A cube that moves over a floor, seen by a camera."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    bpy.ops.mesh.primitive_plane_add(size=20)
    bpy.ops.mesh.primitive_cube_add(size=2, location=(0, 0, 1))
    cube = bpy.context.object
    cube.name = "Hero"
    cube.keyframe_insert("location", frame=1)
    cube.location.x = 3
    cube.keyframe_insert("location", frame=24)
    bpy.ops.object.light_add(type="SUN", location=(0, 0, 5))
    bpy.ops.object.camera_add(location=(0, -10, 4), rotation=(1.25, 0, 0))
    scene.camera = bpy.context.object
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 1
    scene.cycles.use_denoising = False
    scene.render.resolution_x, scene.render.resolution_y = SIZE
    scene.render.resolution_percentage = 100
    scene.frame_start, scene.frame_end = 1, 24
    bpy.ops.wm.save_as_mainfile(filepath=str(file))


class Run:
    """A session and the loop that an interface would have."""

    def __init__(self, folder: Path) -> None:
        os.environ["PEGBAR_KEY_RING"] = "none"
        self.folder = folder
        self.host = BlenderHost()
        sign_in("artist@lumen.example")
        self.session = SessionProxy(self.host, load_settings(), "pegbar-blender/test")
        self.session.start()
        self.wait(lambda: self.session.state.is_loaded and self.session.state.shot_of_file)

    def wait(self, condition: Callable[[], object], seconds: float = 120.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            self.session.poll()
            time.sleep(0.005)
            if time.monotonic() > until:
                raise AssertionError(f"This took too long: {self.session.state}")

    def view(self, request_id: str) -> RequestView | None:
        return next((one for one in self.session.state.requests if one.request.id == request_id), None)

    def wait_until_placed(self, request_id: str) -> RequestView:
        def is_over() -> bool:
            view = self.view(request_id)
            return view is not None and (view.request.placed or view.request.error is not None)

        self.wait(is_over)
        view = self.view(request_id)
        assert view is not None and view.request.error is None, view
        return view

    def draft(self, spec: SourceSpec, frames: tuple[int, ...] | None, placement: str, steps: int = 4) -> Draft:
        workflow = next(one for one in self.session.state.workflows if one.slug == "paint-layout")
        values = {"prompt": "a harbour", "seed": "18446744073709551615" if frames is None else "7", "steps": steps}
        assert self.session.state.shot_of_file == "HARBOR/sq010/sh020", self.session.state.shot_of_file
        return Draft(self.session.state.shot_of_file, workflow, values, {"layout": spec}, frames=frames, placement=placement)


def find_node() -> Any:
    tree = blender().compositor(bpy.context.scene)
    return next(node for node in tree.nodes if node.get("pegbar.key"))


def render(folder: Path) -> None:
    """Renders the camera, submits, places twice in the compositor, and saves."""
    file = folder / "HARBOR_sq010_sh020_v001.blend"
    build_scene(file)
    run = Run(folder)
    spec = SourceSpec(Source.RENDER, ColourSpace.DISPLAY)
    first = run.session.submit(run.draft(spec, None, "compositor"))
    run.wait_until_placed(first)
    node = find_node()
    node.location = (123, 45)
    version = node["pegbar.version"]
    image = node.image
    assert tuple(image.size) == SIZE, tuple(image.size)
    second = run.session.submit(run.draft(spec, None, "compositor", steps=5))
    run.wait_until_placed(second)
    assert find_node() == node and node.image == image, "the node and its image are updated in place"
    assert node["pegbar.version"] != version
    assert tuple(node.location) == (123, 45), "the artist's place is kept"
    assert bpy.context.scene.render.resolution_x == SIZE[0]
    assert bpy.context.scene.render.engine == "CYCLES"
    run.session.close(10)
    bpy.ops.wm.save_mainfile()
    print(json.dumps({"requests": [first, second], "file": str(file), "version": node["pegbar.version"]}))


def reopen(folder: Path) -> None:
    """Opens the saved file: history, node and picture are there."""
    bpy.ops.wm.open_mainfile(filepath=str(folder / "HARBOR_sq010_sh020_v001.blend"))
    run = Run(folder)
    history = run.host.read_history()
    assert len(history) == 2 and all(entry.remote_id.startswith("job_") for entry in history), history
    node = find_node()
    assert tuple(node.image.size) == SIZE
    assert Path(bpy.path.abspath(node.image.filepath)).is_file()
    run.wait(lambda: len(run.session.state.requests) == 2)
    assert all(view.request.phase == "done" for view in run.session.state.requests)
    run.session.close(10)
    print(json.dumps({"version": node["pegbar.version"]}))


def frames(folder: Path) -> None:
    """Submits 24 frames of depth and kills itself once the server has them."""
    bpy.ops.wm.open_mainfile(filepath=str(folder / "HARBOR_sq010_sh020_v001.blend"))
    run = Run(folder)
    spec = SourceSpec(Source.DEPTH, ColourSpace.DATA, near=5.0, far=15.0)
    request_id = run.session.submit(run.draft(spec, tuple(range(1, 25)), "image_plane", steps=20))
    bpy.ops.wm.save_mainfile()
    print(json.dumps({"request": request_id}), flush=True)

    def has_remote_id() -> bool:
        view = run.view(request_id)
        assert view is None or view.request.error is None, view
        return view is not None and bool(view.request.remote_id)

    run.wait(has_remote_id)
    os.kill(os.getpid(), signal.SIGKILL)


def resume(folder: Path) -> None:
    """Starts after the kill: the frames arrive, and are placed as an image plane."""
    bpy.ops.wm.open_mainfile(filepath=str(folder / "HARBOR_sq010_sh020_v001.blend"))
    run = Run(folder)
    run.wait(lambda: any(view.request.kind == "batch" for view in run.session.state.requests))
    view = run.wait_until_placed(next(view.request.id for view in run.session.state.requests if view.request.kind == "batch"))
    assert len(view.request.results) == 24, len(view.request.results)
    plane = next(one for one in bpy.context.scene.objects if one.get("pegbar.key"))
    texture = next(node for node in plane.material_slots[0].material.node_tree.nodes if node.type == "TEX_IMAGE")
    assert texture.image.source == "SEQUENCE"
    assert (texture.image_user.frame_start, texture.image_user.frame_duration) == (1, 24)
    run.session.close(10)
    print(json.dumps({"plane": plane.name}))


if __name__ == "__main__":
    command, target = sys.argv[sys.argv.index("--") + 1 :]
    {"render": render, "reopen": reopen, "frames": frames, "resume": resume}[command](Path(target))
