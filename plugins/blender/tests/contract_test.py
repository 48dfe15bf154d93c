"""The suite of all hosts, in Blender."""

from __future__ import annotations

from pegbar_blender import client
from scene_case import SceneCase
from tests.host_contract import HostContract


class BlenderHostTest(HostContract, SceneCase):
    api = client
    # Without an interface there is no viewport.
    source = "depth"
    colour = "data"

    def run_pending(self) -> None:
        self.host.drain()
