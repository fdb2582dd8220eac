"""Comparing designs: every question asked under each, and what was expected of the answers."""

from collections.abc import Mapping

from PySide6.QtCore import Signal, Slot

from workbench.core.answers.expectations import Expectations, Place, place_of
from workbench.core.answers.matrix import Cell, Matrix, MatrixQuestion
from workbench.core.experiment import Experiment
from workbench.core.server.info import ServerInfo
from workbench.core.text.wording import counted
from workbench.presenters.ports import RunReporting
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.status import Status, StatusLevel


class DesignsPresenter(ExperimentPresenter):
    """Runs comparisons, and keeps which status each cell is expected to have.

    What is expected outlives comparisons, and servers: each scenario has expectations of its own.

    Signals:
        matrix_changed(Matrix | None): there are new answers; None: those shown are of a scenario that is gone.
        expectations_changed(): other statuses are expected.
        status_changed(Status): how the comparison went.
        busy_changed(bool): a comparison is under way.
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
        """What is expected of the scenario that is shown."""
        return self._expectations.get(self._scenario, Expectations())

    @property
    def expected(self) -> Mapping[Place, int]:
        """The status that is expected, by place."""
        return self.expectations.pins

    @property
    def all_expected(self) -> Mapping[str, Mapping[Place, int]]:
        """What is expected of every scenario, by its id; those of which nothing is expected are not there."""
        return {scenario: each.pins for scenario, each in self._expectations.items() if each.pins}

    def set_all_expected(self, pins: Mapping[str, Mapping[Place, int]]) -> None:
        """Expect this of every scenario, and nothing else."""
        self._expectations = {scenario: Expectations(dict(each)) for scenario, each in pins.items()}
        self.expectations_changed.emit()
        if self.matrix is not None and not self.busy:
            self._emit_summary(self.matrix)

    @Slot()
    def compare(self) -> None:
        """Ask every question; the answers shown stay until the new ones are there."""
        if self.busy:
            return
        info = self._running_info("compare")
        if info is None:
            return
        self._asked = info.scenario
        self._begin(self._compare, MatrixQuestion(), self._on_matrix)

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Another server runs: answers from another scenario's world are no longer shown."""
        if self._asked != info.scenario:
            self._stopped.set()
        if self.matrix is not None and self.matrix.scenario != info.scenario:
            self.matrix = None
            self._forget()
            self.matrix_changed.emit(None)
            self.status_changed.emit(Status(""))

    def expect(self, cells: tuple[Cell, ...]) -> None:
        """Expect of each of these places what it answers now."""
        self._set_expectations(self.expectations.with_pins({place_of(cell): cell.status for cell in cells}))

    def expect_status(self, cell: Cell, status: int) -> None:
        """Expect of this place the answer *status*, whatever it answers now."""
        self._set_expectations(self.expectations.with_pins({place_of(cell): status}))

    def expect_nothing(self, cells: tuple[Cell, ...]) -> None:
        """Expect nothing of these places any more."""
        self._set_expectations(self.expectations.without(map(place_of, cells)))

    def breaks_expectation(self, cell: Cell) -> bool:
        """Whether another status is expected of this place."""
        return self.expectations.is_broken_by(cell)

    def _on_matrix(self, matrix: Matrix) -> None:
        info = self._server.info
        if info is not None and info.scenario != matrix.scenario:
            text = f"These answers would be of the scenario {matrix.scenario}; compare again to ask {info.scenario}."
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
        """Say how many answers there are, and which of them break what was expected."""
        pins = self.expectations.summary(matrix)
        if self.expectations.broken(matrix):
            self.status_changed.emit(Status(pins, StatusLevel.ERROR))
        else:
            counts = (counted(len(matrix.designs), "design"), counted(len(matrix.users), "user"))
            asked = f"{counted(len(matrix.cells), 'answer')}: {', '.join(counts)}"
            self.status_changed.emit(Status("; ".join(filter(None, (asked, pins))), StatusLevel.OK))
