"""A button that opens a token inside the token on the bench: its payload, a claim, or its key binding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from workbench.core.token.inner_tokens import InnerToken, inner_tokens
from workbench.ui.arrangement import eliding
from workbench.ui.widgets.elided_button import ElidedButton

if TYPE_CHECKING:
    from workbench.core.token.compact import Reading


class InnerTokenButton(ElidedButton):
    """Opens the only token inside, or offers several in a menu; hidden where there is none.

    Signals:
        chosen(InnerToken): the user wants to see this one.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__("token.open_inside", parent)
        self.setAccessibleName("Open inside")
        self._reading: Reading | None = None
        self._found: tuple[InnerToken, ...] = ()
        self._menu = QMenu(self)
        self._menu.setObjectName("token.inside_menu")
        self._menu.triggered.connect(self._on_triggered)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_reading(self, reading: Reading) -> None:
        """Offer the tokens inside *reading*."""
        if reading is self._reading:
            return
        self._reading = reading
        found = inner_tokens(reading)
        if found == self._found:
            return
        self._found = found
        self.setVisible(bool(found))
        self._menu.clear()
        if len(found) == 1:
            self.setMenu(None)  # type: ignore[arg-type]  # Qt takes none for no menu
            place = found[0].place
            self.show_words(f"Open {place}", f"The {place} is a token: show it here. Undo goes back.")
        elif found:
            count = len(found)
            self.show_words("Open inside", f"There are {count} tokens inside: show one of them here. Undo goes back.")
            for number, each in enumerate(found):
                self._menu.addAction(eliding.for_action(each.place)).setData(number)
            self.setMenu(self._menu)

    @Slot()
    def _on_clicked(self) -> None:
        if len(self._found) == 1:
            self.chosen.emit(self._found[0])

    @Slot(QAction)
    def _on_triggered(self, action: QAction) -> None:
        self.chosen.emit(self._found[action.data()])
