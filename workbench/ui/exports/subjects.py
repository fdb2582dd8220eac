"""What can be exported: a table in words, a chart as a picture. Each has its actions, which do the work."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QTableView, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.charts.chart_menu import ChartMenu
from workbench.ui.item_views.table_actions import TableActions

if TYPE_CHECKING:
    from workbench.ui.charts.chart import ChartWidget
    from workbench.ui.exports.button import ExportButton

_Choices = Sequence[tuple[str, Callable[[], None]]]


class Exports(QObject):
    """Something that can be exported.

    Attributes:
        kind: what it is, in a word.
        name: its object name.
        title: its name for people.
        actions: what can be done with it; *refresh* makes them available or not.
    """

    kind = ""

    def __init__(self, subject: QWidget, button: ExportButton, choices: _Choices, lack: str) -> None:
        super().__init__(button)
        self._button = button
        self._lack = lack
        self.name = subject.objectName()
        self.title = subject.accessibleName()
        self.actions: list[QAction] = []
        for words, act in choices:
            action = QAction(words, self)
            action.triggered.connect(act)
            self.actions.append(action)

    def is_there(self) -> bool:
        """Whether there is anything to export now."""
        raise NotImplementedError

    @Slot()
    def refresh(self) -> None:
        """Enable the actions if there is anything to export; otherwise their tool tips say why not."""
        there = self.is_there()
        for action in self.actions:
            action.setEnabled(there)
            action.setToolTip("" if there else self._lack)

    def _file_name(self) -> str:
        return self.name.replace(".", "-").replace("_", "-")

    def _report_copied(self, what: str) -> None:
        self._button.show_status(Status(f"Copied {what}.", StatusLevel.OK))


class TableExports(Exports):
    """Copies and saves a table; the menu of its cells offers the same."""

    kind = "table"

    def __init__(self, table: QTableView, button: ExportButton) -> None:
        choices = (("Copy as &Markdown", self._copy), ("Save as &CSV…", self._save))
        super().__init__(table, button, choices, "The table is empty.")
        self._table = table
        table.addActions(self.actions)
        actions = table.findChild(TableActions)
        if actions is not None:
            actions.opening.connect(self.refresh)

    def is_there(self) -> bool:
        """Whether the table has a row."""
        return self._table.model().rowCount() > 0

    @Slot()
    def _copy(self) -> None:
        from workbench.core.text.tables import as_markdown
        from workbench.ui.item_views.table_text import heads, rows

        shown = rows(self._table)
        QGuiApplication.clipboard().setText(as_markdown(heads(self._table), shown))
        self._report_copied(f"{_counted(len(shown))} as Markdown")

    @Slot()
    def _save(self) -> None:
        from workbench.core.text.tables import as_csv, plain_figure
        from workbench.ui.item_views.table_text import heads, rows

        shown = [[plain_figure(cell) for cell in row] for row in rows(self._table)]
        # With a byte order mark, Excel takes the file for UTF-8.
        data = as_csv(heads(self._table), shown).encode("utf-8-sig")
        self._button.save(data, f"{_counted(len(shown))} as CSV", self._file_name(), "csv")


class ChartExports(Exports):
    """Copies and saves a chart."""

    kind = "chart"

    def __init__(self, chart: ChartWidget, button: ExportButton) -> None:
        choices = (("Copy &picture", self._copy), ("Save as &SVG…", self._save_svg), ("Save as P&NG…", self._save_png))
        super().__init__(chart, button, choices, "There is no chart yet.")
        self._chart = chart
        chart.addActions(self.actions)
        self._menu = ChartMenu(chart)
        self._menu.opening.connect(self.refresh)

    def is_there(self) -> bool:
        """Whether the chart shows anything."""
        return self._chart.has_picture()

    @Slot()
    def _copy(self) -> None:
        from workbench.ui.exports.pictures import as_image

        QGuiApplication.clipboard().setImage(as_image(self._chart))
        self._report_copied("the chart as a picture")

    @Slot()
    def _save_svg(self) -> None:
        from workbench.ui.exports.pictures import as_svg

        self._button.save(as_svg(self._chart, self._button.heading), "the chart as SVG", self._file_name(), "svg")

    @Slot()
    def _save_png(self) -> None:
        from workbench.ui.exports.pictures import as_png

        self._button.save(as_png(self._chart), "the chart as PNG", self._file_name(), "png")


def _counted(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"
