"""The rotation of the running demo server's own key, and its clock around the moment at which the old one retires."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from workbench.core.rotation.own_key import retiring_keys, rotation_words
from workbench.ui.editing.number_field import NumberField
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.presenters.keys.own_rotation import KeyRotationPresenter
    from workbench.presenters.server.server import ServerPresenter
    from workbench.ui.theme import Appearance

_MINUTE_S = 60
_GRACE_MIN = 30  # as long as a token of the demo server lives
_MOST_MIN = 7 * 24 * 60


class RotateNowCard(Card):
    """Lets a `KeyRotationPresenter` rotate, and a `ServerPresenter` move the clock to see what comes of it."""

    def __init__(
        self,
        rotation: KeyRotationPresenter,
        keys: KeysPresenter,
        server: ServerPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Rotate the demo server's key", parent)
        self._rotation = rotation
        self._keys = keys
        self._server = server
        self._state = SentenceLabel("rotation.state", self)
        self._grace = NumberField("rotation.grace", 0, _MOST_MIN, "min", self)
        self._grace.setValue(_GRACE_MIN)
        self._grace.setToolTip("Tokens of the demo server live 30 min: with less, some are refused early.")
        self._never = QCheckBox("never retire it", self)
        self._never.setObjectName("rotation.keep")
        self._rotate = QPushButton("Rotate the demo server's key now", self)
        self._rotate.setObjectName("rotation.now")
        self._before = QPushButton("Clock to 1 min before its end", self)
        self._before.setObjectName("rotation.before")
        self._after = QPushButton("Clock to its end", self)
        self._after.setObjectName("rotation.after")
        self._status = StatusLine("rotation.now_status", appearance, self)
        self._lay_out()
        self._never.toggled.connect(self._grace.setDisabled)
        self._rotate.clicked.connect(self._on_rotate)
        self._before.clicked.connect(self._on_before)
        self._after.clicked.connect(self._on_after)
        keys.ring.keys_changed.connect(self.refresh)
        rotation.busy_changed.connect(self._rotate.setDisabled)
        rotation.status_changed.connect(self._status.show_status)
        server.clock_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the state of the key again, after a change of the ring or of the server's clock."""
        words = rotation_words(self._keys.ring.keys, self._keys.ring.now)
        if words != self._state.text():
            self._state.setText(words)
        has_end = bool(retiring_keys(self._keys.ring.keys))
        for button in (self._before, self._after):
            button.setEnabled(has_end)

    @Slot()
    def _on_rotate(self) -> None:
        self._rotation.rotate(None if self._never.isChecked() else self._grace.value() * _MINUTE_S)

    @Slot()
    def _on_before(self) -> None:
        self._move_clock(-_MINUTE_S)

    @Slot()
    def _on_after(self) -> None:
        self._move_clock(0)

    def _move_clock(self, after_end_s: int) -> None:
        """Set the server's clock to so many seconds after the end of the key that ends last."""
        retiring = retiring_keys(self._keys.ring.keys)
        if retiring:
            ahead_s = (retiring[0].retires_at or 0) + after_end_s - self._server.now
            self._server.move_clock(self._server.clock_offset + math.ceil(ahead_s))

    def _lay_out(self) -> None:
        self.head.addSpacing(8)
        self.head.addWidget(caption("keep the old key for", self._grace, self))
        self.head.addWidget(self._grace)
        self.head.addWidget(self._never)
        self.head.addWidget(self._rotate)
        self.head.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._state, 1)
        row.addWidget(self._before)
        row.addWidget(self._after)
        self.body.setSpacing(6)
        self.body.addWidget(self._status)
        self.body.addLayout(row)
