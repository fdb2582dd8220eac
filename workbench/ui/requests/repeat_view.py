"""Repeating the selected request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.progress_bar import ProgressBar
from workbench.ui.widgets.run_control import swap
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Request
    from workbench.core.answers.repeat_stats import Repetition
    from workbench.presenters.requests.repeat import RepeatPresenter
    from workbench.ui.theme import Appearance


_FIGURES = (("Fastest", 0.0), ("Median", 50.0), ("95 % within", 95.0), ("Slowest", 100.0))
_USUAL_TIMES = 20


class RepeatView(QWidget):
    """Sends the selected request several times and shows how long the answers took and whether they agree."""

    def __init__(self, repeat: RepeatPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        from workbench.core.answers.repeat_stats import MOST_TIMES

        super().__init__(parent)
        self._repeat = repeat
        self._request: Request | None = None
        self._times = QSpinBox(self)
        self._times.setObjectName("requests.times")
        self._times.setRange(1, MOST_TIMES)
        self._times.setValue(_USUAL_TIMES)
        self._times.setAlignment(Qt.AlignmentFlag.AlignCenter)
        label = QLabel("Number of times to &send it with the edited token", self)
        label.setBuddy(self._times)
        self._start = QPushButton("Repeat", self)
        self._start.setObjectName("requests.repeat")
        set_main_action(self._start)
        self._stop = QPushButton("Stop", self)
        self._stop.setObjectName("requests.repeat_stop")
        self._stop.hide()
        self._progress = ProgressBar("requests.repeat_progress", "Repetitions", self)
        self._progress.hide()
        self._status = StatusLine("requests.repeat_status", appearance, self)
        self._figures: list[QLabel] = []
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget in (label, self._times):
            row.addWidget(widget)
        row.addStretch(1)
        for button in (self._start, self._stop):
            row.addWidget(button)
        figures = self._make_figures()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(row)
        layout.addWidget(self._progress)
        layout.addWidget(self._status)
        layout.addLayout(figures)
        layout.addStretch(1)
        self._start.clicked.connect(self._on_start_clicked)
        self._stop.clicked.connect(repeat.stop)
        repeat.busy_changed.connect(self._show_busy)
        repeat.progress_changed.connect(self._progress.show_progress)
        repeat.status_changed.connect(self._status.show_status)
        repeat.repetition_changed.connect(self._show_repetition)
        self._show_repetition(repeat.repetition)

    def show_request(self, request: Request | None) -> None:
        """Repeat the request in this row when started."""
        from workbench.core.answers.repeat_stats import Repetition

        if request != self._request and not self._repeat.busy:
            self._status.show_status(Status(""))
            self._show_repetition(Repetition())
        self._request = request
        self._start.setEnabled(request is not None)

    @Slot()
    def _on_start_clicked(self) -> None:
        if self._request is None:
            self._status.show_status(Status("Select a request first.", StatusLevel.ERROR))
        else:
            self._repeat.start(self._request, self._times.value())

    @Slot(bool)
    def _show_busy(self, busy: bool) -> None:
        swap(*((self._stop, self._start) if busy else (self._start, self._stop)))
        self._progress.setVisible(busy)
        self._times.setEnabled(not busy)

    @Slot(object)
    def _show_repetition(self, repetition: Repetition) -> None:
        for label, (_, percent) in zip(self._figures, _FIGURES, strict=True):
            if repetition.times_ms:
                value = repetition.percentile_ms(percent) if percent else min(repetition.times_ms)
                label.setText(f"{value:,.1f} ms")
            else:
                label.setText("–")

    def _make_figures(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for column, (words, percent) in enumerate(_FIGURES):
            head = QLabel(words, self)
            head.setProperty("role", "caption")
            figure = QLabel(self)
            figure.setObjectName(f"requests.repeat_{percent:.0f}")
            figure.setAccessibleName(words)
            figure.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(head, 0, column)
            grid.addWidget(figure, 1, column)
            self._figures.append(figure)
        grid.setColumnStretch(len(_FIGURES), 1)
        return grid
