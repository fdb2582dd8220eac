"""Chooses a row of a table by the name in its first column, now or when the table gets such a row."""

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QTableView

BESIDE = " · "
"""Separates the name from what else the first column says."""


class WantedRow(QObject):
    """Remembers the name until there is a row of that name."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table
        self._name = ""
        # Queued: when its rows are new, a view chooses one of them itself.
        for changed in (table.model().modelReset, table.model().rowsInserted):
            changed.connect(self._choose, Qt.ConnectionType.QueuedConnection)

    def want(self, name: str) -> None:
        """Choose the first row of this name."""
        self._name = name
        self._choose()

    @Slot()
    def _choose(self) -> None:
        model = self._table.model()
        if not self._name or model is None:
            return
        names = [str(model.index(row, 0).data()).partition(BESIDE)[0] for row in range(model.rowCount())]
        if self._name in names:
            column = max(0, self._table.currentIndex().column())
            self._table.setCurrentIndex(model.index(names.index(self._name), column))
            self._name = ""


def choose_row(table: QTableView, name: str) -> None:
    """Choose the row of *table* that *name* is the first word of, as soon as there is one."""
    wanted = table.findChild(WantedRow)
    (wanted if isinstance(wanted, WantedRow) else WantedRow(table)).want(name)
