"""The verification of the token on the bench: its signature by keys from anywhere, its claims by expectations."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.verification.key_verdict import SignatureFinding, algorithms_of, judge_signature
from workbench.core.verification.report import VerificationReport, report_on
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.keys.verification_key import VerificationKey
    from workbench.core.token.compact import Reading
    from workbench.core.verification.claim_expectations import ClaimExpectations
    from workbench.presenters.ports import Run
    from workbench.presenters.token.bench_token import BenchToken
    from workbench.presenters.token.expectations import TokenExpectations
    from workbench.presenters.token.key_source import KeySourcePresenter

# A token and keys of this size are verified between two keystrokes; larger ones once typing pauses.
_AT_ONCE_CHARACTERS = 20_000
_AT_ONCE_KEYS = 20
_PAUSE_MS = 200


@dataclass(frozen=True, slots=True)
class _Question:
    """What a signature is verified with. Changed readings and keys are new objects."""

    reading: Reading
    keys: tuple[VerificationKey, ...]
    alg: str | None

    def is_same(self, other: _Question | None) -> bool:
        if other is None:
            return False
        return self.reading is other.reading and self.keys is other.keys and self.alg == other.alg


class VerifyPresenter(QObject):
    """Judges the token of a `BenchToken` by the keys of a `KeySourcePresenter`, while it is visible.

    Signals:
        report_changed(VerificationReport | None): the verdicts; None while there are none or verifying runs.
        status_changed(Status): that verifying runs, or its result and the clock used.
        algorithms_changed(tuple[str, ...]): the algorithms that the keys permit.
        expectations_changed(Expectations): they were filled in, not typed.
    """

    report_changed = Signal(object)
    status_changed = Signal(object)
    algorithms_changed = Signal(object)
    expectations_changed = Signal(object)

    def __init__(self, token: BenchToken, keys: KeySourcePresenter, expected: TokenExpectations, run: Run) -> None:
        super().__init__()
        self._token = token
        self._run = run
        self.keys = keys
        self.algorithms: tuple[str, ...] = ()
        self._alg: str | None = None
        self._typed = False
        self.expectations = expected.present
        self._watched = False
        self._asked: _Question | None = None
        self._answer: SignatureFinding | None = None
        self.report: VerificationReport | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        token.state_changed.connect(self._look)
        expected.changed.connect(self._fill_in)
        keys.keys_changed.connect(self._on_keys_changed)

    @Slot(bool)
    def watch(self, on: bool) -> None:
        """Start verifying, or stop it while nothing shows the result."""
        self._watched = on
        if on:
            self._look()

    @Slot(object)
    def set_expectations(self, expectations: ClaimExpectations) -> None:
        """Expect what the user typed; from then on nothing is filled in."""
        self._typed = True
        self.expectations = expectations
        self._look()

    @Slot(str)
    def choose_algorithm(self, alg: str) -> None:
        """Verify with this algorithm only; if empty, with the header's, if the key permits it."""
        self._alg = alg or None
        self._look()

    @Slot()
    def _on_keys_changed(self) -> None:
        algorithms = algorithms_of(self.keys.keys)
        if algorithms != self.algorithms:
            self.algorithms = algorithms
            if self._alg not in algorithms:
                self._alg = None
            self.algorithms_changed.emit(algorithms)
        self._look()

    @Slot(object)
    def _fill_in(self, expected: ClaimExpectations) -> None:
        """Expect what the demo server expects of this token, unless the user typed something else."""
        wanted = replace(expected, leeway_s=self.expectations.leeway_s)
        if not self._typed and wanted != self.expectations:
            self.expectations = wanted
            self.expectations_changed.emit(wanted)
            self._look()

    @Slot()
    def _look(self) -> None:
        """Judge the current token; a result for another token or key is never shown."""
        if not self._watched:
            return
        state = self._token.state
        if state.is_empty:
            self._asked = self._answer = None
            self._show(None, Status(""))
            return
        question = _Question(state.reading, self.keys.keys, self._alg)
        if not question.is_same(self._asked):
            self._asked, self._answer = question, None
            if len(state.text) <= _AT_ONCE_CHARACTERS and len(question.keys) <= _AT_ONCE_KEYS:
                self._pause.stop()
                self._answer = _judged(question)
            else:
                self._show(None, Status("Verifying …"))
                self._pause.start()
        if self._answer is not None:
            self._tell(question, self._answer)

    @Slot()
    def _ask(self) -> None:
        if self._asked is not None:
            self._run(
                partial(_judged, self._asked),
                partial(self._on_judged, self._asked),
                partial(self._on_failure, self._asked),
            )

    def _on_judged(self, question: _Question, finding: SignatureFinding) -> None:
        if question is self._asked:  # otherwise token or key changed in the meantime
            self._answer = finding
            self._tell(question, finding)

    def _on_failure(self, question: _Question, error: WorkbenchError) -> None:
        if question is self._asked:
            self._show(None, Status.of(error))

    def _tell(self, question: _Question, finding: SignatureFinding) -> None:
        user = self._token.state.user_beside_sub
        report = report_on(question.reading, finding, self.expectations, now=self._token.now, user=user)
        self._show(report, _status(report))

    def _show(self, report: VerificationReport | None, status: Status) -> None:
        if report is not None or self.report is not None:
            self.report = report
            self.report_changed.emit(report)
        self.status_changed.emit(status)


def _judged(question: _Question) -> SignatureFinding:
    return judge_signature(question.reading, question.keys, question.alg)


def _status(report: VerificationReport) -> Status:
    clock = "by the server's clock"
    if report.failed:
        return Status(f"{len(report.failed)} of {len(report.checks)} checks fail, {clock}.", StatusLevel.ERROR)
    if not report.signature.ok:
        return Status(f"The claims are valid, {clock}; the signature was not checked.", StatusLevel.WARNING)
    return Status(f"All checks passed, {clock}.", StatusLevel.OK)
