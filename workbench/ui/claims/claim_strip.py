"""The line below the claims: the selected claim explained, and buttons that change it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QWidget

from workbench.core.text.time_step import TimeStep
from workbench.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.ui.claims.claim_menu import ClaimMenu


# The steps that have a button, with its label; the menu has all steps.
_STEPS = {
    TimeStep.NOW: "now",
    TimeStep.IN_FIVE_MINUTES: "in 5 min",
    TimeStep.FIVE_MINUTES_LATER: "5 min later",
    TimeStep.ONE_HOUR_EARLIER: "1 h earlier",
    TimeStep.EXPIRE_NOW: "expire now",
    TimeStep.MILLISECONDS: "\N{MULTIPLICATION SIGN}1000",
}
_OF_EXP = (TimeStep.EXPIRE_NOW,)
_NOT_OF_EXP = (TimeStep.ONE_HOUR_EARLIER,)  # an exp that has passed is one click anyway: expire now
_FOLDS = TimeStep.MILLISECONDS
_GAP = 2
_TIPS = {
    TimeStep.IN_FIVE_MINUTES: "5 minutes from now, by the server's clock",
    TimeStep.FIVE_MINUTES_LATER: "5 minutes after the time in the claim",
    TimeStep.ONE_HOUR_EARLIER: "1 hour before the time in the claim",
    TimeStep.MILLISECONDS: "Milliseconds instead of seconds, a common mistake: the token seems to last forever",
}

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
        self._is_moment = False
        self._tools: tuple[QWidget, ...] = ()
        self._steps = {step: self._step_button(step, words) for step, words in _STEPS.items()}
        self._never = _button("claims.never", "never", self)
        self._never.setToolTip("Remove exp: the token will never expire")
        self._explained = ElidedLabel("claims.explained", self, figures_first=True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(_GAP)
        self._row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # it asks for less than all buttons need
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
        self._tools = tools
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
            if step is _FOLDS:
                continue
            button.setVisible(is_moment and step not in (_NOT_OF_EXP if name == "exp" else _OF_EXP))
        self._never.setVisible(is_moment and name == "exp")
        self._is_moment = is_moment
        self._fold()
        self.updateGeometry()
        self._explained.show_text(_explained(claim, meaning))

    def minimumSizeHint(self) -> QSize:
        """Wide enough for all buttons but those that fold."""
        return QSize(self._least_width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold what does not fit; the menu of the claim has it too."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        button = self._steps[_FOLDS]
        room = self.width() - self._least_width()
        button.setVisible(self._is_moment and button.sizeHint().width() + _GAP <= room)

    def _least_width(self) -> int:
        parts = (*self._tools, self._change, self._inside, *self._steps.values(), self._never)
        always = (each for each in parts if each is not self._steps[_FOLDS] and not each.isHidden())
        return sum(each.sizeHint().width() + _GAP for each in always)

    @Slot()
    def _on_step_clicked(self) -> None:
        self.step_chosen.emit(TimeStep(self.sender().property("step")))

    def _step_button(self, step: TimeStep, words: str) -> QPushButton:
        button = _button(f"claims.time_{step.name.lower()}", words, self)
        button.setProperty("step", step.value)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(_TIPS.get(step, ""))
        if step is TimeStep.MILLISECONDS:
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
