"""The host in memory, with the suite of all hosts."""

from __future__ import annotations

import types
import unittest

from pegbar_client import Cancelled, PegbarError
from pegbar_client.host import interface
from pegbar_client.host.memory import MemoryHost

from .host_contract import HostContract


class MemoryHostTest(HostContract, unittest.TestCase):
    api = types.SimpleNamespace(**vars(interface), PegbarError=PegbarError, Cancelled=Cancelled)
    placement = "compositor"

    def setUp(self) -> None:
        self.host = MemoryHost()

    def run_pending(self) -> None:
        self.host.run_pending(0.01)
