"""A start and a stop button that swap places while work runs in the background, and a progress bar."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QPushButton, QWidget

from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.progress_bar import ProgressBar

if TYPE_CHECKING:
    from workbench.presenters.server.experiment import ExperimentPresenter


def swap(shown: QWidget, hidden: QWidget) -> None:
    """Show *shown* in place of *hidden*, and move the keyboard focus with it."""
    shown.show()
    if hidden.hasFocus():
        shown.setFocus()
    hidden.hide()


class RunControl(QObject):
    """A start button that is replaced by a stop button while an `ExperimentPresenter` works, and a thin progress bar.

    Attributes:
        start: starts the work; hidden while it runs.
        stop: stops it; shown while it runs.
        progress: shows the progress; keeps its room while it is hidden.
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
            start: objectName and text of the start button; the shortcut is added to the text.
            stop_name: objectName of the stop button.
            progress: objectName of the progress bar, and its accessible name.
            parent: the widget that shows the parts, in a layout of its own.
            shortcut: the keys that start the work, while the start button is visible.
            primary: whether starting is the main action of the view.
        """
        super().__init__(parent)
        name, text = start
        self._shortcut = shortcut
        self.start = QPushButton(parent)
        self.start.setObjectName(name)
        self.name_start(text)
        if primary:
            set_main_action(self.start)
        self.stop = QPushButton("Stop", parent)
        self.stop.setObjectName(stop_name)
        self.progress = ProgressBar(*progress, parent)

    def name_start(self, text: str) -> None:
        """Say on the start button what it does, with its shortcut."""
        self.start.setText(f"{text}   {self._shortcut}")
        self.start.setShortcut(self._shortcut)  # a button forgets its own with each text

    def connect_to(self, presenter: ExperimentPresenter, start: Callable[[], None]) -> None:
        """Let the buttons call *start*, a bound method, and stop *presenter*; show its progress."""
        self.start.clicked.connect(start)
        self.stop.clicked.connect(presenter.stop)
        presenter.busy_changed.connect(self._show_busy)
        presenter.progress_changed.connect(self.progress.show_progress)
        self._show_busy(presenter.busy)

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        swap(*((self.stop, self.start) if busy else (self.start, self.stop)))
        self.progress.setVisible(busy)
        self.progress.start_over()
