"""Comparing designs: every question asked under each, and what was expected of the answers."""

import threading
from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from workbench.core.errors import ComparisonStoppedError, WorkbenchError
from workbench.core.matrix import Cell, Matrix
from workbench.presenters.ports import Compare, RunReporting
from workbench.presenters.server import ServerPresenter
from workbench.presenters.status import Severity, Status

Place = tuple[str, str, str]


def place_of(cell: Cell) -> Place:
    """Design, user and request of *cell*."""
    return cell.design, cell.user, cell.request


class DesignsPresenter(QObject):
    """Runs comparisons, and keeps which status each cell is expected to have.

    Signals:
        matrix_changed(Matrix): there are new answers.
        expectations_changed(): other statuses are expected.
        status_changed(Status): how the comparison went.
        busy_changed(bool): a comparison is under way.
        progress_changed(int, int): answers received, answers expected.
    """

    matrix_changed = Signal(object)
    expectations_changed = Signal()
    status_changed = Signal(object)
    busy_changed = Signal(bool)
    progress_changed = Signal(int, int)

    def __init__(self, compare: Compare, server: ServerPresenter, run: RunReporting) -> None:
        super().__init__()
        self._compare = compare
        self._server = server
        self._run = run
        self._stop = threading.Event()
        self._expected: dict[Place, int] = {}
        self.matrix: Matrix | None = None
        self.busy = False

    @property
    def expected(self) -> Mapping[Place, int]:
        """The status that is expected, by place."""
        return self._expected

    @Slot()
    def compare(self) -> None:
        """Ask every question; the answers shown stay until the new ones are there."""
        if self.busy:
            return
        info = self._server.info
        if info is None or self._server.running_url is None:
            text = "The demo server is not running. Start it again, then compare."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return
        self._stop = threading.Event()
        self._set_busy(busy=True)
        self.status_changed.emit(Status(""))
        call = partial(self._compare, info, self._stop.is_set)
        self._run(call, self._on_progress, self._on_matrix, self._on_failure)

    @Slot()
    def stop(self) -> None:
        """Ask no further question."""
        self._stop.set()

    def expect(self, cells: tuple[Cell, ...]) -> None:
        """Expect of each of these places what it answers now."""
        self._expected |= {place_of(cell): cell.status for cell in cells}
        self.expectations_changed.emit()

    def expect_nothing(self, cells: tuple[Cell, ...]) -> None:
        """Expect nothing of these places any more."""
        for cell in cells:
            self._expected.pop(place_of(cell), None)
        self.expectations_changed.emit()

    def breaks_expectation(self, cell: Cell) -> bool:
        """Whether another status is expected of this place."""
        return self._expected.get(place_of(cell), cell.status) != cell.status

    def _on_progress(self, progress: tuple[int, int]) -> None:
        self.progress_changed.emit(*progress)

    def _on_matrix(self, matrix: Matrix) -> None:
        self._set_busy(busy=False)
        self.matrix = matrix
        self.matrix_changed.emit(matrix)
        broken = sum(self.breaks_expectation(cell) for cell in matrix.cells)
        if broken:
            cells = "1 cell breaks its expectation" if broken == 1 else f"{broken} cells break their expectations"
            self.status_changed.emit(Status(cells, Severity.ERROR))
        else:
            asked = f"{len(matrix.cells)} answers: {len(matrix.designs)} designs, {len(matrix.users)} users"
            self.status_changed.emit(Status(asked, Severity.OK))

    def _on_failure(self, error: WorkbenchError) -> None:
        self._set_busy(busy=False)
        severity = Severity.WARNING if isinstance(error, ComparisonStoppedError) else Severity.ERROR
        self.status_changed.emit(Status(f"{error} {error.hint}".strip(), severity))

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.busy_changed.emit(busy)
