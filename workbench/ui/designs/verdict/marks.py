"""Marks the needs that exclude each other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QIcon

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from PySide6.QtWidgets import QCheckBox

    from workbench.core.verdict.contradictions import Contradiction
    from workbench.core.verdict.needs import Need
    from workbench.ui.theme import Appearance


class ContradictionMarks(QObject):
    """A warning in the check box of each need that excludes another one, painted again when the colours change."""

    def __init__(self, boxes: Mapping[Need, QCheckBox], appearance: Appearance, parent: QObject) -> None:
        super().__init__(parent)
        self._boxes = boxes
        self._appearance = appearance
        self._marked: frozenset[Need] = frozenset()
        appearance.changed.connect(self._paint)

    def show_contradictions(self, found: tuple[Contradiction, ...]) -> None:
        """Mark the needs of these contradictions, and no others."""
        self._marked = frozenset(need for each in found for need in each.needs)
        for need, box in self._boxes.items():
            marked = need in self._marked
            box.setAccessibleDescription(f"Excludes another need. {need.sentence}" if marked else need.sentence)
        self._paint()

    @Slot()
    def _paint(self) -> None:
        warning = icon(Icon.WARNING, self._appearance, Tone.WARNING)
        for need, box in self._boxes.items():
            box.setIcon(warning if need in self._marked else QIcon())
