"""The row above the keys: where they are saved, the state of the keyring, and a filter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QToolButton, QWidget

from workbench.presenters.keys.keyring_status import Condition, RingState
from workbench.ui import shortcuts
from workbench.ui.icons import Icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.restyle import set_style_property

if TYPE_CHECKING:
    from workbench.presenters.keys.ring import KeyRing

_GOOD = (Condition.OPEN, Condition.WAITING)


class KeysHead(QWidget):
    """The row beside the title of the keys.

    Signals:
        filter_changed(str): another text is looked for; none to see all keys.
        left(): the user is done with typing in the filter, and wants to go on in the table.
    """

    filter_changed = Signal(str)
    left = Signal()

    def __init__(self, ring: KeyRing, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._store = Pill("keys.store", appearance, self)
        self._kept: tuple[str, bool] | None = None
        self._ring = ElidedLabel("keys.ring", self)
        self._retry = QPushButton("Try again", self)
        self._retry.setObjectName("keys.retry")
        self._retry.setToolTip("Ask the keyring again")
        self._retry.hide()
        self._filter = QLineEdit(self)
        self._filter.setObjectName("keys.filter")
        self._filter.setAccessibleName("Filter by name, kid, algorithm or fingerprint")
        self._filter.setPlaceholderText(f"Filter ({shortcuts.FIND})")
        self._filter.setToolTip("Words that name, kid, algorithm or fingerprint must contain; Esc shows all")
        self._filter.setClearButtonEnabled(True)
        self._filter.setMinimumWidth(130)
        self._filter.setMaximumWidth(230)
        self._filter.installEventFilter(self)
        for button in self._filter.findChildren(QToolButton):  # Qt's own, which say nothing of themselves
            button.setAccessibleName("Clear the filter")
        self._count = QLabel(self)
        self._count.setObjectName("keys.count")
        self._count.setProperty("role", "caption")
        self._count.setMinimumWidth(82)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._store)
        row.addWidget(self._ring, 1)
        row.addWidget(self._retry)
        row.addWidget(self._filter, 1)
        row.addWidget(self._count)
        self._filter.textChanged.connect(self.filter_changed)
        self._retry.clicked.connect(ring.open)
        ring.store_changed.connect(self._show_store)
        ring.state_changed.connect(self._show_state)
        ring.busy_changed.connect(self._retry.setDisabled)
        self._store.hide()
        self._retry.setDisabled(bool(ring.busy))
        if ring.store is not None:  # it was opened before the page was shown
            self._show_store(*ring.store)
        self._show_state(ring.state)

    @Slot()
    def focus_filter(self) -> None:
        """Put the cursor into the filter."""
        self._filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._filter.selectAll()

    @Slot(int, int, bool)
    def show_count(self, shown: int, there: int, filtered: bool) -> None:
        """Say how many keys there are, and how many of them the filter lets through."""
        noun = "key" if there == 1 else "keys"
        words = "{shown} of {there} {noun}" if filtered else "{there} {noun}"
        self._count.setText(words.format(shown=f"{shown:,}", there=f"{there:,}", noun=noun))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc shows all keys again; Enter and Down go on in the table."""
        if watched is self._filter and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape and self._filter.text():
                self._filter.clear()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    @Slot(str, bool)
    def _show_store(self, name: str, persistent: bool) -> None:
        self._kept = (name, persistent)
        self._show_pill(Condition.OPEN)

    @Slot(object)
    def _show_state(self, state: RingState) -> None:
        words = f"Keyring: {state.condition.value}"
        self._ring.show_text(words, state.detail)
        tone = Tone.MUTED if state.condition in _GOOD else Tone.WARNING
        set_style_property(self._ring, "tone", tone.value)
        self._retry.setVisible(state.can_retry)
        self._show_pill(state.condition, state.detail)

    def _show_pill(self, condition: Condition, detail: str = "") -> None:
        """Where keys are kept. Green only while that is so: a keyring that was locked since takes none."""
        if self._kept is None:
            return
        name, persistent = self._kept
        if persistent:
            good = condition in _GOOD
            tone, picture = (Tone.ALLOWED, Icon.REQUIRED) if good else (Tone.WARNING, Icon.WARNING)
            detail = detail or "Private keys are saved there and nowhere else."
            self._store.show_state(f"saved in {name}", tone, picture, detail)
        else:
            detail = detail or "They are lost when the workbench ends."
            self._store.show_state("keys not saved", Tone.WARNING, Icon.WARNING, detail)
