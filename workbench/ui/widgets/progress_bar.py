"""The thin progress bar of all views."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QProgressBar, QWidget

_PAUSE_MS = 40


class ProgressBar(QProgressBar):
    """Shows progress without words, and keeps its room while it is hidden, so that nothing jumps when it appears.

    A `QProgressBar` is repainted with every new value, before anything else; some hundred steps a second would be
    slowed down by their own bar. This one shows a new value every 40 ms at most.
    """

    def __init__(self, name: str, words: str, parent: QWidget | None) -> None:
        """Make one; *name* is its objectName, *words* are for screen readers."""
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setTextVisible(False)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._wanted: tuple[int, int] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._show_wanted)
        self.start_over()

    @Slot(int, int)
    def show_progress(self, done: int, expected: int) -> None:
        """Show that *done* of *expected* steps are done."""
        self._wanted = done, expected
        if not self._pause.isActive():
            self._show_wanted()

    def start_over(self) -> None:
        """Show that work goes on, of which no step is done yet."""
        self._pause.stop()
        self._wanted = None
        self.setRange(0, 0)

    @Slot()
    def _show_wanted(self) -> None:
        if self._wanted is None:
            return
        done, expected = self._wanted
        self._wanted = None
        self.setRange(0, expected)
        self.setValue(done)
        self._pause.start()
