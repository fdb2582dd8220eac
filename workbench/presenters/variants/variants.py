"""Variants: named states of the token that are saved, opened, compared and replayed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.errors import WorkbenchError
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel
from workbench.presenters.token.confirmation import Confirmation

if TYPE_CHECKING:
    from workbench.core.answers.expectations import Expectations, Place
    from workbench.core.answers.matrix import Cell
    from workbench.core.experiment import Experiment
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.server.subjects import Subjects
    from workbench.core.token.compact import Reading
    from workbench.core.variants.answers import VariantAnswers, VariantsQuestion
    from workbench.core.variants.variant import Variant
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.server.server import ServerPresenter
    from workbench.presenters.token.bench_token import BenchToken


@dataclass(frozen=True, slots=True)
class _Removed:
    """What was removed last, for undo."""

    variants: tuple[tuple[int, Variant], ...]
    pins: Mapping[Place, int]
    cells: tuple[Cell, ...]
    of_run: VariantsQuestion | None


class VariantsPresenter(ExperimentPresenter):
    """Keeps the variants in order, with their expected and their last answers.

    Signals, beyond those of `ExperimentPresenter`:
        variants_changed(): the variants, or the keys that signed them, have changed.
        answers_changed(VariantAnswers | None): there are new answers; None: hide those shown.
        expectations_changed(): the expectations have changed.
        suggestion_changed(str): a name for the present token; empty if there is no token.
        undo_changed(str): what undo would restore, in words; empty for nothing.
    """

    variants_changed = Signal()
    answers_changed = Signal(object)
    expectations_changed = Signal()
    suggestion_changed = Signal(str)
    undo_changed = Signal(str)

    def __init__(
        self,
        token: BenchToken,
        replay: ReplayPresenter,
        server: ServerPresenter,
        ask: Experiment[VariantsQuestion, VariantAnswers],
        run: RunReporting,
    ) -> None:
        from workbench.core.answers.expectations import Expectations

        super().__init__(server, run)
        self._token = token
        self._replay = replay
        self._ask = ask
        self._keys: tuple[SigningKey, ...] = ()
        self._undo_words = ""
        self._removed: _Removed | None = None
        self._conditions = (replay.world, replay.design)
        self.variants: tuple[Variant, ...] = ()
        self.answers: VariantAnswers | None = None
        self.expectations = Expectations()
        self._confirmation = Confirmation(token, self)
        self.status_changed.connect(self._confirmation.forget)
        self._confirmation.cleared.connect(self.status_changed)
        token.history_changed.connect(self._on_history_changed)
        token.state_changed.connect(self._suggest)
        replay.conditions_changed.connect(self._on_conditions_changed)
        server.started.connect(self._on_started)

    @property
    def suggestion(self) -> str:
        """A name for the present token; empty if there is no token."""
        from workbench.core.variants.variant import free_variant_name, suggested_name

        state = self._token.state
        if state.is_empty:
            return ""
        design = self._replay.design if state.baseline is not None else ""
        name = suggested_name(state.reading, self._undo_words, design, state.user or "", issued=state.baseline)
        return free_variant_name(name, self._names)

    @property
    def token(self) -> Reading | None:
        """The token on the bench; None if there is none."""
        return None if self._token.state.is_empty else self._token.state.reading

    @property
    def subjects(self) -> Subjects | None:
        """The users whom a ``sub`` can stand for; None while that is not known."""
        return self._token.state.subjects

    @property
    def issued(self) -> Reading | None:
        """The issued token; None before a login."""
        return self._token.state.issued

    def signed_by(self, variant: Variant) -> str:
        """Which key signed *variant*, in a few words."""
        from workbench.core.variants.variant import signed_words

        return variant.problem or signed_words(variant.signed, self._keys)

    @Slot(object)
    def set_keys(self, keys: Sequence[SigningKey]) -> None:
        """Use these keys of the ring."""
        self._keys = tuple(keys)
        self.variants_changed.emit()

    def save(self, name: str) -> bool:
        """Save the token on the Bench as *name*; return whether that was done."""
        from workbench.core.variants.variant import Variant, checked_name, difference_words, signed_how

        state = self._token.state
        if state.is_empty:
            self.status_changed.emit(Status("There is no token to save. Log in or paste one first.", StatusLevel.ERROR))
            return False
        try:
            name = checked_name(name, self._names)
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return False
        reading = state.reading
        signed = signed_how(reading, self._keys, state.baseline)
        self._forget_cells({name})
        self._set((*self.variants, Variant(name, reading.text, signed, difference_words(state.baseline, reading))))
        self._confirm(f"Saved {name}.")
        return True

    def open(self, name: str) -> None:
        """Open the variant on the Bench; undo reverts that."""
        variant = self._find(name)
        if variant is None:
            return
        self._token.open_token(variant.compact, words=f"open the variant {name}")
        if variant.problem:
            text = f"{name} is on the Bench, {variant.problem}. Sign it with another key, or import that one."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
        else:
            self._confirm(f"{name} is on the Bench. Ctrl+Z undoes that.")

    def rename(self, name: str, wanted: str) -> bool:
        """Rename the variant *name* to *wanted*; return whether that was done."""
        from workbench.core.answers.expectations import Expectations
        from workbench.core.variants.variant import checked_name, renamed_places

        if wanted.strip() == name:
            return True
        try:
            wanted = checked_name(wanted, [each for each in self._names if each != name])
        except WorkbenchError as error:
            self.status_changed.emit(Status.of(error))
            return False
        self.expectations = Expectations(renamed_places(self.expectations.pins, name, wanted))
        if self.answers is not None:
            cells = [replace(cell, user=wanted) if cell.user == name else cell for cell in self.answers.matrix.cells]
            unsent = {
                (wanted if variant == name else variant, request): why
                for (variant, request), why in self.answers.unsent.items()
            }
            self._set_cells(tuple(cells), unsent)
        self._set(tuple(each.renamed(wanted) if each.name == name else each for each in self.variants))
        self.expectations_changed.emit()
        self._confirm(f"{name} is now called {wanted}.")
        return True

    def remove(self, names: Sequence[str]) -> None:
        """Remove these variants with their expectations; `undo_removal` restores them."""
        from workbench.core.text.wording import counted

        gone = {each.name for each in self.variants} & set(names)
        if not gone:
            return
        self._removed = _Removed(
            tuple((row, each) for row, each in enumerate(self.variants) if each.name in gone),
            {place: status for place, status in self.expectations.pins.items() if place[1] in gone},
            () if self.answers is None else tuple(cell for cell in self.answers.matrix.cells if cell.user in gone),
            None if self.answers is None else self.answers.question,
        )
        words = next(iter(gone)) if len(gone) == 1 else counted(len(gone), "variant")
        self.expectations = self.expectations.without(self._removed.pins)
        self._forget_cells(gone)
        self._set(tuple(each for each in self.variants if each.name not in gone))
        self.expectations_changed.emit()
        self.status_changed.emit(Status(f"Removed {words}."))
        self.undo_changed.emit(words)

    @Slot()
    def undo_removal(self) -> None:
        """Restore what was removed last, in its place."""
        from workbench.core.variants.variant import free_variant_name

        removed, self._removed = self._removed, None
        self.undo_changed.emit("")
        if removed is None:
            return
        variants, names = list(self.variants), {}
        for row, variant in removed.variants:
            names[variant.name] = free_variant_name(variant.name, [each.name for each in variants])
            variants.insert(row, variant.renamed(names[variant.name]))
        pins = {(design, names[name], request): status for (design, name, request), status in removed.pins.items()}
        self.expectations = self.expectations.with_pins(pins)
        if self.answers is not None and self.answers.question is removed.of_run:
            back = tuple(replace(cell, user=names[cell.user]) for cell in removed.cells)
            self._set_cells((*self.answers.matrix.cells, *back), self.answers.unsent)
        self._set(tuple(variants))
        self.expectations_changed.emit()
        self._confirm(f"{', '.join(names.values())} restored.")

    def restore(self, variants: Sequence[Variant], expectations: Expectations) -> None:
        """Replace all variants by these, with these expectations."""
        self.stop()
        self._removed = None
        self.undo_changed.emit("")
        self.expectations = expectations
        self._set_answers(None)
        self._set(tuple(variants))
        self.expectations_changed.emit()
        self.status_changed.emit(Status(""))

    @Slot()
    def replay(self) -> None:
        """Send every request with every variant; the answers shown stay until the new ones arrive."""
        from workbench.core.variants.answers import VariantsQuestion

        if self.busy:
            return
        if not self.variants:
            text = "There are no variants yet. Save the token under a name first."
            self.status_changed.emit(Status(text, StatusLevel.ERROR))
            return
        info = self._running_info("replay")
        if info is None:
            return
        requests = tuple(each.request for each in self._replay.answers)
        design = self._replay.design or info.design
        question = VariantsQuestion(info.url, info.scenario, design, self.variants, requests)
        self._conditions = (self._replay.world, self._replay.design)
        self._begin(self._ask, question, self._on_answers, self._on_ask_failed)

    @Slot()
    def expect_answers(self) -> None:
        """Pin every answer shown."""
        from workbench.core.answers.expectations import place_of

        cells = () if self.answers is None else self.answers.matrix.cells
        self._expect(self.expectations.with_pins({place_of(cell): cell.status for cell in cells}))

    @Slot()
    def expect_nothing_at_all(self) -> None:
        """Clear the expectations for all answers shown."""
        self.expect_nothing(() if self.answers is None else self.answers.matrix.cells)

    def expect_status(self, cell: Cell, status: int) -> None:
        """Pin this cell to *status*."""
        from workbench.core.answers.expectations import place_of

        self._expect(self.expectations.with_pins({place_of(cell): status}))

    def expect_nothing(self, cells: Sequence[Cell]) -> None:
        """Clear the expectations for these cells."""
        from workbench.core.answers.expectations import place_of

        self._expect(self.expectations.without(map(place_of, cells)))

    def comparable(self) -> tuple[tuple[str, Reading], ...]:
        """What can be compared, with names: the tokens issued and pasted last, the one on the Bench, every variant."""
        from workbench.core.token.compact import read

        found: list[tuple[str, Reading]] = []
        if self.issued is not None:
            found.append(("issued token", self.issued))
        if self._token.state.pasted is not None:
            found.append(("pasted token", self._token.state.pasted))
        if self.token is not None:
            found.append(("token on the bench", self.token))
        return (*found, *((each.name, read(each.compact)) for each in self.variants))

    @property
    def _names(self) -> list[str]:
        return [each.name for each in self.variants]

    def _find(self, name: str) -> Variant | None:
        return next((each for each in self.variants if each.name == name), None)

    def _confirm(self, text: str) -> None:
        """Confirm what was done, until the token on the bench changes."""
        status = Status(text, StatusLevel.OK)
        self.status_changed.emit(status)
        self._confirmation.watch(status)

    def _set(self, variants: tuple[Variant, ...]) -> None:
        self.variants = variants
        self.variants_changed.emit()
        self._suggest()

    def _expect(self, expectations: Expectations) -> None:
        self.expectations = expectations
        self.expectations_changed.emit()
        if self.answers is not None and not self.busy:
            self.status_changed.emit(self._summary(self.answers))

    def _forget_cells(self, names: set[str]) -> None:
        """Drop the answers of these variants: their tokens have changed."""
        if self.answers is not None:
            cells = tuple(cell for cell in self.answers.matrix.cells if cell.user not in names)
            unsent = {place: why for place, why in self.answers.unsent.items() if place[0] not in names}
            self._set_cells(cells, unsent)

    def _set_cells(self, cells: tuple[Cell, ...], unsent: Mapping[tuple[str, str], str]) -> None:
        answers = self.answers
        if answers is not None:
            self._set_answers(replace(answers, matrix=replace(answers.matrix, cells=cells), unsent=unsent))

    def _set_answers(self, answers: VariantAnswers | None) -> None:
        if answers is None:
            self._forget()
        self.answers = answers
        self.answers_changed.emit(answers)

    def _on_answers(self, answers: VariantAnswers) -> None:
        info = self._server.info
        if info is not None and info.scenario != answers.matrix.scenario:
            text = f"These answers are for the scenario {answers.matrix.scenario}. F6 asks {info.scenario}."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))
            return
        self._set_answers(answers)
        self.status_changed.emit(self._summary(answers))

    def _on_ask_failed(self, error: WorkbenchError) -> None:
        self._emit_failure(error)
        self._server.check_alive()

    def _summary(self, answers: VariantAnswers) -> Status:
        """Which answers break expectations, what was left out, and why."""
        from workbench.core.text.wording import counted

        sent = len(answers.matrix.cells)
        words = [f"{counted(sent, 'answer')} by the design {answers.question.design}"]
        if answers.left:
            words = [f"Stopped after {counted(sent, 'answer')}, {answers.left:,} left"]
        pins = self._pins_of(answers.question.design)
        broken = pins.broken(answers.matrix)
        pinned = pins.summary(answers.matrix)
        words = [pinned] if broken else [*words, *filter(None, (pinned,))]
        unsent = {name for name, _request in answers.unsent}
        if unsent:
            words.append(f"{counted(len(unsent), 'variant')} could not be sent: hover over the row to see why")
        if answers.question.elsewhere:
            left_out = counted(len(answers.question.elsewhere), "request")
            words.append(f"{left_out} to other servers left out: variants are only replayed at the demo server")
        severity = StatusLevel.ERROR if broken else StatusLevel.OK
        if severity is StatusLevel.OK and (answers.left or unsent or answers.question.elsewhere):
            severity = StatusLevel.WARNING
        return Status("; ".join(words) + ".", severity)

    def _pins_of(self, design: str) -> Expectations:
        from workbench.core.answers.expectations import Expectations

        names = set(self._names)
        pins = self.expectations.pins
        return Expectations({place: pins[place] for place in pins if place[0] == design and place[1] in names})

    @Slot(str, str)
    def _on_history_changed(self, undo: str, _redo: str) -> None:
        self._undo_words = undo
        self._suggest()

    @Slot()
    def _suggest(self) -> None:
        self.suggestion_changed.emit(self.suggestion)

    @Slot()
    def _on_conditions_changed(self) -> None:
        world, design = self._conditions
        self._suggest()
        if world != self._replay.world:
            self.mark_outdated()
        elif design != self._replay.design and self.answers is not None and not self.busy:
            shown = self.answers.question.design
            text = f"These answers are from the design {shown}. F6 replays under {self._replay.design}."
            self.status_changed.emit(Status(text, StatusLevel.WARNING))

    @Slot()
    def _on_started(self) -> None:
        info = self._server.info
        if self.answers is not None and info is not None and info.scenario != self.answers.matrix.scenario:
            self._set_answers(None)
            self.status_changed.emit(Status(""))
