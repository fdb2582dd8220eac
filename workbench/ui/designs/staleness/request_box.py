"""The request that is asked again and again: those that the change decides are marked, and the best one is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.core.text.wording import counted
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.item_views.choice_box import ChoiceBox
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Request
    from workbench.core.designs.dependence import Dependence
    from workbench.core.server.directory_change import WorldChange


class RequestBox(ChoiceBox):
    """Offers the scenario's requests, and those on the record of the change that the scenario does not list.

    Signals:
        warning_changed(Status): the chosen request does not depend on the change; empty if it does.
    """

    warning_changed = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__("staleness.request", appearance, parent)
        self._listed: Sequence[Request] = ()
        self._dependence: Dependence | None = None
        self._chosen_for: WorldChange | None = None
        self.setMinimumWidth(150)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.currentIndexChanged.connect(self._on_chosen)

    @property
    def request(self) -> Request | None:
        """The chosen request; None without a server."""
        chosen: Request | None = self.currentData()
        return chosen

    def offer(self, requests: Sequence[Request]) -> None:
        """Offer the requests of a server; the next change chooses among them."""
        self._listed = tuple(requests)
        self._chosen_for = None
        self._fill(self.request)

    @Slot(object)
    def show_dependence(self, dependence: Dependence | None) -> None:
        """Mark the requests that the change decides; choose the best, unless the user chose one for this change."""
        self._dependence = dependence
        chosen = self.request
        if dependence is not None and dependence.change != self._chosen_for:
            self._chosen_for = dependence.change
            chosen = dependence.best or chosen
        self._fill(chosen)

    def _fill(self, chosen: Request | None) -> None:
        known = self._dependence
        decided = [each.request for each in known.decided] if known is not None else []
        offered = [*self._listed, *(each for each in decided if each not in self._listed)]
        with QSignalBlocker(self):
            self.clear()
            for request in offered:
                self.add_choice(request.label, request)
                if known is not None:
                    self._mark(self.count() - 1, known.designs(request))
            if offered:
                self.setCurrentIndex(offered.index(chosen) if chosen in offered else 0)
        self._on_chosen()

    def _mark(self, row: int, designs: int) -> None:
        if designs:
            self.show_detail(row, f"depends on the change under {counted(designs, 'design')}", Tone.ACCENT)
        else:
            self.show_detail(row, "same answer with and without it")

    @Slot()
    def _on_chosen(self) -> None:
        self.setToolTip(tool_tip.literal(self.currentText()))
        known, request = self._dependence, self.request
        text = known.warning(request) if known is not None and request is not None else ""
        self.warning_changed.emit(Status(text, StatusLevel.WARNING))
