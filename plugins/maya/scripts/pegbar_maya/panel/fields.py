"""Editors for the fields of a workflow's form: a new workflow needs no new plug-in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..client import Workflow, WorkflowFormField, check_value, default_values, integer_range
from .qt import QtCore, QtWidgets, add_row, make_note

#: Qt's whole numbers have 32 bits; larger ones are entered as text.
_LARGEST = 2**31 - 1
#: Heights in lines of text.
_MULTILINE = 3


class Editor(Protocol):
    """One field. ``read`` gives what was entered, right or wrong."""

    widget: QtWidgets.QWidget

    def read(self) -> object: ...

    def write(self, value: object) -> None: ...


class _Check:
    def __init__(self, changed: Callable[[], None]) -> None:
        self.widget = QtWidgets.QCheckBox()
        self.widget.toggled.connect(lambda _on: changed())

    def read(self) -> object:
        return self.widget.isChecked()

    def write(self, value: object) -> None:
        self.widget.setChecked(bool(value))


class _Number:
    def __init__(self, field: WorkflowFormField, changed: Callable[[], None]) -> None:
        self.widget = QtWidgets.QDoubleSpinBox()
        step = float(field.step or 0.01)
        self.widget.setDecimals(max(2, min(6, len(f"{step:.6f}".rstrip("0").partition(".")[2]))))
        self.widget.setRange(
            -1e12 if field.minimum is None else float(field.minimum), 1e12 if field.maximum is None else float(field.maximum)
        )
        self.widget.setSingleStep(step)
        _ignore_wheel(self.widget)
        self.widget.valueChanged.connect(lambda _value: changed())

    def read(self) -> object:
        return self.widget.value()

    def write(self, value: object) -> None:
        self.widget.setValue(float(str(value)))


class _Whole:
    def __init__(self, field: WorkflowFormField, changed: Callable[[], None]) -> None:
        self.widget = QtWidgets.QSpinBox()
        self.widget.setRange(*integer_range(field))
        self.widget.setSingleStep(max(1, int(field.step or 1)))
        _ignore_wheel(self.widget)
        self.widget.valueChanged.connect(lambda _value: changed())

    def read(self) -> object:
        return self.widget.value()

    def write(self, value: object) -> None:
        self.widget.setValue(int(str(value)))


class _Choice:
    def __init__(self, field: WorkflowFormField, changed: Callable[[], None]) -> None:
        self.widget = QtWidgets.QComboBox()
        self.widget.addItems(field.choices or [])
        _ignore_wheel(self.widget)
        self.widget.currentIndexChanged.connect(lambda _index: changed())

    def read(self) -> object:
        return self.widget.currentText()

    def write(self, value: object) -> None:
        self.widget.setCurrentText(str(value))


class _Text:
    """A line, or a large whole number such as a seed."""

    def __init__(self, changed: Callable[[], None]) -> None:
        self.widget = QtWidgets.QLineEdit()
        self.widget.textChanged.connect(lambda _text: changed())

    def read(self) -> object:
        return self.widget.text()

    def write(self, value: object) -> None:
        self.widget.setText(str(value))


class _LongText:
    def __init__(self, changed: Callable[[], None]) -> None:
        self.widget = QtWidgets.QPlainTextEdit()
        self.widget.setTabChangesFocus(True)
        self.widget.setFixedHeight(self.widget.fontMetrics().lineSpacing() * _MULTILINE + 14)
        self.widget.textChanged.connect(lambda: changed())

    def read(self) -> object:
        return self.widget.toPlainText()

    def write(self, value: object) -> None:
        self.widget.setPlainText(str(value))


def make_editor(field: WorkflowFormField, changed: Callable[[], None]) -> Editor:
    """An editor that fits a field."""
    if field.type == "boolean":
        return _Check(changed)
    if field.type == "number":
        return _Number(field, changed)
    if field.type == "integer":
        low, high = integer_range(field)
        return _Text(changed) if low < -_LARGEST or high > _LARGEST else _Whole(field, changed)
    if field.type in ("choice", "model") and field.choices:
        return _Choice(field, changed)
    return _LongText(changed) if field.multiline else _Text(changed)


class FieldsView(QtWidgets.QWidget):
    """All fields of a workflow, each with what is wrong with it."""

    def __init__(self, workflow: Workflow, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed
        self._fields = {field.name: field for field in workflow.form.fields}
        self._editors: dict[str, Editor] = {}
        self._errors: dict[str, QtWidgets.QLabel] = {}
        layout = QtWidgets.QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        defaults = default_values(workflow)
        for name, field in self._fields.items():
            editor = make_editor(field, self._edited)
            editor.write(defaults[name])
            self._editors[name] = editor
            add_row(layout, field.label, editor.widget, field.help or "")
            self._errors[name] = make_note(is_error=True)
            self._errors[name].hide()
            layout.addRow(self._errors[name])

    def read(self) -> dict[str, object]:
        """What was entered, by field name."""
        return {name: editor.read() for name, editor in self._editors.items()}

    def write(self, values: dict[str, object]) -> None:
        """Sets values; those that the form does not have any more are left out."""
        for name, value in values.items():
            if name in self._editors and not check_value(self._fields[name], value):
                self._editors[name].write(value)

    def _edited(self) -> None:
        for name, label in self._errors.items():
            error = check_value(self._fields[name], self._editors[name].read())
            label.setText(error)
            label.setVisible(bool(error))
        self._changed()


class _WheelGuard(QtCore.QObject):
    """The wheel scrolls the panel; values change only by keyboard and click."""

    def eventFilter(self, watched: QtCore.QObject, event: QtCore.QEvent) -> bool:
        if event.type() == QtCore.QEvent.Type.Wheel and isinstance(watched, QtWidgets.QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def _ignore_wheel(widget: QtWidgets.QWidget) -> None:
    widget.setFocusPolicy(QtCore.Qt.FocusPolicy.StrongFocus)
    widget.installEventFilter(_WheelGuard(widget))
