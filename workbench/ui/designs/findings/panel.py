"""Findings on each design: which standards the chosen user's tokens violate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHeaderView, QVBoxLayout, QWidget

from workbench.core.lint.designs import DesignFinding, LintedDesign
from workbench.ui import shortcuts
from workbench.ui.designs.findings.table import (
    DesignFindingsModel,
    FindingColumn,
    LintedDesignsModel,
)
from workbench.ui.designs.user_box import UserBox
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.item_views.wrapping_delegate import wrap_rows
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import GAP, make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.findings import DesignFindingsPresenter
    from workbench.ui.theme import Appearance

_SOURCE_WIDTH = 170
_LEFT_WIDTH = 448  # all columns


class DesignFindingsPanel(QWidget):
    """Shows the findings of a `DesignFindingsPresenter`; opening it refreshes findings that are out of date."""

    def __init__(
        self,
        findings: DesignFindingsPresenter,
        chosen: ChosenUser,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._presenter = findings
        self._appearance = appearance
        self.setProperty("ground", True)
        left = Card("Findings", self)
        self._user = UserBox("findings.user", chosen, left)
        self._control = RunControl(
            ("design_findings.refresh", "Refresh"),
            "design_findings.stop",
            ("design_findings.progress", "Logging in under each design"),
            left,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._control.start.setToolTip("Log in under each design again, and check the tokens")
        self._designs = LintedDesignsModel(self)
        self._table = make_table("design_findings.table", self._designs, appearance, left)
        self._table.setAccessibleName("Designs and how many findings there are on each")
        self._empty = SentenceLabel(
            "design_findings.empty",
            left,
            text=(
                "Refresh logs the chosen user in under every design and checks the tokens by the rules of the JWT "
                "standards, of vendors, and of measurements."
            ),
        )
        self._empty.setProperty("role", "empty")
        self._status = StatusLine("design_findings.status", appearance, left)
        right = Card("Findings on a design", self)
        self._right = right
        self._whose = ElidedLabel("design_findings.whose", right)
        self._findings = DesignFindingsModel(self)
        self._list = make_table("design_findings.list", self._findings, appearance, right)
        self._list.setAccessibleName("Findings on the chosen design")
        self._nothing = SentenceLabel("design_findings.nothing", right, role="empty")
        self._heading = SentenceLabel("design_findings.rule", right, role="caption")
        self._advice = SentenceLabel("design_findings.advice", right)
        self._lay_out(left, right)
        self._connect()
        self._show()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what is out of date."""
        super().showEvent(event)
        self._presenter.look()

    def _connect(self) -> None:
        self._control.connect_to(self._presenter, self._presenter.refresh)
        self._presenter.findings_changed.connect(self._show)
        self._presenter.status_changed.connect(self._status.show_status)
        self._table.selectionModel().currentRowChanged.connect(self._show_design)
        self._list.selectionModel().currentRowChanged.connect(self._show_finding)

    @Slot()
    def _show(self) -> None:
        row = max(0, self._table.currentIndex().row())
        designs = self._presenter.designs
        self._designs.show(designs)
        self._table.setVisible(bool(designs))
        self._empty.setVisible(not designs)
        self._table.selectRow(min(row, len(designs) - 1))
        self._show_design()

    @Slot()
    def _show_design(self) -> None:
        design = self._table.currentIndex().data(Role.SUBJECT)
        found = design.findings if isinstance(design, LintedDesign) else ()
        self._findings.show(found)
        self._list.setVisible(bool(found))
        self._nothing.setVisible(not found)
        if isinstance(design, LintedDesign):
            self._right.title.setText(f"Findings on {design.design}")
            size = f"{self._presenter.username}'s token, {design.token_bytes:,} B"
            self._whose.show_text(size if design.token_bytes else "")
            self._nothing.setText(design.problem or "No findings.")
        else:
            self._nothing.setText("Choose a design to see what is wrong with its tokens.")
        self._list.selectRow(0)
        self._show_finding()

    @Slot()
    def _show_finding(self) -> None:
        found = self._list.currentIndex().data(Role.SUBJECT)
        shown = isinstance(found, DesignFinding)
        for label in (self._heading, self._advice):
            label.setVisible(shown)
        if isinstance(found, DesignFinding):
            heading = "{rule} · caused by {cause}"
            self._heading.setText(heading.format(rule=found.finding.rule_id, cause=found.cause))
            advice = found.advice or "no change to the design file fixes this."
            text = f"In the design file: {advice}"
            self._advice.setText(f"Intended: {found.intended}\n{text}" if found.intended else text)

    def _lay_out(self, left: Card, right: Card) -> None:
        left.head.addWidget(caption("for", self._user, left))
        left.head.addWidget(self._user, 100)
        left.head.addStretch(1)
        left.head.addWidget(self._control.stop)
        left.head.addWidget(self._control.start)
        left.body.setSpacing(4)
        left.body.addWidget(self._control.progress)
        left.body.addWidget(self._empty, 1)
        left.body.addWidget(self._table, 1)
        left.body.addWidget(self._status)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = self._table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        right.head.addWidget(self._whose, 1)
        right.body.addWidget(self._nothing, 1)
        right.body.addWidget(self._list, 1)
        right.body.addWidget(self._heading)
        right.body.addWidget(self._advice)
        self._advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = self._list.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(FindingColumn.SEVERITY, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(FindingColumn.MESSAGE, QHeaderView.ResizeMode.Stretch)
        self._list.setColumnWidth(FindingColumn.SOURCE, _SOURCE_WIDTH)
        wrap_rows(self._list, self._appearance)
        left.setMinimumWidth(_LEFT_WIDTH)
        whole = make_splitter("design_findings.whole", (left, right), (450, 720))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(whole)
