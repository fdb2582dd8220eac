"""The answer in large type, why not another design, and what would change it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench.core.verdict.reasons import against
from workbench.core.verdict.verdict import ORDER
from workbench.ui.icons import Icon
from workbench.ui.theme import Tone
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.icon_text import FactLine
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.sentence_label import WrappedLabel

if TYPE_CHECKING:
    from workbench.core.reports.decision_record import DecisionRecord
    from workbench.core.verdict.thresholds import Change
    from workbench.ui.theme import Appearance

_FIRST = 3
_EMPTY = "Measure to get an answer (F6)."
_ABOUT = "Every design is asked on a copy of the demo server: what its tokens hold, what they cost, when they end."
_EARLIER = "From the measurement before; another one is under way."


class AnswerCard(Card):
    """Shows a decision record.

    Signals:
        tried(Change): the user wants to see the verdict with this change.
    """

    tried = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__("", parent)
        self.setObjectName("verdict.answer_card")
        self.title.hide()
        self._appearance = appearance
        self._record: DecisionRecord | None = None
        self._headline = FactLine("verdict.answer", appearance, self)
        label = self._headline.findChild(QLabel, "verdict.answer")
        if label is not None:
            label.setProperty("role", "verdict")
        self._summary = WrappedLabel("verdict.summary", self)
        self._summary.setToolTip(ORDER)
        self._earlier = QLabel(_EARLIER, self)
        self._earlier.setObjectName("verdict.earlier")
        self._earlier.setProperty("role", "caption")
        self._earlier.hide()
        self._rows = QWidget(self)
        self._lines = QVBoxLayout(self._rows)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(3)
        self._more = QPushButton("", self)
        self._more.setObjectName("verdict.more")
        self._more.setCheckable(True)
        self.save = QPushButton("Save decision record…", self)
        self.save.setObjectName("verdict.save")
        self.save.setShortcut("Ctrl+E")
        set_main_action(self.save)
        self.copy = QPushButton("Copy as Markdown", self)
        self.copy.setObjectName("verdict.copy")
        for button in (self.copy, self._more):
            button.setProperty("flat", True)
        self._more.setProperty("low", True)
        self._why = self._caption("verdict.why_not")
        why = QHBoxLayout()
        why.addWidget(self._why, 1)
        why.addWidget(self._more)
        buttons = QHBoxLayout()
        for button in (self.save, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.setSpacing(6)
        for widget in (self._headline, self._earlier, self._summary):
            self.body.addWidget(widget)
        self.body.addLayout(why)
        self.body.addWidget(self._rows)
        self.body.addStretch(1)
        self.body.addLayout(buttons)
        self._more.toggled.connect(self._show_rows)
        self.show_record(None, searching=False)

    @Slot(bool)
    def show_busy(self, busy: bool) -> None:
        """Mark the answer shown while there is going to be another one."""
        self._earlier.setVisible(busy and self._record is not None)

    def show_record(self, record: DecisionRecord | None, *, searching: bool) -> None:
        """Show an answer; *searching* says that what would change it is still being found."""
        self._record, self._searching = record, searching
        for button in (self.save, self.copy, self._more):
            button.setVisible(record is not None)
        if record is None:
            self._headline.show_fact(_EMPTY, Icon.INFO, Tone.MUTED)
            self._summary.setText(_ABOUT)
        else:
            found = record.choice is not None and bool(record.verdict.needs.wanted)
            look = (Icon.ALLOWED, Tone.ALLOWED) if found else (Icon.WARNING, Tone.WARNING)
            self._headline.show_fact(record.headline, *look)
            self._summary.setText(record.summary if record.verdict.needs.wanted else "")
        self._show_rows()

    @Slot()
    def _show_rows(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        record = self._record
        if record is None or not record.verdict.needs.wanted:
            self._more.hide()
            self._why.hide()
            return
        reasons, changes = against(record.verdict), record.changes
        most = None if self._more.isChecked() else _FIRST
        hidden = sum(max(0, len(each) - _FIRST) for each in (reasons, changes))
        self._more.setVisible(hidden > 0)
        self._more.setText("Fewer" if self._more.isChecked() else f"{hidden} more")
        self._more.setAccessibleName(f"{self._more.text()} reasons and changes")
        self._why.setText("Why not another")
        self._why.show()
        for reason in reasons[:most]:
            look = (Icon.REFUSED, Tone.REFUSED) if reason.need is not None else (Icon.INFO, Tone.MUTED)
            line = FactLine("verdict.line", self._appearance, self._rows)
            line.show_fact(f": {reason.why}.", *look, strong=reason.design)
            self._lines.addWidget(line)
        words = "Looking for what would change it …" if self._searching else "It would change if"
        self._lines.addWidget(self._caption("verdict.changes", words))
        before: QWidget = self._more
        for number, change in enumerate(changes[:most]):
            button = self._change(number, change)
            QWidget.setTabOrder(before, button)  # Qt puts a new one behind all others
            before = button

    def _caption(self, name: str, words: str = "") -> QLabel:
        label = QLabel(words, self)
        label.setObjectName(name)
        label.setProperty("role", "caption")
        return label

    def _change(self, number: int, change: Change) -> QPushButton:
        row = QWidget(self._rows)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        line = FactLine("verdict.change", self._appearance, row)
        look = (Icon.CHANGED, Tone.ACCENT)
        if change.to is None:
            line.show_fact(f"{change.sentence}: then no design meets all needs", *look)
        else:
            line.show_fact("", *look, before=f"{change.sentence}: then ", strong=change.to)
        button = QPushButton("Try", row)
        button.setObjectName(f"verdict.try_{number}")
        for name in ("flat", "low"):
            button.setProperty(name, True)
        button.setAccessibleName(f"Try: {change.sentence}")
        button.clicked.connect(partial(self._on_try, change))
        layout.addWidget(line, 1)
        layout.addWidget(button)
        self._lines.addWidget(row)
        return button

    def _on_try(self, change: Change, _checked: bool = False) -> None:
        self.tried.emit(change)
