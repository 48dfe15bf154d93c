"""The panel in a real Qt, with a real session against the embedded platform. Run by the Python of ``.tools/pyside``.

``PEGBAR_SCREENSHOT`` names a PNG to write a picture of the panel to.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable

from browser import open_browser_as
from maya import cmds, state, utils
from pegbar_maya.client import Connection, Source
from pegbar_maya.panel import dock
from pegbar_maya.panel.form import FormView
from pegbar_maya.panel.qt import QtGui, QtWidgets, shiboken
from pegbar_maya.panel.preferences import PreferencesDialog
from pegbar_maya.panel.running import Running
from pegbar_maya.panel.window import PegbarPanel

from .platform_case import PlatformCase

#: Milliseconds of the main thread that one idle event may take, captures excluded. The stand-in captures at once.
_LONGEST = 60.0


class PanelTest(PlatformCase):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.application = QtWidgets.QApplication.instance() or QtWidgets.QApplication(sys.argv)
        # About Maya's own look.
        cls.application.setStyle("Fusion")
        palette = QtGui.QPalette(QtGui.QColor(68, 68, 68))
        palette.setColor(QtGui.QPalette.ColorRole.Base, QtGui.QColor(43, 43, 43))
        cls.application.setPalette(palette)

    def setUp(self) -> None:
        super().setUp()
        self.file = self.folder / "HARBOR_sq010_sh010_v001.ma"
        self.scene.panel_camera = "renderCam"
        self.scene.write(str(self.file))
        self.window = QtWidgets.QWidget()
        self.window.resize(420, 900)
        self.window.show()
        self.addCleanup(self.window.deleteLater)
        cmds.make_control = lambda: shiboken.getCppPointer(self.window)[0]
        dock._running = Running(open_browser_as("artist@lumen.example"))
        dock._running.start()
        self.addCleanup(self.close)

    def close(self) -> None:
        running = dock._running
        dock._running = dock._panel = None
        if running:
            running.stop()

    def wait(self, condition: Callable[[], object], what: str, seconds: float = 20.0) -> None:
        def is_true() -> object:
            self.application.processEvents()
            return condition()

        try:
            super().wait(is_true, what, seconds)
        except AssertionError as error:
            raise AssertionError(f"{error}; the panel says: {self.texts()}") from error

    def open(self) -> PegbarPanel:
        dock.open_panel()
        panel = self.window.findChild(PegbarPanel)
        assert panel is not None
        return panel

    def press(self, text: str, within: QtWidgets.QWidget | None = None) -> None:
        found = [
            button
            for button in (within or self.window).findChildren(QtWidgets.QPushButton)
            if button.text() == text and button.isVisibleTo(self.window)
        ]
        self.assertEqual(len(found), 1, f"one visible button {text}, among {self.buttons()}")
        self.assertTrue(found[0].isEnabled(), text)
        found[0].click()

    def buttons(self) -> list[str]:
        return [one.text() for one in self.window.findChildren(QtWidgets.QPushButton) if one.isVisibleTo(self.window)]

    def texts(self) -> str:
        return "\n".join(one.text() for one in self.window.findChildren(QtWidgets.QLabel) if one.isVisibleTo(self.window))

    def signed_in(self) -> PegbarPanel:
        panel = self.open()
        self.wait(lambda: "Sign In" in self.buttons(), "the button to sign in")
        self.press("Sign In")
        self.wait(lambda: panel.form.isVisibleTo(self.window), "the form")
        return panel

    def choose(self, form: FormView, workflow: str = "paint-layout") -> None:
        running = dock._running
        assert running is not None
        names = {one.slug: one.name for one in running.state.workflows}
        form.workflow.setCurrentText(names[workflow])
        assert form._fields is not None
        form._sources["layout"].source.setCurrentText("Viewport")
        form._fields.write({"prompt": "A harbour at dusk, rain", "seed": str(2**64 - 1), "steps": 4})
        # New widgets are shown by their layout.
        self.application.processEvents()

    def test_from_sign_in_to_the_image_plane(self) -> None:
        panel = self.signed_in()
        form = panel.form
        self.wait(lambda: form.shot.currentText() == "HARBOR/sq010/sh010", "the shot of the path")
        self.assertFalse(form.submit_button.isEnabled(), "no workflow is chosen")
        self.choose(form)
        self.wait(lambda: "$" in form.price.text() and "Budget left" in form.price.text(), "a price")
        utils.durations.clear()
        self.press("Submit")
        self.wait(lambda: "Place: Image plane" in self.buttons(), "the result")
        self.wait(lambda: cmds.ls(type="imagePlane"), "the placed result")
        self.wait(lambda: "Certified" in self.texts(), "the certificate")
        self.assertRegex(self.texts(), r"HARBOR_sq010_sh010_\w+\.v\d{3}")
        self.assertLess(max(utils.durations) * 1000, _LONGEST)
        # The result is placed again as a texture, by hand.
        self.press("Place: File texture")
        self.assertEqual(len(cmds.ls(type="file")), 1)
        assert form._frames is not None
        form._frames.mode.setCurrentText("Range")
        form._frames.range.setText("1-24:2")
        assert form._fields is not None
        form._fields.write({"seed": "7"})
        self.wait(lambda: "for 12 frames" in form.price.text(), "the price of a range")
        self.press("Submit")
        self.wait(lambda: "12 frames" in self.texts().partition("Submissions")[2], "frames on the server")
        self.save_picture()
        self.press("Cancel")
        # Unless it was just finished.
        self.wait(lambda: "Cancelled" in self.texts() or self.buttons().count("Place: Image plane") == 2, "the end")

    def save_picture(self) -> None:
        target = os.environ.get("PEGBAR_SCREENSHOT")
        if target:
            self.assertTrue(self.window.grab().save(target))

    def test_wrong_values_are_shown_before_a_submit(self) -> None:
        form = self.signed_in().form
        self.choose(form)
        assert form._fields is not None
        seed = form._fields._editors["seed"].widget
        seed.setText("many")
        self.assertIn("Enter a whole number.", self.texts())
        self.wait(lambda: "Then you see the price" in form.price.text(), "the note about the price")
        self.press("Submit")
        self.assertIn("Enter a whole number.", form.error.text())
        seed.setText("7")
        source = form._sources["layout"]
        source.source.setCurrentText("Depth")
        self.assertIn("Depth can't be captured in Maya", source.reason.text())
        source.source.setCurrentText("File")
        self.press("Submit")
        self.assertIn("Choose an image for", form.error.text())
        self.assertEqual(source.read().source, Source.FILE)

    def test_what_was_entered_is_kept_over_workflows_and_scenes(self) -> None:
        panel = self.signed_in()
        form = panel.form
        self.choose(form)
        others = [name for name in (form.workflow.itemText(at) for at in range(1, form.workflow.count()))]
        other = next(name for name in others if name != form.workflow.currentText())
        mine = form.workflow.currentText()
        form.workflow.setCurrentText(other)
        form.workflow.setCurrentText(mine)
        assert form._fields is not None
        self.assertEqual(form._fields.read()["prompt"], "A harbour at dusk, rain")
        self.assertEqual(form._fields.read()["seed"], str(2**64 - 1))
        self.press("Submit")
        self.wait(lambda: panel.requests._rows, "the submission")
        # Another scene has its own list; this one comes back with its file.
        self.wait(lambda: "Place: Image plane" in self.buttons(), "the result")
        cmds.file(save=True)
        jobs = dict(self.scene.script_jobs)
        state.current.file_info.clear()
        state.current.path = str(self.folder / "HARBOR_sq010_sh020_v001.ma")
        for event, call in jobs.values():
            if event == "SceneOpened":
                call()
        self.wait(lambda: not panel.requests._rows, "an empty list")
        self.wait(lambda: form.shot.currentText() == "HARBOR/sq010/sh020", "the other shot")
        state.current.read(str(self.file))
        for event, call in jobs.values():
            if event == "SceneOpened":
                call()
        self.wait(lambda: panel.requests._rows, "the list of the scene")
        self.press("Use Settings")
        self.press("Remove")
        self.wait(lambda: not panel.requests._rows, "an empty list")

    def test_sign_in_with_a_code_can_be_cancelled(self) -> None:
        self.open()
        self.wait(lambda: "Sign In with a Code" in self.buttons(), "the button")
        self.press("Sign In with a Code")
        self.wait(lambda: "on any machine and enter" in self.texts(), "the code")
        self.press("Cancel")
        self.wait(lambda: "Sign In" in self.buttons(), "the button to sign in")

    def test_preferences_are_stored_and_used(self) -> None:
        panel = self.open()
        running = dock._running
        assert running is not None
        self.wait(lambda: "Sign In" in self.buttons(), "the button to sign in")
        os.environ["PEGBAR_URL"] = ""
        panel.open_preferences()
        dialog = panel.findChild(PreferencesDialog)
        assert dialog is not None
        dialog.url.setText("not an address")
        dialog.save()
        self.assertIn("Not an address", dialog.message.text())
        dialog.url.setText("127.0.0.1:9/v1")
        dialog.rule.setText("/jobs/{show}/{sequence}/{shot}/")
        dialog.save()
        self.wait(lambda: running.settings.url == "https://127.0.0.1:9", "the new address")
        self.wait(lambda: running.state.connection is Connection.SIGNED_OUT, "nobody is signed in at this address")
        # The panel hears of it a moment later.
        self.wait(lambda: "Sign In" in self.buttons(), "the button to sign in")
        self.press("Sign In")
        self.wait(lambda: "127.0.0.1:9" in self.texts(), "why it can't be reached")
        self.assertEqual(cmds.optionVar(query="pegbarPathRule"), "/jobs/{show}/{sequence}/{shot}/")

    def test_a_closed_panel_hears_no_more(self) -> None:
        panel = self.open()
        running = dock._running
        assert running is not None
        self.wait(lambda: "Sign In" in self.buttons(), "the button to sign in")
        shiboken.delete(panel)
        self.assertEqual(running._listeners, [])
        running.stop()
        self.assertEqual(self.scene.script_jobs, {})
