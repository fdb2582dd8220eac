"""The question whether a token may be sent to another host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.presenters.status import Status, StatusLevel
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import StatusLines

if TYPE_CHECKING:
    from workbench.presenters.requests.consents import ConsentQuestion, ConsentsPresenter

# Of the question: it names the host, which can be long.
_MOST_LINES = 4


class ConsentStrip(QFrame):
    """Hidden until there is a question; the running replay waits for the answer."""

    def __init__(self, name: str, consents: ConsentsPresenter, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("notice", True)
        set_style_property(self, "tone", Tone.WARNING.value)
        self._words = StatusLines(name, _MOST_LINES, appearance, self)
        self._once = QPushButton("Send once", self)
        self._always = ElidedButton(f"{name}_always", self)
        self._always.setProperty("flat", False)
        self._refuse = QPushButton("Don't send", self)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch(1)
        for button, part in ((self._once, "once"), (self._always, "always"), (self._refuse, "refuse")):
            button.setObjectName(f"{name}_{part}")
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._words)
        layout.addLayout(buttons)
        self._once.clicked.connect(consents.allow_once)
        self._always.clicked.connect(consents.allow_always)
        self._refuse.clicked.connect(consents.refuse)
        consents.asked.connect(self._show)
        self._show(consents.question)

    @Slot(object)
    def _show(self, question: ConsentQuestion | None) -> None:
        if question is not None:
            self._words.show_status(Status(question.text, StatusLevel.WARNING))
            self._always.show_words(question.always, question.always)
        else:
            self._words.show_status(Status(""))
        self.setVisible(question is not None)
