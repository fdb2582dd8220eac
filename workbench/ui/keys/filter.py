"""The keys that a filter lets through, in the order that the user wants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSortFilterProxyModel

from workbench.ui.item_views.roles import ROOT, Index, Role

if TYPE_CHECKING:
    from workbench.ui.keys.table import KeysTableModel


class KeysFilter(QSortFilterProxyModel):
    """Shows the rows of a `KeysTableModel` that hold every word of a text."""

    def __init__(self, keys: KeysTableModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._words: list[str] = []
        self.setSortRole(Role.ORDER)
        self.setSourceModel(keys)

    @property
    def is_filtering(self) -> bool:
        """Whether a text is looked for."""
        return bool(self._words)

    def look_for(self, text: str) -> None:
        """Let through what has every word of *text* in name, kid, algorithm or fingerprint; of no text everything."""
        self._words = text.casefold().split()
        self.invalidate()

    def row_of(self, kid: str) -> int | None:
        """The row of the key *kid*; None if it is not shown."""
        place = self._keys.row_of(kid)
        index = self.mapFromSource(self._keys.index(place, 0)) if place is not None else self.index(-1, -1)
        return index.row() if index.isValid() else None

    def filterAcceptsRow(self, source_row: int, _source_parent: Index = ROOT) -> bool:
        """Whether every word is in the row."""
        if not self._words:
            return True
        sought = self._keys.rows()[source_row].sought
        return all(word in sought for word in self._words)
