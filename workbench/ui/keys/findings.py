"""The findings on the selected key, each with its source and what to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from workbench.core.lint.keys import KeyFinding, worst
from workbench.core.lint.severity import Severity
from workbench.ui.item_views.findings_model import LOOK
from workbench.ui.item_views.key_findings import NOT_TRUSTED
from workbench.ui.item_views.table import make_table
from workbench.ui.item_views.wrapping_delegate import wrap_rows
from workbench.ui.keys.findings_list import Column, KeyFindingsModel
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.sentence_label import SentenceLabel

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey
    from workbench.presenters.keys.findings import KeyFindingsPresenter
    from workbench.ui.theme import Appearance

_SOURCE_WIDTH = 170
_LEAST_FOR_COLUMNS = 640
_NOTHING = (
    "No findings. This checks the key's length, its numbers or its secret, its purpose (use, key_ops, alg), "
    "and whether the key or its kid is a duplicate in the keyring."
)


class KeyFindingsPanel(QWidget):
    """Shows what a `KeyFindingsPresenter` has found on one key."""

    def __init__(self, findings: KeyFindingsPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = findings
        self._key: SigningKey | None = None
        self._card = Card("Findings", self)
        self._pills = {severity: Pill(f"key_findings.{severity.value}", appearance, self._card) for severity in LOOK}
        self._consequence = ElidedLabel("key_findings.consequence", self._card)
        self._nothing = SentenceLabel("key_findings.nothing", self._card)
        self._nothing.setProperty("role", "caption")
        self._model = KeyFindingsModel(self)
        self._table = make_table("key_findings.list", self._model, appearance, self._card)
        self._table.setAccessibleName("Findings on the key")
        head = self._table.horizontalHeader()
        head.hide()
        head.setStretchLastSection(False)
        for column in (Column.MESSAGE, Column.ADVICE):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(Column.SOURCE, _SOURCE_WIDTH)
        wrap_rows(self._table, appearance)
        for pill in self._pills.values():
            self._card.head.addWidget(pill)
        self._card.head.addWidget(self._consequence, 1)
        self._card.body.addWidget(self._nothing, 0, Qt.AlignmentFlag.AlignTop)
        self._card.body.addWidget(self._table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._card)
        findings.findings_changed.connect(self._show)
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show message, advice and source in columns, or in one where the table is too narrow."""
        super().resizeEvent(event)
        narrow = self.width() < _LEAST_FOR_COLUMNS
        for column in (Column.ADVICE, Column.SOURCE):
            self._table.setColumnHidden(column, narrow)
        self._model.show_in_one(narrow)
        self._table.resizeRowsToContents()

    @Slot(object)
    def show_key(self, key: SigningKey | None) -> None:
        """Show the findings on *key*; None while no key is selected."""
        self._key = key
        self._show()

    @Slot()
    def _show(self) -> None:
        found = () if self._key is None else self._presenter.findings.get(self._key.kid, ())
        if self._key is None:
            self._nothing.setText("Select a key above to see the findings on it.")
        else:
            self._nothing.setText(_NOTHING)
        self._nothing.setVisible(not found)
        self._table.setVisible(bool(found))
        self._show_counts(found)
        if found != self._model.rows():
            self._model.show(found)
            self._table.resizeRowsToContents()

    def _show_counts(self, found: tuple[KeyFinding, ...]) -> None:
        counts = Counter(finding.severity for finding in found)
        for severity, pill in self._pills.items():
            _, tone, word = LOOK[severity]
            count = counts[severity]
            pill.show_state(f"{count} {word}{'s' if count != 1 else ''}" if count else "", tone)
        self._consequence.show_text(NOT_TRUSTED if worst(found) is Severity.ERROR else "")
