"""Tests of the Maya plug-in against a stand-in for Maya: ``python -m unittest tests.test_host`` in ``plugins/maya``."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
CLIENT = HERE.parents[1] / "pegbar_client"
#: The stand-in, the plug-in, the client, and the client's helpers for tests.
PATHS = [str(HERE / "standin"), str(HERE.parent / "scripts"), str(CLIENT), str(CLIENT / "tests")]
sys.path[:0] = PATHS
