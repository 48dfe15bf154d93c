"""Preferences: how the plug-in reaches the server. The client stores them, so that Blender uses the same."""

from __future__ import annotations

from maya import cmds

from ..client import PegbarError, Settings, parse_url
from .qt import QtWidgets, add_row, make_note
from .running import PATH_RULE, Running


class PreferencesDialog(QtWidgets.QDialog):
    """Stores the settings of this user, and connects with them."""

    def __init__(self, running: Running, parent: QtWidgets.QWidget | None = None) -> None:
        super().__init__(parent)
        self._running = running
        self.setWindowTitle("Pegbar Preferences")
        self.resize(520, self.height())
        settings = running.settings
        rule = cmds.optionVar(query=PATH_RULE) if cmds.optionVar(exists=PATH_RULE) else ""
        self.url, self.tenant = QtWidgets.QLineEdit(settings.url), QtWidgets.QLineEdit(settings.tenant)
        self.results, self.rule = QtWidgets.QLineEdit(settings.results_folder), QtWidgets.QLineEdit(rule)
        self.proxy, self.ca_file = QtWidgets.QLineEdit(settings.proxy), QtWidgets.QLineEdit(settings.ca_file)
        layout = QtWidgets.QVBoxLayout(self)
        form = QtWidgets.QFormLayout()
        form.setFieldGrowthPolicy(QtWidgets.QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        layout.addLayout(form)
        add_row(form, "Server", self.url, "Address of your studio's Pegbar portal")
        add_row(form, "Studio", self.tenant, "Only for members of several studios")
        add_row(form, "Results", self.results, "Empty: a folder next to the scene file")
        add_row(
            form, "Path rule", self.rule,
            "Where a file's path names its shot, as in /jobs/{show}/{sequence}/{shot}/. Empty: the codes are looked for",
        )  # fmt: skip
        add_row(form, "Proxy", self.proxy, "http://proxy.example:3128, or none. Empty: the system's settings")
        add_row(form, "CA file", self.ca_file, "Certificates of your studio's own authority (PEM)")
        self.message = make_note(is_error=True)
        self.message.hide()
        layout.addWidget(self.message)
        buttons = QtWidgets.QDialogButtonBox(QtWidgets.QDialogButtonBox.StandardButton.Cancel)
        save = buttons.addButton("Save and Connect", QtWidgets.QDialogButtonBox.ButtonRole.AcceptRole)
        save.setDefault(True)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        layout.addWidget(buttons)

    def save(self) -> None:
        try:
            url = parse_url(self.url.text()) if self.url.text().strip() else ""
        except PegbarError as error:
            self.message.setText(str(error))
            self.message.show()
            return
        cmds.optionVar(stringValue=(PATH_RULE, self.rule.text().strip()))
        self._running.apply(
            Settings(
                url=url,
                tenant=self.tenant.text().strip(),
                ca_file=self.ca_file.text().strip(),
                proxy=self.proxy.text().strip(),
                results_folder=self.results.text().strip(),
            )
        )
        self.accept()
