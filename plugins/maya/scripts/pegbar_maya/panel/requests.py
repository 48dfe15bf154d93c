"""The submissions of the scene, and what can be done with each."""

from __future__ import annotations

from collections.abc import Callable

from ..client import PegbarError, RequestView, describe_review
from .preview import Preview
from .qt import QtCore, QtGui, QtWidgets, clear, make_button, make_note
from .running import Running

#: Submissions that are shown.
_MOST = 20


class RequestRow(QtWidgets.QFrame):
    """One submission."""

    def __init__(self, running: Running, request_id: str, use_settings: Callable[[RequestView], None]) -> None:
        super().__init__()
        self.setFrameShape(QtWidgets.QFrame.Shape.StyledPanel)
        self._running, self._id, self._use_settings = running, request_id, use_settings
        self._shape: object = None
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        self._title = make_note()
        self._title.setStyleSheet("font-weight: bold")
        self._bar = QtWidgets.QProgressBar()
        self._bar.setRange(0, 100)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self._text = make_note()
        self._message = make_note(is_error=True)
        self._preview = Preview()
        self._actions = QtWidgets.QVBoxLayout()
        self._actions.setSpacing(4)
        for one in (self._title, self._bar, self._text, self._preview, self._message):
            layout.addWidget(one)
        layout.addLayout(self._actions)

    def update_view(self, view: RequestView) -> None:
        request = view.request
        self._title.setText(f"{request.title}{f' · {request.frames}' if request.frames else ''}")
        is_running = not request.is_final and view.error is None
        self._bar.setVisible(is_running)
        self._bar.setRange(0, 0 if view.fraction is None else 100)
        self._bar.setValue(round((view.fraction or 0) * 100))
        self._text.setText(self._describe(view))
        self._text.setVisible(bool(self._text.text()))
        self._message.setText(f"{view.error.message} {view.error.hint}".strip() if view.error else "")
        self._message.setVisible(view.error is not None)
        self._preview.show_path(view.preview if is_running else None)
        # Buttons are made again only when others are needed: one that is pressed just now must not vanish.
        shape = (request.phase, view.error is not None, bool(request.results), bool(request.remote_id))
        if shape != self._shape:
            self._shape = shape
            clear(self._actions)
            self._add_actions(view)

    def _describe(self, view: RequestView) -> str:
        if view.error:
            return ""
        if view.request.phase == "cancelled":
            return "Cancelled"
        if not view.request.is_final:
            return view.text
        session = self._running.session
        lines = [result.name for result in session.results_of(self._id)] if session else []
        review = describe_review(view)
        if review:
            lines.append(f"{review} · {'Certified' if view.certified else 'Recording…'}")
        return "\n".join(lines)

    def _add_actions(self, view: RequestView) -> None:
        session, request = self._running.session, view.request
        if session is None:
            return
        if not request.is_final and view.error is None:
            self._add_row(make_button("Cancel", lambda: self._call("cancel"), "Cancel this submission"))
            return
        if request.can_retry:
            self._add_row(make_button("Retry", lambda: self._call("retry"), "Continue from the step that failed"))
        if request.results:
            placing = [
                make_button(f"Place: {one.label}", lambda one=one: self._place(one.id), "Put the result into the scene")
                for one in session.host.placements()
            ]
            self._add_row(*placing, make_button("Open Folder", self._open_folder, "Open the folder of the results"))
        more = [make_button("Use Settings", self._use, "Fill the form with the settings of this submission")]
        if request.remote_id:
            more.append(
                make_button("Open in Portal", self._open_portal, "Open the job in the portal: record, certificate and review")
            )
        more.append(make_button("Remove", lambda: self._call("remove"), "Remove it from the list. Results stay"))
        self._add_row(*more)

    def _add_row(self, *buttons: QtWidgets.QPushButton) -> None:
        row = QtWidgets.QHBoxLayout()
        row.setSpacing(4)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self._actions.addLayout(row)

    def _call(self, method: str) -> None:
        if self._running.session:
            getattr(self._running.session, method)(self._id)

    def _place(self, placement: str) -> None:
        session = self._running.session
        if session is None:
            return
        try:
            placed = session.place(self._id, placement)
        except PegbarError as error:
            self._message.setText(str(error))
            self._message.show()
            return
        notes = [one.note or f"Placed {', '.join(one.names)}." for one in placed]
        self._message.setText("")
        self._message.hide()
        view = self._running.view(self._id)
        self._text.setText("\n".join([*([self._describe(view)] if view else []), *notes]))

    def _use(self) -> None:
        view = self._running.view(self._id)
        if view:
            self._use_settings(view)

    def _open_folder(self) -> None:
        results = self._running.session.results_of(self._id) if self._running.session else []
        if results:
            QtGui.QDesktopServices.openUrl(QtCore.QUrl.fromLocalFile(str(results[0].files[0].path.parent)))

    def _open_portal(self) -> None:
        view = self._running.view(self._id)
        if view:
            QtGui.QDesktopServices.openUrl(QtCore.QUrl(view.request.portal_url))


class RequestsView(QtWidgets.QWidget):
    """The newest submissions of the open scene."""

    def __init__(self, running: Running, use_settings: Callable[[RequestView], None]) -> None:
        super().__init__()
        self._running, self._use_settings = running, use_settings
        self._rows: dict[str, RequestRow] = {}
        self._layout = QtWidgets.QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._list = QtWidgets.QVBoxLayout()
        self._empty = make_note("Nothing submitted from this scene.")
        self._elsewhere = make_note()
        self._layout.addWidget(self._empty)
        self._layout.addLayout(self._list)
        self._layout.addWidget(self._elsewhere)

    def update_view(self) -> None:
        state = self._running.state
        shown = state.requests[:_MOST]
        wanted = [view.request.id for view in shown]
        for request_id in [one for one in self._rows if one not in wanted]:
            row = self._rows.pop(request_id)
            self._list.removeWidget(row)
            row.setParent(None)
            row.deleteLater()
        for index, view in enumerate(shown):
            row = self._rows.get(view.request.id)
            if row is None:
                row = self._rows[view.request.id] = RequestRow(self._running, view.request.id, self._use_settings)
                self._list.insertWidget(index, row)
            row.update_view(view)
        self._empty.setVisible(not shown)
        self._elsewhere.setText(f"{state.elsewhere} unfinished in other scenes" if state.elsewhere else "")
        self._elsewhere.setVisible(bool(state.elsewhere))
