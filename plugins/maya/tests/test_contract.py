"""The suite of all hosts, over the stand-in for Maya."""

from __future__ import annotations

from host_contract import HostContract
from maya import utils
from pegbar_maya import client

from .maya_case import MayaCase


class MayaHostTest(HostContract, MayaCase):
    api = client
    placement = "image_plane"

    def run_pending(self) -> None:
        utils.run_idle()
