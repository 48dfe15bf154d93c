"""Which frames are submitted, and what changes from frame to frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ..client import Draft, SceneContext, SeedMode, Workflow, make_range, parse_frames
from .qt import QtWidgets, add_row

_SEED_MODES: dict[SeedMode, str] = {"fixed": "The same", "increment": "Counting up", "perFrame": "Random"}


class FramesView(QtWidgets.QWidget):
    """The frame range, the seed over frames, and the field for camera data."""

    def __init__(self, workflow: Workflow, changed: Callable[[], None]) -> None:
        super().__init__()
        self._form = QtWidgets.QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)
        self._changed = changed
        self._has_seed = any(field.purpose == "seed" for field in workflow.form.fields)
        texts = [field for field in workflow.form.fields if field.type == "string" and field.purpose is None]
        self._camera_fields = ["", *(field.name for field in texts)]
        self.mode = QtWidgets.QComboBox()
        self.mode.addItems(["Current frame", "Timeline", "Range"])
        self.every = QtWidgets.QSpinBox()
        self.every.setRange(1, 100)
        self.range = QtWidgets.QLineEdit("1-24")
        self.seed = QtWidgets.QComboBox()
        self.seed.addItems(list(_SEED_MODES.values()))
        self.camera = QtWidgets.QComboBox()
        self.camera.addItems(["None", *(field.label for field in texts)])
        add_row(self._form, "Frames", self.mode)
        add_row(self._form, "Every", self.every, "2: on twos")
        add_row(self._form, "Range", self.range, "A range such as 1-24:2 or 1,5,9")
        add_row(self._form, "Seed over frames", self.seed)
        add_row(self._form, "Camera data", self.camera, "A text field that gets the camera of each frame as JSON")
        self.mode.currentIndexChanged.connect(lambda _index: self._chosen())
        self.every.valueChanged.connect(lambda _value: changed())
        self.range.textChanged.connect(lambda _text: changed())
        for box in (self.seed, self.camera):
            box.currentIndexChanged.connect(lambda _index: changed())
        self._show()

    def read_frames(self, context: SceneContext) -> tuple[int, ...] | None:
        """None: the current frame. Raises PegbarError for a range that is none."""
        mode = self.mode.currentIndex()
        if mode == 0:
            return None
        if mode == 1:
            return make_range(context.frame_start, context.frame_end, self.every.value() * context.frame_step)
        return parse_frames(self.range.text())

    def apply(self, draft: Draft) -> Draft:
        """Adds seed mode and camera field."""
        mode = list(_SEED_MODES)[self.seed.currentIndex()]
        return replace(draft, seed_mode=mode, camera_field=self._camera_fields[self.camera.currentIndex()])

    def _chosen(self) -> None:
        self._show()
        self._changed()

    def _show(self) -> None:
        mode = self.mode.currentIndex()
        shown = {
            self.every: mode == 1,
            self.range: mode == 2,
            self.seed: mode > 0 and self._has_seed,
            self.camera: len(self._camera_fields) > 1,
        }
        for widget, visible in shown.items():
            widget.setVisible(visible)
            title = self._form.labelForField(widget)
            if title is not None:
                title.setVisible(visible)
