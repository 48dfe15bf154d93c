"""``mayapy -m pegbar_maya`` as a process, against the embedded platform."""

from __future__ import annotations

import os
import subprocess
import sys
import unittest
from pathlib import Path

from browser import open_browser_as
from maya import state
from pegbar_maya.__main__ import parse_source
from pegbar_maya.client import ColourSpace, PegbarError, Session, Source, SourceSpec, load_settings
from pegbar_maya.host import MayaHost

from . import PATHS
from .platform_case import PlatformCase


class SourceTest(unittest.TestCase):
    def test_sources(self) -> None:
        expected = {
            "a=render": SourceSpec(Source.RENDER),
            "a=linear": SourceSpec(Source.RENDER, ColourSpace.LINEAR),
            "a=viewport": SourceSpec(Source.VIEWPORT),
            "a=image:plate1": SourceSpec(Source.IMAGE, name="plate1"),
            "a=file:C:/x=y.png": SourceSpec(Source.FILE, name="C:/x=y.png"),
        }
        self.assertEqual({text: parse_source(text) for text in expected}, {text: ("a", spec) for text, spec in expected.items()})
        for wrong in ("", "a", "a=", "=render", "a=depth", "a=file:", "a=render:1"):
            with self.assertRaisesRegex(PegbarError, "Not a source: .*Write INPUT=render"):
                parse_source(wrong)


class BatchTest(PlatformCase):
    def setUp(self) -> None:
        super().setUp()
        self.file = self.folder / "HARBOR_sq010_sh010_v001.ma"
        self.scene.write(str(self.file))

    def run_entry(self, *arguments: str) -> tuple[int, str, str]:
        ended = subprocess.run(
            [sys.executable, "-m", "pegbar_maya", *arguments],
            env={**os.environ, **self.environment, "PYTHONPATH": os.pathsep.join(PATHS), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
            timeout=120,
        )
        return ended.returncode, ended.stdout, ended.stderr

    def sign_in(self) -> None:
        session = Session(self.host, load_settings(), "pegbar-maya/test", open_browser=open_browser_as("artist@lumen.example"))
        session.start()
        self.wait(lambda: session.state.connection.value == "signed_out", "signed out")
        session.sign_in()
        self.wait(lambda: session.state.is_loaded, "signed in")
        session.close()

    def test_wrong_use_says_what_to_write(self) -> None:
        code, _out, errors = self.run_entry("submit", str(self.file), "--workflow", "paint-layout")
        self.assertEqual((code, errors), (3, "Not signed in. Run: mayapy -m pegbar_maya sign-in\n"))
        self.sign_in()
        code, out, _errors = self.run_entry("sign-in")
        self.assertEqual((code, out), (0, "Signed in as artist@lumen.example.\n"))
        for arguments, expected in {
            (str(self.folder / "gone.ma"), "--workflow", "x"): "Scene not found: .*gone.ma. Correct its path.",
            (str(self.file), "--workflow", "gone"): "Workflow not found: gone. Available: .*paint-layout",
            (str(self.file), "--workflow", "paint-layout", "--set", "stepz=4"): "Not a setting of paint-layout: stepz=4. Settings: ",
            (str(self.file), "--workflow", "paint-layout", "--set", "steps=many"): "Choose what Layout is made from",
            (str(self.file), "--workflow", "paint-layout", "--source", "layout=render", "--frames", "9-1"): "Write 1-9",
        }.items():
            code, _out, errors = self.run_entry("submit", *arguments)
            self.assertEqual(code, 2, errors)
            self.assertRegex(errors, expected)
        code, _out, errors = self.run_entry(
            "submit", str(self.file), "--workflow", "paint-layout", "--source", "layout=viewport", "--set", "prompt=x"
        )
        self.assertEqual(code, 1, errors)
        self.assertIn("no viewport without an interface", errors)

    def test_a_range_is_rendered_placed_and_saved(self) -> None:
        self.sign_in()
        code, out, errors = self.run_entry(
            "submit", str(self.file), "--workflow", "paint-layout", "--source", "layout=render", "--frames", "1-5:2",
            "--set", "prompt=a \"harbour\" at dusk", "--set", "steps=4", "--set", "seed=7", "--place", "image_plane", "--save",
        )  # fmt: skip
        self.assertEqual((code, errors), (0, ""), out)
        self.assertRegex(out, r"(?m)^HARBOR_sq010_sh010_\w+\.v\d{3}: 3 files in ")
        saved = state.reset(is_batch=True)
        saved.read(str(self.file))
        [plane] = [name for name, node in saved.nodes.items() if node.type == "imagePlane"]
        shown = [Path(saved.file_shown(plane, "imageName", frame)) for frame in (1, 2, 3, 5)]
        contents = [path.read_bytes() for path in shown]
        self.assertTrue(all(content.startswith(b"\x89PNG") for content in contents))
        self.assertEqual(contents[0], contents[1], "frame 2 holds frame 1")
        self.assertNotEqual(contents[0], contents[2])
        [entry] = MayaHost(self.scheduler).read_history()
        self.assertEqual((entry.frames, entry.shot, entry.workflow), ("1-5:2", "HARBOR/sq010/sh010", "paint-layout"))
        self.assertRegex(entry.remote_id, "^bat_")
        self.assertEqual(str(saved.nodes["defaultRenderGlobals"].attributes["imageFormat"]), "7")

    def test_a_file_and_a_single_frame(self) -> None:
        self.sign_in()
        picture = self.make_result([None]).files[0].path
        code, out, errors = self.run_entry(
            "submit", str(self.file), "--workflow", "paint-layout", "--shot", "HARBOR/sq010/sh020",
            "--source", f"layout=file:{picture}", "--set", "prompt=x", "--set", "steps=4",
        )  # fmt: skip
        self.assertEqual((code, errors), (0, ""), out)
        self.assertRegex(out, r"(?m)^HARBOR_sq010_sh020_\w+\.v\d{3}: 1 file in ")
