"""Python's garbage collection, kept in the GUI thread.

The collector runs in whichever thread happens to allocate, and here that is often one of the demo server's. A Qt object
that it finds there is destroyed in the wrong thread, which can end the process.
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

_INTERVAL_MS = 1000


class GuiThreadCollector(QObject):
    """Switches automatic collection off until `stop`, and collects from the event loop instead."""

    _running = 0
    _ever = False

    def __init__(self) -> None:
        super().__init__()
        if gc.isenabled() and GuiThreadCollector._running == 0 and GuiThreadCollector._ever:
            gc.collect()  # what an earlier window left behind, while no other thread runs
        GuiThreadCollector._ever = True
        GuiThreadCollector._running += 1
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(_INTERVAL_MS)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def stop(self) -> None:
        """Make collection automatic again, unless another window still needs it here."""
        self._timer.stop()
        GuiThreadCollector._running -= 1
        if GuiThreadCollector._running == 0:
            gc.enable()

    @Slot()
    def _collect(self) -> None:
        """Collect the oldest generation that is due by Python's thresholds."""
        due = [
            number
            for number, (count, limit) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
            if count > limit > 0
        ]
        if due:
            gc.collect(due[-1])
