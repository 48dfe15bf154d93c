"""Runs the add-on's tests inside Blender: ``blender … --python run.py -- FOLDER``, or ``python run.py -- FOLDER`` with bpy."""

from __future__ import annotations

import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent), str(HERE.parents[1] / "pegbar_client")]

if __name__ == "__main__":
    names = sys.argv[sys.argv.index("--") + 2 :] or ["contract_test", "capture_test", "place_test", "host_test"]
    suite = unittest.defaultTestLoader.loadTestsFromNames(names)
    result = unittest.TextTestRunner(verbosity=2, stream=sys.stdout).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
