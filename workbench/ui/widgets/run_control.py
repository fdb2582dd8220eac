"""What starts work in the background, what stops it, and how far it is."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.ui.widgets.busy import keep_room, swap


class RunControl(QObject):
    """A start button that makes way for a stop button while an `ExperimentPresenter` works, and a thin bar.

    Attributes:
        start: starts the work; hidden while it is under way.
        stop: stops it; hidden until then.
        progress: how far it is; keeps its room while it is hidden.
    """

    def __init__(
        self,
        start: tuple[str, str],
        stop_name: str,
        progress: tuple[str, str],
        parent: QWidget,
        *,
        shortcut: str,
        primary: bool = True,
    ) -> None:
        """Make the parts.

        Args:
            start: objectName and words of the start button; the words are followed by the shortcut.
            stop_name: objectName of the stop button.
            progress: objectName of the bar, and its words for those who hear it.
            parent: the widget that shows the parts, in whatever layout.
            shortcut: the keys that start, while the start button is to be seen.
            primary: whether starting is what the view is there for before all else.
        """
        super().__init__(parent)
        name, words = start
        self.start = QPushButton(f"{words}   {shortcut}", parent)
        self.start.setObjectName(name)
        self.start.setShortcut(shortcut)
        if primary:
            self.start.setProperty("primary", True)
        self.stop = QPushButton("Stop", parent)
        self.stop.setObjectName(stop_name)
        self.progress = QProgressBar(parent)
        name, words = progress
        self.progress.setObjectName(name)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(words)
        keep_room(self.progress)

    def connect_to(self, presenter: ExperimentPresenter, start: Callable[[], None]) -> None:
        """Let the buttons call *start*, a bound method, and stop *presenter*; show how far that is."""
        self.start.clicked.connect(start)
        self.stop.clicked.connect(presenter.stop)
        presenter.busy_changed.connect(self._show_busy)
        presenter.progress_changed.connect(self._show_progress)
        self._show_busy(presenter.busy)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        swap(*((self.stop, self.start) if busy else (self.start, self.stop)))
        self.progress.setVisible(busy)
        self.progress.setRange(0, 0)

    @Slot(int, int)
    def _show_progress(self, done: int, expected: int) -> None:
        self.progress.setRange(0, expected)
        self.progress.setValue(done)
