"""How the inputs of a form are captured."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..client import (
    COLOUR_LABELS,
    DATA_SOURCES,
    SOURCE_LABELS,
    ColourSpace,
    Source,
    SourceSpec,
    WorkflowFormInput,
    choose_default_source,
    list_input_sources,
)
from .qt import QtWidgets, add_row, make_button, make_note


class SourceView(QtWidgets.QGroupBox):
    """One input: its source, and what the source needs."""

    def __init__(
        self,
        one: WorkflowFormInput,
        changed: Callable[[], None],
        explain: Callable[[Source], str],
        list_images: Callable[[], Sequence[str]],
    ) -> None:
        super().__init__(one.label)
        self._changed, self._explain, self._list_images = changed, explain, list_images
        self.setToolTip(one.help or "")
        self._sources = list_input_sources(one)
        self._form = QtWidgets.QFormLayout(self)
        self.source = QtWidgets.QComboBox()
        self.source.addItems([SOURCE_LABELS[source] for source in self._sources])
        self.source.setCurrentIndex(self._sources.index(choose_default_source(one)))
        add_row(self._form, "Made from", self.source)
        self.colour = QtWidgets.QComboBox()
        self.colour.addItems(list(COLOUR_LABELS.values()))
        self.image = QtWidgets.QComboBox()
        self.file = QtWidgets.QLineEdit()
        browse = make_button("Browse…", self._browse)
        chosen = QtWidgets.QWidget()
        row = QtWidgets.QHBoxLayout(chosen)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.file)
        row.addWidget(browse)
        self._rows = {"Colours": self.colour, "Image": self.image, "File": chosen}
        for label, widget in self._rows.items():
            add_row(self._form, label, widget)
        self.reason = make_note(is_error=True)
        self._form.addRow(self.reason)
        self.source.currentIndexChanged.connect(lambda _index: self._chosen())
        self.colour.currentIndexChanged.connect(lambda _index: changed())
        self.image.currentIndexChanged.connect(lambda _index: changed())
        self.file.textChanged.connect(lambda _text: changed())
        self.refresh()

    def read(self) -> SourceSpec:
        """How a person wants the input captured."""
        source = self._source()
        if source is Source.FILE:
            return SourceSpec(source, name=self.file.text().strip())
        if source is Source.IMAGE:
            return SourceSpec(source, name=self.image.currentText())
        if source is Source.RENDER:
            return SourceSpec(source, list(COLOUR_LABELS)[self.colour.currentIndex()])
        return SourceSpec(source, ColourSpace.DATA if source in DATA_SOURCES else ColourSpace.DISPLAY)

    def refresh(self) -> None:
        """Reads from the scene what can be captured now."""
        source = self._source()
        for label, widget in self._rows.items():
            shown = {"Colours": source is Source.RENDER, "Image": source is Source.IMAGE, "File": source is Source.FILE}[label]
            widget.setVisible(shown)
            title = self._form.labelForField(widget)
            if title is not None:
                title.setVisible(shown)
        if source is Source.IMAGE:
            self.image.blockSignals(True)
            before = self.image.currentText()
            self.image.clear()
            self.image.addItems(list(self._list_images()))
            self.image.setCurrentText(before)
            self.image.blockSignals(False)
        reason = self._explain(source)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))

    def _source(self) -> Source:
        return self._sources[self.source.currentIndex()]

    def _chosen(self) -> None:
        self.refresh()
        self._changed()

    def _browse(self) -> None:
        path, _kind = QtWidgets.QFileDialog.getOpenFileName(self, f"Choose {self.title()}", self.file.text())
        if path:
            self.file.setText(path)
