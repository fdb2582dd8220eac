"""Arithmetic for the user's own numbers: what was typed, what was measured, and the resulting figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.designs.arithmetic import ArithmeticQuestion, Figures, Load, Measurements, work_out
from workbench.core.designs.size_model import Counts
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import Experiment
    from workbench.core.token.header_limits import HeaderLimit
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class ArithmeticPresenter(ExperimentPresenter):
    """Calculates every design's figures while the user types.

    It measures once for each user to start from, as soon as the view is shown, and again after a restart. What was
    typed is kept for each user.

    Signals:
        figures_changed(tuple[Figures, ...]): there are new figures; none if nothing was measured.
        counts_changed(Counts): the holdings were set to those of another user, or back to what was typed.
        status_changed(Status): why there are no figures, or none of the present server.
        busy_changed(bool): a measurement is running.
        progress_changed(int, int): designs measured, designs expected.
    """

    figures_changed = Signal(object)
    counts_changed = Signal(object)

    def __init__(
        self,
        measure: Experiment[ArithmeticQuestion, Measurements],
        server: ServerPresenter,
        chosen: ChosenUser,
        limits: Sequence[HeaderLimit],
        run: RunReporting,
    ) -> None:
        super().__init__(server, run)
        self._measure = measure
        self._chosen = chosen
        self._limits = limits
        self._outdated = False
        self._watched = False
        self._known: dict[str, Measurements] = {}
        self._typed: dict[str, dict[str, int]] = {}
        self.load = Load()
        self.measured: Measurements | None = None
        chosen.changed.connect(self._update)

    @property
    def counts(self) -> Counts:
        """What each user holds: what was typed, else what the user to start from holds."""
        if self.measured is None:
            return Counts()
        return replace(self.measured.held.counts, **self._typed.get(self.measured.username, {}))

    @property
    def is_own(self) -> bool:
        """Whether all counts are those of the user to start from."""
        return self.measured is None or not self._typed.get(self.measured.username)

    def set_watched(self, *, watched: bool) -> None:
        """Set whether the view is shown; only then is anything measured."""
        self._watched = watched
        self._update()

    @Slot(object)
    def forget(self, _info: object = None) -> None:
        """Another server runs: forget the measurements. The figures stay until there are new ones."""
        self._known.clear()
        self._outdated = True
        self._stopped.set()
        self._update()

    @Slot()
    def mark_outdated(self) -> None:
        """The world has changed: measure again, now or when the view is shown."""
        self.forget()

    @Slot()
    def measure(self) -> None:
        """Measure again."""
        self._known.pop(self._chosen.username, None)
        self._update()

    def set_load(self, load: Load) -> None:
        """Calculate with this load from now on."""
        self.load = load
        self._work_out()

    def set_count(self, name: str, value: int) -> None:
        """Set how many each user holds; *name* is a field of `Counts`."""
        if self.measured is None:
            return
        typed = self._typed.setdefault(self.measured.username, {})
        if value == getattr(self.measured.held.counts, name):
            typed.pop(name, None)
        else:
            typed[name] = value
        self._work_out()

    @Slot()
    def use_own_counts(self) -> None:
        """Set all counts to those of the user to start from."""
        if self.measured is not None:
            self._typed.pop(self.measured.username, None)
            self._show(self.measured)

    @Slot()
    def _update(self) -> None:
        username = self._chosen.username
        if not self._watched or not username or self.busy:
            return
        if username in self._known:
            if self.measured is not self._known[username]:
                self._show(self._known[username])
            return
        if self._server.running_url is None:
            text = "The demo server is not running. Start it again to measure its tokens and lookups."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        self._outdated = False
        question = ArithmeticQuestion(username)
        self._begin(self._measure, question, self._on_measured, partial(self._on_failure, username))

    def _on_measured(self, measured: Measurements) -> None:
        if not self._outdated:
            self._known[measured.username] = measured
        self._update()

    def _on_failure(self, username: str, error: WorkbenchError) -> None:
        if self._outdated or username != self._chosen.username:
            self._update()
            return
        if self.measured is not None and self.measured.username != username:
            self.measured = None
            self.counts_changed.emit(self.counts)
            self._work_out()
        self._emit_failure(error)

    def _show(self, measured: Measurements) -> None:
        self.measured = measured
        self.status_changed.emit(Status(""))
        self.counts_changed.emit(self.counts)
        self._work_out()

    def _work_out(self) -> None:
        figures: tuple[Figures, ...] = ()
        if self.measured is not None:
            figures = work_out(self.measured, self.load, self.counts, self._limits)
        self.figures_changed.emit(figures)
