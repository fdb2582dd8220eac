"""Designs with the number of findings on each, and the findings on one of them."""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.lint.severity import Severity
from workbench.ui.icons import Icon
from workbench.ui.item_views.findings_model import LOOK
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.lint.designs import DesignFinding, LintedDesign


class DesignColumn(IntEnum):
    """The columns of the designs."""

    DESIGN = 0
    WORST = 1
    ERRORS = 2
    WARNINGS = 3
    NOTES = 4


# In the order of the columns.
_DESIGN_HEADS = ("Design", "Worst", "Errors", "Warnings", "Notes")
_COUNTS = {
    DesignColumn.ERRORS: Severity.ERROR,
    DesignColumn.WARNINGS: Severity.WARNING,
    DesignColumn.NOTES: Severity.INFO,
}


class LintedDesignsModel(TableModel):
    """One row for each design: its worst finding, and the number of findings."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_DESIGN_HEADS, parent, figures=_COUNTS)
        self._designs: tuple[LintedDesign, ...] = ()

    def show(self, designs: tuple[LintedDesign, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._designs = designs
        self.endResetModel()

    def rows(self) -> tuple[LintedDesign, ...]:
        """The designs."""
        return self._designs

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._designs):
            return None
        design, column = self._designs[index.row()], DesignColumn(index.column())
        match role:
            case Role.SUBJECT:
                return design
            case Qt.ItemDataRole.ToolTipRole:
                return design.problem or f"{design.design}: a token of {design.token_bytes:,} bytes"
        if column is DesignColumn.DESIGN:
            return design.design if role == Qt.ItemDataRole.DisplayRole else None
        if column is DesignColumn.WORST:
            return _worst(design, role)
        shown = _count(design, _COUNTS[column], role)
        return super().data(index, role) if shown is None else shown


def look_of(design: LintedDesign) -> tuple[Icon, Tone, str]:
    """Icon, tone and word for the worst that was found on *design*."""
    if design.problem:
        return Icon.OFF, Tone.MUTED, "no token"
    if design.worst is None:
        return Icon.ALLOWED, Tone.ALLOWED, design.summary
    return LOOK[design.worst]


def _worst(design: LintedDesign, role: int) -> object:
    picture, tone, word = look_of(design)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return word
        case Role.ICON:
            return picture
        case Role.TONE:
            return tone
    return None


def _count(design: LintedDesign, severity: Severity, role: int) -> object:
    count = design.count(severity)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return "–" if design.problem else str(count)
        case Role.MONO:
            return True
        case Role.TONE:
            return LOOK[severity][1] if count else Tone.MUTED
    return None


class FindingColumn(IntEnum):
    """The columns of the findings."""

    SEVERITY = 0
    MESSAGE = 1
    SOURCE = 2


# In the order of the columns.
_FINDING_HEADS = ("Severity", "Finding", "Source")


class DesignFindingsModel(TableModel):
    """The findings on one design, the worst first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_FINDING_HEADS, parent)
        self._findings: tuple[DesignFinding, ...] = ()

    def show(self, findings: tuple[DesignFinding, ...]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._findings = findings
        self.endResetModel()

    def rows(self) -> tuple[DesignFinding, ...]:
        """The findings."""
        return self._findings

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._findings):
            return None
        found, column = self._findings[index.row()], FindingColumn(index.column())
        finding = found.finding
        picture, tone, word = (Icon.INFO, Tone.MUTED, "intended") if found.intended else LOOK[finding.severity]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                texts = (word, finding.message, finding.source)
                return texts[column]
            case Qt.ItemDataRole.ToolTipRole:
                return f"{finding.rule_id}: {finding.message}\n{finding.source}"
            case Role.SUBJECT:
                return found
            case Role.ICON if column is FindingColumn.SEVERITY:
                return picture
            case Role.TONE if column is FindingColumn.SEVERITY:
                return tone
            case Role.TONE if column is not FindingColumn.MESSAGE:
                return Tone.MUTED
        return None
