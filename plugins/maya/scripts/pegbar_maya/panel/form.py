"""The form of a submission: shot, workflow, settings, inputs, frames and price."""

from __future__ import annotations

from ..client import Draft, PegbarError, RequestView, Source, Workflow, describe_price
from .fields import FieldsView
from .frames import FramesView
from .qt import QtCore, QtWidgets, add_row, clear, make_button, make_note
from .running import Running
from .sources import SourceView

#: Milliseconds without a change before the price is asked for.
_PAUSE = 250


class FormView(QtWidgets.QWidget):
    """Builds a draft. What was entered for a workflow is kept when another one is chosen."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self._running = running
        self._workflow: Workflow | None = None
        self._entered: dict[str, dict[str, object]] = {}
        self._fields: FieldsView | None = None
        self._frames: FramesView | None = None
        self._sources: dict[str, SourceView] = {}
        #: Whether a person chose a shot that is not the one of the file's path.
        self._own_shot = False
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        top = QtWidgets.QFormLayout()
        top.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.shot = QtWidgets.QComboBox()
        self.shot.activated.connect(lambda _index: self._choose_shot())
        self.workflow = QtWidgets.QComboBox()
        self.workflow.currentIndexChanged.connect(lambda _index: self._choose_workflow())
        add_row(top, "Shot", self.shot, "From the path of the scene's file, or chosen")
        add_row(top, "Workflow", self.workflow)
        layout.addLayout(top)
        self._note = make_note("Choose a workflow to see its settings.")
        layout.addWidget(self._note)
        self._middle = QtWidgets.QVBoxLayout()
        layout.addLayout(self._middle)
        bottom = QtWidgets.QFormLayout()
        self.placement = QtWidgets.QComboBox()
        add_row(bottom, "Place result", self.placement)
        layout.addLayout(bottom)
        self.price = make_note()
        layout.addWidget(self.price)
        self.error = make_note(is_error=True)
        self.error.hide()
        layout.addWidget(self.error)
        self.submit_button = make_button("Submit", self.submit, "Capture the inputs and submit")
        self.submit_button.setMinimumHeight(32)
        layout.addWidget(self.submit_button)
        self._timer = QtCore.QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._estimate)

    def update_view(self) -> None:
        """Shows the session's lists and the price; what was chosen stays."""
        state = self._running.state
        shots = [
            f"{show.code}/{sequence.code}/{shot.code}"
            for show in state.shows
            for sequence in show.sequences
            for shot in sequence.shots
        ]
        before = self.shot.currentText()
        _fill(self.shot, ["Choose a shot", *shots])
        chosen = before if self._own_shot and before in shots else state.shot_of_file
        if chosen in shots and chosen != before:
            self.shot.setCurrentText(chosen)
            self._changed()
        _fill(self.workflow, ["Choose a workflow", *(one.name for one in state.workflows)])
        self._refresh_workflow()
        session = self._running.session
        placements = [one.label for one in session.host.placements()] if session else []
        if not self.placement.count() and placements:
            self.placement.addItems([*placements, "Download only"])
        self.price.setText("\n".join(describe_price(state.price)) if state.price else state.price_note)
        self.submit_button.setEnabled(self._workflow is not None and self.shot.currentIndex() > 0)

    def refresh_sources(self) -> None:
        """The scene has changed: what can be captured may have, too."""
        for source in self._sources.values():
            source.refresh()

    def build_draft(self) -> Draft:
        """Raises PegbarError that says what is missing."""
        session = self._running.session
        if session is None or self._workflow is None or self._fields is None or self._frames is None:
            raise PegbarError("Choose a workflow to see the price.", code="invalid_value")
        placements = session.host.placements()
        place = self.placement.currentIndex()
        return self._frames.apply(
            Draft(
                shot=self.shot.currentText() if self.shot.currentIndex() > 0 else "",
                workflow=self._workflow,
                values=self._fields.read(),
                sources={name: source.read() for name, source in self._sources.items()},
                frames=self._frames.read_frames(session.host.context()),
                placement=placements[place].id if 0 <= place < len(placements) else "",
            )
        )

    def submit(self) -> None:
        session = self._running.session
        if session is None:
            return
        try:
            session.submit(self.build_draft())
        except PegbarError as error:
            lines = [f"{one.message} {one.hint}".strip() for one in error.details] or [str(error)]
            self.error.setText("\n".join(lines))
            self.error.show()
            return
        self.error.hide()

    def use_settings(self, view: RequestView) -> None:
        """Fills the form with the settings of a submission."""
        index = next(
            (at for at, one in enumerate(self._running.state.workflows) if one.slug == view.request.workflow), None
        )
        if index is None:
            self.error.setText(f"The workflow {view.request.workflow} is not available any more.")
            self.error.show()
            return
        self.workflow.setCurrentIndex(index + 1)
        parameters = view.request.body.get("parameters")
        if self._fields and isinstance(parameters, dict):
            self._fields.write({str(name): value for name, value in parameters.items()})
        if self.shot.findText(view.request.shot) > 0:
            self.shot.setCurrentText(view.request.shot)
            self._choose_shot()

    def _choose_shot(self) -> None:
        self._own_shot = self.shot.currentText() != self._running.state.shot_of_file
        self._changed()
        self.update_view()

    def _choose_workflow(self) -> None:
        self._refresh_workflow()
        self._changed()
        self.update_view()

    def _refresh_workflow(self) -> None:
        """Builds the form of the chosen workflow, if it is not shown already."""
        index = self.workflow.currentIndex() - 1
        workflows = self._running.state.workflows
        workflow = workflows[index] if 0 <= index < len(workflows) else None
        if (workflow and workflow.version_id) == (self._workflow and self._workflow.version_id):
            return
        if self._workflow and self._fields:
            self._entered[self._workflow.slug] = self._fields.read()
        clear(self._middle)
        self._workflow, self._fields, self._frames, self._sources = workflow, None, None, {}
        self._note.setVisible(workflow is None)
        session = self._running.session
        if workflow is None or session is None:
            return
        self._fields = FieldsView(workflow, self._changed)
        self._fields.write(self._entered.get(workflow.slug, {}))
        self._middle.addWidget(self._fields)
        for one in workflow.form.inputs:
            source = SourceView(one, self._changed, self._explain, session.host.images)
            self._sources[one.name] = source
            self._middle.addWidget(source)
        self._frames = FramesView(workflow, self._changed)
        self._middle.addWidget(self._frames)
        self._changed()

    def _explain(self, source: Source) -> str:
        session = self._running.session
        reasons = {one.source: one.reason for one in session.host.sources()} if session else {}
        return reasons.get(source, "")

    def _changed(self) -> None:
        self._timer.start()

    def _estimate(self) -> None:
        session = self._running.session
        if session is None:
            return
        try:
            draft, note = self.build_draft(), ""
        except PegbarError as error:
            draft, note = None, str(error)
        session.estimate(draft, note)


def _fill(box: QtWidgets.QComboBox, texts: list[str]) -> None:
    """Replaces the entries of a list, and keeps the chosen one."""
    if [box.itemText(index) for index in range(box.count())] == texts:
        return
    before = box.currentText()
    box.blockSignals(True)
    box.clear()
    box.addItems(texts)
    box.setCurrentIndex(max(0, box.findText(before)))
    box.blockSignals(False)
