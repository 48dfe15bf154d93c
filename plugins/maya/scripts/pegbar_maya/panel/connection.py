"""What stands between the person and the form: address, sign-in, connection."""

from __future__ import annotations

from collections.abc import Callable

from ..client import Connection
from .qt import QtGui, QtWidgets, clear, make_button, make_note
from .running import Running


class ConnectionView(QtWidgets.QWidget):
    """Shows errors of the connection, and what to press. Empty when all is well."""

    def __init__(self, running: Running, open_preferences: Callable[[], None]) -> None:
        super().__init__()
        self._running, self._open_preferences = running, open_preferences
        self._layout = QtWidgets.QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._shown: object = None

    def update_view(self) -> bool:
        """Returns whether nothing stands in the way."""
        state, problem = self._running.state, self._running.problem
        is_ready = self._running.session is not None and not problem and state.is_loaded and state.connection in (
            Connection.ONLINE,
            Connection.OFFLINE,
            Connection.CONNECTING,
        )
        shown = (problem, self._running.session is None, state.connection, state.message, state.hint, state.device_code, is_ready)
        if shown != self._shown:
            self._shown = shown
            clear(self._layout)
            self._build(is_ready)
            self.setVisible(self._layout.count() > 0)
        return is_ready

    def _build(self, is_ready: bool) -> None:
        state, session = self._running.state, self._running.session
        if self._running.problem:
            self._layout.addWidget(make_note(self._running.problem, is_error=True))
            self._layout.addWidget(make_button("Try Again", self._running.start))
            return
        if session is None:
            self._layout.addWidget(make_note("Starting…"))
            return
        if state.connection is Connection.NOT_CONFIGURED:
            self._layout.addWidget(make_note("Enter the address of your studio's Pegbar portal."))
            self._layout.addWidget(make_button("Open Preferences", self._open_preferences))
            return
        if state.message:
            self._layout.addWidget(make_note(f"{state.message} {state.hint}".strip(), is_error=True))
        if state.connection is Connection.SIGNED_OUT:
            self._layout.addWidget(
                make_button("Sign In", session.sign_in, "Sign in with your studio account in the browser")
            )
            self._layout.addWidget(
                make_button(
                    "Sign In with a Code",
                    session.sign_in_with_code,
                    "Show a page and a code, to sign in with the browser of another machine",
                )
            )
        elif state.connection is Connection.SIGNING_IN:
            self._build_sign_in()
        elif not is_ready:
            self._layout.addWidget(make_note("Connecting…"))

    def _build_sign_in(self) -> None:
        session, code = self._running.session, self._running.state.device_code
        assert session is not None
        if code:
            self._layout.addWidget(make_note(f"Open {code.short_url} on any machine and enter {code.code}."))
            self._layout.addWidget(
                make_button("Copy Address", lambda: QtGui.QGuiApplication.clipboard().setText(code.url))
            )
        else:
            self._layout.addWidget(make_note("Sign in with the browser that has opened."))
        self._layout.addWidget(make_button("Cancel", session.cancel_sign_in))
