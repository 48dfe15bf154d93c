"""The panel."""

from __future__ import annotations

from .connection import ConnectionView
from .form import FormView
from .preferences import PreferencesDialog
from .qt import QtWidgets, make_button, make_note
from .requests import RequestsView
from .running import Running


class PegbarPanel(QtWidgets.QWidget):
    """Form and submissions of the open scene."""

    def __init__(self, running: Running) -> None:
        super().__init__()
        self.setObjectName("PegbarPanel")
        self._running = running
        self.connection = ConnectionView(running, self.open_preferences)
        self.update_note = make_note()
        self.form = FormView(running)
        self.requests = RequestsView(running, self.form.use_settings)
        self.account = make_note()
        self.account.setWordWrap(False)
        content = QtWidgets.QWidget()
        column = QtWidgets.QVBoxLayout(content)
        for one in (self.connection, self.update_note, self.form):
            column.addWidget(one)
        self._heading = QtWidgets.QLabel("Submissions")
        self._heading.setStyleSheet("font-weight: bold; margin-top: 8px")
        column.addWidget(self._heading)
        column.addWidget(self.requests)
        column.addStretch(1)
        scroll = QtWidgets.QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QtWidgets.QFrame.Shape.NoFrame)
        scroll.setWidget(content)
        self._sign_out = make_button("Sign Out", self._call_sign_out, "Unfinished work waits for the next sign-in")
        bottom = QtWidgets.QHBoxLayout()
        bottom.addWidget(self.account, 1)
        bottom.addWidget(make_button("Refresh", self.refresh, "Read shows, workflows and reviews again, or connect again"))
        bottom.addWidget(make_button("Preferences", self.open_preferences))
        bottom.addWidget(self._sign_out)
        layout = QtWidgets.QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(scroll, 1)
        layout.addLayout(bottom)
        self._unsubscribe = running.subscribe(self.update_view)
        self.destroyed.connect(lambda *_object: self._unsubscribe())
        self.update_view()

    def update_view(self) -> None:
        """The session's state has changed."""
        state = self._running.state
        is_ready = self.connection.update_view()
        self.update_note.setText(state.update_note)
        self.update_note.setVisible(bool(state.update_note))
        self.form.setVisible(is_ready)
        if is_ready:
            self.form.update_view()
        self.requests.update_view()
        self.account.setText(state.me.member.email if state.me and state.me.member else "")
        self._sign_out.setVisible(state.me is not None)

    def refresh(self) -> None:
        self.form.refresh_sources()
        if self._running.session:
            self._running.session.refresh()
        else:
            self._running.start()

    def open_preferences(self) -> None:
        PreferencesDialog(self._running, self).open()

    def _call_sign_out(self) -> None:
        if self._running.session:
            self._running.session.sign_out()
