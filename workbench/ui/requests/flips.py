"""The changes that would reverse the server's answer, and a button that applies one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from workbench.ui.arrangement import eliding
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.sentence_label import WrappedLabel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Flip


class FlipsRow(QWidget):
    """Lists the changes that would reverse the answer, and applies those that concern a claim.

    Signals:
        flip_chosen(Flip): make this change.
    """

    flip_chosen = Signal(object)

    def __init__(self, name: str, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._flips: tuple[Flip, ...] = ()
        self._label = WrappedLabel(name, self)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._apply = QPushButton("Apply", self)
        self._apply.setObjectName(f"{name}_apply")
        self._apply.setToolTip("Make this change in the edited token; then sign and replay")
        self._menu = QMenu(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._label, 1)
        layout.addWidget(self._apply, 0, Qt.AlignmentFlag.AlignTop)
        self._apply.clicked.connect(self._on_apply_clicked)
        self._menu.triggered.connect(self._on_menu_chosen)
        appearance.changed.connect(self._paint_icon)
        self._paint_icon()

    def show_flips(self, flips: tuple[Flip, ...], *, allowed: bool, appliable: bool) -> None:
        """Show *flips*; those that concern a claim can be applied if *appliable*."""
        self.setVisible(bool(flips))
        if allowed:  # these changes together remove this grant; another grant may still apply
            text = "To remove this grant: {changes}."
            text = text.format(changes=" and ".join(flip.sentence for flip in flips))
        else:
            text = "Would allow it: {changes}.".format(changes="; or ".join(flip.sentence for flip in flips))
        self._label.setText(text if flips else "")
        self._flips = _of_claims(flips) if flips and appliable else ()
        self._apply.setVisible(bool(self._flips))
        self._menu.clear()
        for number, flip in enumerate(self._flips):
            action = self._menu.addAction(eliding.for_action(flip.sentence))
            action.setData(number)

    @Slot()
    def _on_apply_clicked(self) -> None:
        if len(self._flips) == 1:
            self.flip_chosen.emit(self._flips[0])
        else:
            self._menu.popup(self._apply.mapToGlobal(self._apply.rect().bottomLeft()))

    @Slot(QAction)
    def _on_menu_chosen(self, action: QAction) -> None:
        self.flip_chosen.emit(self._flips[int(action.data())])

    @Slot()
    def _paint_icon(self) -> None:
        self._apply.setIcon(icon(Icon.APPLY, self._appearance, Tone.ACCENT))


def _of_claims(flips: tuple[Flip, ...]) -> tuple[Flip, ...]:
    from workbench.core.answers.decision import FlipWhere

    return tuple(flip for flip in flips if flip.where is FlipWhere.CLAIM)
