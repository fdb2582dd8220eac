"""Named states of the token: kept, opened again, replayed side by side, and held to what they should be answered."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.core.expectations import Expectations, place_of
from workbench.core.findings.wording import counted
from workbench.core.matrix import Cell, Matrix
from workbench.core.variant import Variant, Variants, VariantsQuestion
from workbench.presenters.editor import EditorPresenter
from workbench.presenters.experiment import ExperimentPresenter
from workbench.presenters.ports import ReplayVariants, RunReporting
from workbench.presenters.replay import ReplayPresenter
from workbench.presenters.server import ServerPresenter
from workbench.presenters.status import Severity, Status

_UNDO_MS = 10_000


class VariantsPresenter(ExperimentPresenter):
    """Keeps the variants, and what each request should be answered with each of them.

    Signals:
        variants_changed(): there are other variants, or they are called otherwise.
        matrix_changed(Matrix | None): there are new answers; or none any more.
        expectations_changed(): other statuses are expected.
        removal_changed(str): the name of the variant whose removal can be undone; empty if none.
        status_changed(Status): how the last action went.
        busy_changed(bool): variants are being replayed.
        progress_changed(int, int): answers received, answers expected.
    """

    variants_changed = Signal()
    matrix_changed = Signal(object)
    expectations_changed = Signal()
    removal_changed = Signal(str)

    def __init__(
        self,
        editor: EditorPresenter,
        replay: ReplayPresenter,
        server: ServerPresenter,
        ask: ReplayVariants,
        run: RunReporting,
        *,
        undo_ms: int = _UNDO_MS,
    ) -> None:
        super().__init__(server, run)
        self._editor = editor
        self._replay = replay
        self._ask = ask
        self._suggestion = ""
        self._removed: tuple[Variant, int, Expectations] | None = None
        self._undo_timer = QTimer(self)
        self._undo_timer.setSingleShot(True)
        self._undo_timer.setInterval(undo_ms)
        self._undo_timer.timeout.connect(self._forget_removed)
        self.variants = Variants()
        self.expectations = Expectations()
        self.matrix: Matrix | None = None
        editor.history_changed.connect(self._on_history_changed)
        replay.conditions_changed.connect(self.mark_outdated)

    @property
    def suggested_name(self) -> str:
        """What the present token might be called: whose it is and what was done last."""
        state = self._editor.state
        subject = state.reading.claims.get("sub") if state.reading.claims is not None else None
        whose = subject if isinstance(subject, str) else ""
        done = "" if state.is_empty else self._suggestion if state.is_edited else "as issued"
        return self.variants.free_name(": ".join(filter(None, (whose, done))))

    def put(self, variants: Variants, expectations: Expectations) -> None:
        """Have these in place of those that there are: a session was opened."""
        self._removed = None
        self.removal_changed.emit("")
        self.variants, self.expectations, self.matrix = variants, expectations, None
        self._forget()
        self.status_changed.emit(Status(""))
        self.matrix_changed.emit(None)
        self.variants_changed.emit()
        self.expectations_changed.emit()

    def save(self, name: str) -> bool:
        """Keep the token on the bench as *name*; tell whether that went well."""
        if self._editor.state.is_empty:
            text = "There is no token to keep: log in or paste one first."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return False
        return self._change(lambda: self.variants.added(name, self._editor.state.text), "Kept {name}.", name)

    def rename(self, name: str, new_name: str) -> bool:
        """Call *name* otherwise; tell whether that went well."""
        if not self._change(lambda: self.variants.renamed(name, new_name), "", ""):
            return False
        now = " ".join(new_name.split())
        self.expectations = self.expectations.renamed(name, now)
        if self.matrix is not None:
            self._show(self.matrix.with_user_renamed(name, now))
        self.expectations_changed.emit()
        return True

    def remove(self, name: str) -> None:
        """Take *name* out; for ten seconds it can be put back."""
        variant = self.variants.get(name)
        if variant is None:
            return
        pins = self.expectations.of_user(name)
        self._removed = (variant, self.variants.names.index(name), pins)
        self.variants = self.variants.without(name)
        self.expectations = self.expectations.without(pins.pins)
        self._undo_timer.start()
        self.status_changed.emit(Status(f"Removed {name}."))
        self.variants_changed.emit()
        self.expectations_changed.emit()
        self.removal_changed.emit(name)

    @Slot()
    def undo_removal(self) -> None:
        """Put the variant back that was removed last."""
        if self._removed is None:
            return
        variant, row, pins = self._removed
        self.variants = self.variants.put_back(variant, row)
        name = self.variants[row].name
        self.expectations = self.expectations.with_pins(pins.renamed(variant.name, name).pins)
        self._forget_removed()
        self.status_changed.emit(Status(f"{name} is back."))
        self.variants_changed.emit()
        self.expectations_changed.emit()

    def open(self, name: str) -> None:
        """Put the variant on the bench, in place of the token there; undo brings that back."""
        variant = self.variants.get(name)
        if variant is not None:
            self._editor.open_token(variant.compact, f"open {name}")
            self.status_changed.emit(Status(f"{name} is on the bench. Undo brings back what was there."))

    def replay(self, names: Sequence[str] = ()) -> None:
        """Send every request with the variants *names*, or with all of them."""
        if self.busy:
            return
        if not len(self.variants):
            text = "There are no variants yet: keep the token under a name first."
            self.status_changed.emit(Status(text, Severity.ERROR))
            return
        if self._running_info("replay") is None:
            return
        wanted = tuple(each for each in self.variants if not names or each.name in names)
        requests = tuple(each.request for each in self._replay.answers)
        question = VariantsQuestion(wanted, requests, self._replay.design)
        self._begin(partial(self._ask, question), partial(self._on_matrix, question), self._tell_failure)

    def expect(self, cells: tuple[Cell, ...]) -> None:
        """Expect of each of these places what it answers now."""
        self._set_expectations(self.expectations.with_pins({place_of(cell): cell.status for cell in cells}))

    def expect_status(self, cell: Cell, status: int) -> None:
        """Expect of this place the answer *status*, whatever it answers now."""
        self._set_expectations(self.expectations.with_pins({place_of(cell): status}))

    def expect_nothing(self, cells: tuple[Cell, ...]) -> None:
        """Expect nothing of these places any more."""
        self._set_expectations(self.expectations.without(map(place_of, cells)))

    def _on_matrix(self, question: VariantsQuestion, matrix: Matrix) -> None:
        self._show(matrix.joined(self.matrix))
        self._tell(question, matrix)

    def _show(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.matrix_changed.emit(matrix)

    def _tell(self, question: VariantsQuestion, matrix: Matrix) -> None:
        elsewhere = len(question.requests) - len(matrix.requests)
        unsent = [name for name in matrix.users if not any(cell.user == name for cell in matrix.cells)]
        parts = [f"{counted(len(matrix.cells), 'answer')} under {question.design}"]
        if elsewhere:
            parts.append(f"{counted(elsewhere, 'request')} to another server not sent")
        if unsent and matrix.requests:
            parts.append(f"{', '.join(unsent)} cannot be sent: no header can carry it")
        parts.append(self.expectations.told(matrix))
        broken = bool(self.expectations.broken(matrix))
        severity = Severity.ERROR if broken else Severity.WARNING if unsent else Severity.OK
        self.status_changed.emit(Status("; ".join(filter(None, parts)), severity))

    def _set_expectations(self, expectations: Expectations) -> None:
        self.expectations = expectations
        self.expectations_changed.emit()

    def _change(self, change: Callable[[], Variants], done: str, name: str) -> bool:
        try:
            self.variants = change()
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return False
        self.status_changed.emit(Status(done.format(name=" ".join(name.split()))))
        self.variants_changed.emit()
        return True

    @Slot()
    def _forget_removed(self) -> None:
        self._undo_timer.stop()
        self._removed = None
        self.removal_changed.emit("")

    @Slot(str, str)
    def _on_history_changed(self, undo: str, _redo: str) -> None:
        # Signing is how every variant comes about, and tells nothing of this one.
        if not undo.startswith("sign with "):
            self._suggestion = undo
