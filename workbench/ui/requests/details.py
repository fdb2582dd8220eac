"""The area below the answers: the explanation of an answer, or the drawer while a request is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.ui.requests.answers import AnswersPanel
    from workbench.ui.requests.bar import RequestsBar
    from workbench.ui.requests.drawer import RequestDrawer

DRAWER_WIDTH = 440
"""The least width of the drawer; fixed, because a widget that was never shown computes its own with another font."""


class AnswerDetails(QStackedWidget):
    """Shows *why* until a view of the drawer is opened, and again after it is closed.

    The drawer is made when it is first opened; there is room for its width from the start, so that nothing jumps.
    """

    def __init__(
        self,
        why: QWidget,
        make_drawer: Callable[[], RequestDrawer],
        bar: RequestsBar,
        answers: AnswersPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._why = why
        self._make_drawer = make_drawer
        self._drawer: RequestDrawer | None = None
        self._row = -1
        self._answers = answers
        self.addWidget(why)
        self.setMinimumWidth(DRAWER_WIDTH)
        bar.view_requested.connect(self._on_view_requested)
        answers.row_selected.connect(bar.show_row)
        answers.row_selected.connect(self._on_row_selected)

    @Slot(str)
    def _on_view_requested(self, view: str) -> None:
        drawer = self._drawer or self._build_drawer()
        drawer.show_view(view)
        self.setCurrentWidget(drawer)
        drawer.focus()

    @Slot(int)
    def _on_row_selected(self, row: int) -> None:
        self._row = row
        if self._drawer is not None:
            self._drawer.show_row(row)

    def _build_drawer(self) -> RequestDrawer:
        self._drawer = drawer = self._make_drawer()
        self.addWidget(drawer)
        drawer.closed.connect(self._on_closed)
        drawer.show_row(self._row)
        return drawer

    @Slot()
    def _on_closed(self) -> None:
        self.setCurrentWidget(self._why)
        self._answers.focus()
