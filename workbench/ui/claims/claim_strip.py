"""The line below the claims: the selected claim explained, and buttons that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from workbench.core.text.time_step import TimeStep
from workbench.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.ui.claims.claim_menu import ClaimMenu


# The steps that have a button, with its label; the menu has all steps.
_STEPS = {
    TimeStep.NOW: "now",
    TimeStep.PLUS_FIVE_MINUTES: "+5 min",
    TimeStep.MINUS_ONE_HOUR: "\N{MINUS SIGN}1 h",
    TimeStep.EXPIRE_NOW: "expire now",
    TimeStep.MILLISECONDS: "\N{MULTIPLICATION SIGN}1000",
}
_OF_EXP = (TimeStep.EXPIRE_NOW,)

# While no claim is selected.
_HINT = "Double-click a value to change it, or press F2 on it."


class ClaimStrip(QWidget):
    """Shows type and meaning of a claim, and offers its menu, its time steps and its inside.

    Signals:
        step_chosen(TimeStep): change the time in the claim.
        never_chosen(): remove the claim ``exp``.
        inside_wanted(bool): show or hide the inside of the value.
    """

    step_chosen = Signal(object)
    never_chosen = Signal()
    inside_wanted = Signal(bool)

    def __init__(self, menu: ClaimMenu, parent: QWidget) -> None:
        super().__init__(parent)
        self._change = _button("claims.change", "Change", self)
        self._change.setToolTip("Change type, time or position of the selected claim (Shift+F10)")
        self._change.setMenu(menu.menu)
        self._inside = _button("claims.inside", "Edit inside", self)
        self._inside.setCheckable(True)
        self._inside.setProperty("flat", False)
        self._inside.setProperty("segment", True)
        self._inside.setToolTip("Edit the elements and members of the value, to any depth")
        self._steps = {step: self._step_button(step, words) for step, words in _STEPS.items()}
        self._never = _button("claims.never", "never", self)
        self._never.setToolTip("Remove exp: the token will never expire")
        self._explained = ElidedLabel("claims.explained", self, figures_first=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        for widget in (self._change, self._inside, *self._steps.values(), self._never):
            self._row.addWidget(widget)
        self._row.addSpacing(6)
        self._row.addWidget(self._explained, 1)
        self._row.addStrut(self._change.sizeHint().height())  # the row is as high without its buttons
        self._inside.toggled.connect(self.inside_wanted)
        self._never.clicked.connect(self.never_chosen)

    @property
    def is_inside_wanted(self) -> bool:
        """Whether the inside is to be shown and the claim has one."""
        return self._inside.isChecked() and not self._inside.isHidden()

    def add_tools(self, *tools: QWidget) -> None:
        """Put the tools for the inside of a value after the button that opens it."""
        for number, tool in enumerate(tools, self._row.indexOf(self._inside) + 1):
            self._row.insertWidget(number, tool)

    def show_claim(self, claim: Claim | None, meaning: ClaimMeaning | None, *, is_moment: bool) -> None:
        """Show *claim*; None for none.

        Args:
            claim: the selected claim.
            meaning: what is known of it.
            is_moment: whether it holds a time.
        """
        name = claim.name if claim is not None else None
        kind = "" if claim is None else "date" if is_moment else claim.type_name
        if kind and kind != self._change.text():  # a new text lays the page out again
            self._change.setText(kind)
            self._change.setAccessibleName(f"Change the claim: {kind}")
        self._change.setVisible(claim is not None)
        self._inside.setVisible(claim is not None and claim.type_name in ("array", "object"))
        for step, button in self._steps.items():
            button.setVisible(is_moment and (step not in _OF_EXP or name == "exp"))
        self._never.setVisible(is_moment and name == "exp")
        self._explained.show_text(_explained(claim, meaning))

    @Slot()
    def _on_step_clicked(self) -> None:
        self.step_chosen.emit(TimeStep(self.sender().property("step")))

    def _step_button(self, step: TimeStep, words: str) -> QPushButton:
        button = _button(f"claims.time_{step.name.lower()}", words, self)
        button.setProperty("step", step.value)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if step is TimeStep.MILLISECONDS:
            tip = "Milliseconds instead of seconds, a common mistake: the token seems to last forever"
            button.setToolTip(tip)
            button.setAccessibleName(step.value)
        button.clicked.connect(self._on_step_clicked)
        return button


def _button(name: str, words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    button.setProperty("flat", True)
    return button


def _explained(claim: Claim | None, meaning: ClaimMeaning | None) -> str:
    if claim is None:
        return _HINT
    from workbench.core.claims.registry import explanation

    return explanation(claim.value, meaning)
