#!/usr/bin/env bash
# Blender 5.2.3 (bpy from PyPI; also 3.4.1, 4.2.23 and 5.0.1): bpy.ops.render.render(scene="NAME") sets the named scene's
# frame to the frame of the open scene, and renders that. A loop of frame_set and render over another scene renders one
# frame again and again, without an error. With temp_override(scene=…) instead, each frame is rendered.
#
# Observed, frames of the other scene after frame_set(1), (2), (3) and render, while the open scene is at frame 1:
# with scene= 1, 1, 1; with temp_override 1, 2, 3.
# Pegbar renders a copy of the scene with temp_override (plugins/blender/pegbar_blender/capture/job.py).
set -euo pipefail
python=$(command -v python3.13 || ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python 2> /dev/null | head -n 1 || true)
"${python:-false}" -c "import sys; sys.exit(sys.version_info[:2] != (3, 13))" 2> /dev/null ||
  python=$(ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.13.*/bin/python 2> /dev/null | head -n 1 || true)
[ -n "$python" ] || { echo "skipped: bpy 5.2.3 needs Python 3.13"; exit 0; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"$python" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check bpy==5.2.3
cat > render.py <<'SCRIPT'
import sys

import bpy

bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene
bpy.ops.object.camera_add()
scene.camera = bpy.context.object
scene.render.engine = "CYCLES"
scene.cycles.samples = 1
scene.cycles.use_denoising = False
scene.render.resolution_x = scene.render.resolution_y = 16
other = scene.copy()
found = {"scene=": [], "temp_override": []}
for frame in (1, 2, 3):
    other.frame_set(frame)
    bpy.ops.render.render(scene=other.name)
    found["scene="].append(other.frame_current)
for frame in (1, 2, 3):
    other.frame_set(frame)
    with bpy.context.temp_override(scene=other):
        bpy.ops.render.render()
    found["temp_override"].append(other.frame_current)
print(bpy.app.version_string, found)
sys.exit(found != {"scene=": [1, 1, 1], "temp_override": [1, 2, 3]})
SCRIPT
venv/bin/python render.py
