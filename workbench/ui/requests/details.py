"""The area below the answers: the explanation of an answer, or the drawer while a request is edited."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.bar import RequestsBar
from workbench.ui.requests.drawer import RequestDrawer


class AnswerDetails(QStackedWidget):
    """Shows *why* until a view of the drawer is opened, and again after it is closed."""

    def __init__(
        self,
        why: QWidget,
        drawer: RequestDrawer,
        bar: RequestsBar,
        answers: AnswersPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._why = why
        self._drawer = drawer
        self._answers = answers
        self.addWidget(why)
        self.addWidget(drawer)
        bar.view_requested.connect(self._on_view_requested)
        drawer.closed.connect(self._on_closed)
        answers.row_selected.connect(bar.show_row)
        answers.row_selected.connect(drawer.show_row)

    @Slot(str)
    def _on_view_requested(self, view: str) -> None:
        self._drawer.show_view(view)
        self.setCurrentWidget(self._drawer)
        self._drawer.focus()

    @Slot()
    def _on_closed(self) -> None:
        self.setCurrentWidget(self._why)
        self._answers.focus()
