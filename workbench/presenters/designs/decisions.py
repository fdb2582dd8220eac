"""Compares designs: every request under each of them, and the expected answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.answers.expectations import Expectations, Place
    from workbench.core.answers.matrix import Cell, Matrix, MatrixQuestion
    from workbench.core.experiment import Experiment
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class DesignsPresenter(ExperimentPresenter):
    """Runs comparisons, and keeps the expected status of each cell.

    Expectations outlive comparisons and servers: each scenario has its own.

    Signals:
        matrix_changed(Matrix | None): there are new answers; None: another scenario is served.
        expectations_changed(): the expectations have changed.
        status_changed(Status): the outcome of the comparison.
        busy_changed(bool): a comparison is running.
        progress_changed(int, int): answers received, answers expected.
    """

    matrix_changed = Signal(object)
    expectations_changed = Signal()

    def __init__(self, compare: Experiment[MatrixQuestion, Matrix], server: ServerPresenter, run: RunReporting) -> None:
        super().__init__(server, run)
        self._compare = compare
        self._expectations: dict[str, Expectations] = {}
        self._asked = ""
        self.matrix: Matrix | None = None

    @property
    def expectations(self) -> Expectations:
        """The expectations of the scenario shown."""
        from workbench.core.answers.expectations import Expectations

        return self._expectations.get(self._scenario, Expectations())

    @property
    def expected(self) -> Mapping[Place, int]:
        """The expected status by place."""
        return self.expectations.pins

    @property
    def all_expected(self) -> Mapping[str, Mapping[Place, int]]:
        """The expectations by scenario id, without scenarios that have none."""
        return {scenario: each.pins for scenario, each in self._expectations.items() if each.pins}

    def set_all_expected(self, pins: Mapping[str, Mapping[Place, int]]) -> None:
        """Replace the expectations of all scenarios."""
        from workbench.core.answers.expectations import Expectations

        self._expectations = {scenario: Expectations(dict(each)) for scenario, each in pins.items()}
        self.expectations_changed.emit()
        if self.matrix is not None and not self.busy:
            self._emit_summary(self.matrix)

    @Slot()
    def compare(self) -> None:
        """Replay every request; the answers shown stay until the new ones arrive."""
        from workbench.core.answers.matrix import MatrixQuestion

        if self.busy:
            return
        info = self._running_info("compare")
        if info is None:
            return
        self._asked = info.scenario
        self._begin(self._compare, MatrixQuestion(), self._on_matrix)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Another server runs: hide the answers of another scenario."""
        if self._asked != info.scenario:
            self._stopped.set()
        if self.matrix is not None and self.matrix.scenario != info.scenario:
            self.matrix = None
            self._forget()
            self.matrix_changed.emit(None)
            self.status_changed.emit(Status(""))

    def expect(self, cells: tuple[Cell, ...]) -> None:
        """Pin each of these cells to its present status."""
        from workbench.core.answers.expectations import place_of

        self._set_expectations(self.expectations.with_pins({place_of(cell): cell.status for cell in cells}))

    def expect_status(self, cell: Cell, status: int) -> None:
        """Pin this cell to *status*."""
        from workbench.core.answers.expectations import place_of

        self._set_expectations(self.expectations.with_pins({place_of(cell): status}))

    def expect_nothing(self, cells: tuple[Cell, ...]) -> None:
        """Clear the expectations for these cells."""
        from workbench.core.answers.expectations import place_of

        self._set_expectations(self.expectations.without(map(place_of, cells)))

    def breaks_expectation(self, cell: Cell) -> bool:
        """Whether this cell breaks its expectation."""
        return self.expectations.is_broken_by(cell)

    def _on_matrix(self, matrix: Matrix) -> None:
        info = self._server.info
        if info is not None and info.scenario != matrix.scenario:
            text = f"These answers are for the scenario {matrix.scenario}; compare again to ask {info.scenario}."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
            return
        self.matrix = matrix
        self.matrix_changed.emit(matrix)
        self._emit_summary(matrix)

    @property
    def _scenario(self) -> str:
        return "" if self.matrix is None else self.matrix.scenario

    def _set_expectations(self, expectations: Expectations) -> None:
        if self.matrix is None:
            return
        self._expectations[self.matrix.scenario] = expectations
        self.expectations_changed.emit()
        if not self.busy:
            self._emit_summary(self.matrix)

    def _emit_summary(self, matrix: Matrix) -> None:
        """Show how many answers there are, and which of them break their expectations."""
        from workbench.core.text.wording import counted

        pins = self.expectations.summary(matrix)
        if self.expectations.broken(matrix):
            self.status_changed.emit(Status(pins, StatusLevel.ERROR))
        else:
            counts = (counted(len(matrix.designs), "design"), counted(len(matrix.users), "user"))
            asked = f"{counted(len(matrix.cells), 'answer')}: {', '.join(counts)}"
            left_out = "" if self._server.info is None else self._server.info.left_out
            text = "; ".join(filter(None, (asked, pins)))
            self.status_changed.emit(
                Status(f"{text}. {left_out}", StatusLevel.WARNING) if left_out else Status(text, StatusLevel.OK)
            )
