"""The only place that chooses Maya's own Qt: PySide6 from Maya 2025 on, PySide2 in Maya 2024."""

from __future__ import annotations

try:
    import shiboken6 as shiboken
    from PySide6 import QtCore, QtGui, QtWidgets
except ImportError:
    import shiboken2 as shiboken  # type: ignore[no-redef]
    from PySide2 import QtCore, QtGui, QtWidgets  # type: ignore[no-redef]

__all__ = ["QtCore", "QtGui", "QtWidgets", "add_row", "clear", "make_button", "make_note", "shiboken"]


#: Width of a row's label in characters.
_LABEL = 17


def make_note(text: str = "", *, is_error: bool = False) -> QtWidgets.QLabel:
    """A sentence over as many lines as it needs. Plain text: what a server sends is never read as markup."""
    label = QtWidgets.QLabel(text)
    label.setTextFormat(QtCore.Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(QtCore.Qt.TextInteractionFlag.TextSelectableByMouse)
    if is_error:
        label.setStyleSheet("color: #e8a33d")
    return label


def make_button(text: str, call: object, help: str = "") -> QtWidgets.QPushButton:
    """A button that calls without arguments."""
    button = QtWidgets.QPushButton(text)
    button.setToolTip(help)
    button.clicked.connect(lambda *_checked: call())  # type: ignore[operator]
    return button


def add_row(form: QtWidgets.QFormLayout, label: str, widget: QtWidgets.QWidget, help: str = "") -> None:
    """A labelled row; the label names the widget for screen readers."""
    title = QtWidgets.QLabel(label)
    # The same in every part of the panel, so that the columns meet.
    title.setMinimumWidth(title.fontMetrics().averageCharWidth() * _LABEL)
    title.setBuddy(widget)
    for one in (title, widget):
        one.setToolTip(help)
    widget.setAccessibleName(label)
    form.addRow(title, widget)


def clear(layout: QtWidgets.QLayout) -> None:
    """Removes everything from a layout."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget()
        if widget is not None:
            widget.setParent(None)
            widget.deleteLater()
        elif item.layout() is not None:
            clear(item.layout())
