"""Tests against the embedded platform that the runner has started: ``PEGBAR_TEST_PLATFORM`` is its ``platform.json``."""

from __future__ import annotations

import json
import os
import time
import unittest
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from maya import utils

from .maya_case import MayaCase

SHOT = "HARBOR/sq010/sh010"


class PlatformCase(MayaCase):
    """An outbox of its own, and the idle events of a Maya."""

    @classmethod
    def setUpClass(cls) -> None:
        platform = os.environ.get("PEGBAR_TEST_PLATFORM")
        if not platform:
            raise unittest.SkipTest("PEGBAR_TEST_PLATFORM does not name a running platform")
        cls.api = json.loads(Path(platform).read_text())["api"]

    def setUp(self) -> None:
        super().setUp()
        self.environment = {
            "PEGBAR_HOME": str(self.folder / "home"),
            "PEGBAR_KEY_RING": "none",
            "PEGBAR_URL": self.api,
            "PEGBAR_PROXY": "none",
        }
        patched = mock.patch.dict(os.environ, self.environment)
        patched.start()
        self.addCleanup(patched.stop)

    def wait(self, condition: Callable[[], object], what: str, seconds: float = 20.0) -> None:
        until = time.monotonic() + seconds
        while not condition():
            utils.run_idle(0.02)
            if time.monotonic() > until:
                self.fail(f"This did not happen within {seconds} s: {what}")
