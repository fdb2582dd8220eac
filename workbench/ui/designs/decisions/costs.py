"""What each design costs, beside the matrix: figures, how long it is wrong, what leaks, and the findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHeaderView, QLabel, QWidget

from workbench.ui.designs.decisions.costs_table import RIGHTS, Column, CostsTableModel
from workbench.ui.item_views.table import make_table
from workbench.ui.widgets.card import Card

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Matrix
    from workbench.presenters.designs.findings import DesignFindingsPresenter
    from workbench.presenters.designs.stale_windows import StaleWindowsPresenter
    from workbench.ui.theme import Appearance

_NARROWEST = 48
_ROW_HEIGHT = 26  # the built-in designs fit below the matrix


class CostsCard(Card):
    """The table of costs.

    *findings* fills its last column and *windows* those of removed rights; without them these are left out.
    """

    def __init__(
        self,
        findings: DesignFindingsPresenter | None,
        windows: StaleWindowsPresenter | None,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self.title.setText("What each design costs")
        self._measured = QLabel(self)
        self._measured.setProperty("role", "caption")
        self._model = CostsTableModel(
            self,
            find=_nothing if findings is None else findings.of_design,
            measured=_nothing if windows is None else windows.of_design,
            linted_user=_nobody if findings is None else lambda: findings.username,
        )
        table = make_table("designs.sizes", self._model, appearance, self, row_height=_ROW_HEIGHT)
        table.setAccessibleName("Costs of each design")
        table.setColumnHidden(Column.FINDINGS, findings is None)
        for column in RIGHTS:
            table.setColumnHidden(column, windows is None)
        head = table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(_NARROWEST)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.head.addStretch(1)
        self.head.addWidget(self._measured)
        self.body.addWidget(table, 1)
        if findings is not None:
            findings.findings_changed.connect(self._model.show_findings)
        if windows is not None:
            windows.windows_changed.connect(self._model.show_windows)

    def show_matrix(self, matrix: Matrix | None, user: str, reference: str) -> None:
        """Show the costs of *user*, of all users if it is empty, and how many answers are not those of *reference*."""
        self._model.show(matrix, user, reference)
        count = 0 if matrix is None else len(matrix.requests)
        self._measured.setText(f"measured on {count} requests per user" if count else "")


def _nothing(_design: str) -> None:
    """What is known of a design where nobody finds it out."""


def _nobody() -> str:
    """Whose tokens were linted where nobody lints."""
    return ""
