"""Pictures of the list, read on another thread, because a disk may be slow."""

from __future__ import annotations

from pathlib import Path

from .qt import QtCore, QtGui, QtWidgets

#: Pixels.
_HEIGHT = 120


class _Signals(QtCore.QObject):
    loaded = QtCore.Signal(str, QtGui.QImage)


class _Load(QtCore.QRunnable):
    def __init__(self, path: str, signals: _Signals) -> None:
        super().__init__()
        self._path, self._signals = path, signals

    def run(self) -> None:
        image = QtGui.QImage(self._path)
        if not image.isNull():
            image = image.scaledToHeight(_HEIGHT, QtCore.Qt.TransformationMode.SmoothTransformation)
        try:
            self._signals.loaded.emit(self._path, image)
        except RuntimeError:
            # The panel was closed meanwhile.
            return


class Preview(QtWidgets.QLabel):
    """The newest preview of a submission."""

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        # Kept without a parent: a load may end after the widget.
        self._signals = _Signals()
        self._signals.loaded.connect(self._loaded)
        self.hide()

    def show_path(self, path: Path | None) -> None:
        text = str(path) if path else ""
        if text == self._path:
            return
        self._path = text
        if text:
            QtCore.QThreadPool.globalInstance().start(_Load(text, self._signals))
        else:
            self.hide()

    def _loaded(self, path: str, image: QtGui.QImage) -> None:
        if path == self._path and not image.isNull():
            self.setPixmap(QtGui.QPixmap.fromImage(image))
            self.show()
