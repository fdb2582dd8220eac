"""The verdict: what is needed, which design meets it, and what would change that."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Signal, Slot

from workbench.core.errors import NeedsError, NeedsFileError
from workbench.core.reports.commands import repeating_commands
from workbench.core.reports.decision_record import DecisionRecord
from workbench.core.reports.markdown_record import as_markdown
from workbench.core.verdict.inputs import with_value
from workbench.core.verdict.needs import Needs, UserSize, default_needs
from workbench.core.verdict.needs_file import parse_needs
from workbench.core.verdict.question import ProfilesQuestion
from workbench.core.verdict.thresholds import Change, would_change
from workbench.core.verdict.verdict import judge
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import Experiment
    from workbench.core.token.header_limits import HeaderLimit
    from workbench.core.verdict.profile import Profiles
    from workbench.presenters.ports import Run, RunReporting
    from workbench.presenters.server.server import ServerPresenter


class Files(Protocol):
    """Reads needs and writes records. Its calls block."""

    def read(self, path: Path) -> str:
        """The text of a file of needs. Raises NeedsFileError."""

    def save(self, record: DecisionRecord, path: Path, needs_path: Path) -> None:
        """Write a record and its needs. Raises ExportFileError."""


@dataclass(frozen=True)
class Tools:
    """What a verdict is found with.

    Attributes:
        limits: the servers of the header-limit table, by name.
        files: for needs and records.
        version: of the program, for the record.
        run: runs in the background.
        run_reporting: runs the measuring.
    """

    limits: Mapping[str, HeaderLimit]
    files: Files
    version: str
    run: Run
    run_reporting: RunReporting


class VerdictPresenter(ExperimentPresenter):
    """Measures the designs once, and answers at once whenever a need changes.

    Signals:
        needs_changed(Needs): there are other needs.
        answer_changed(DecisionRecord): there is another answer; what would change it follows.
        value_refused(str, str): the value for this key path is not possible, and why; the needs stay as they are.
        status_changed, busy_changed, progress_changed: as in `ExperimentPresenter`.
    """

    needs_changed = Signal(object)
    answer_changed = Signal(object)
    value_refused = Signal(str, str)

    def __init__(self, measure: Experiment[ProfilesQuestion, Profiles], server: ServerPresenter, tools: Tools) -> None:
        super().__init__(server, tools.run_reporting)
        self._measure = measure
        self._tools = tools
        self._before_try: Needs | None = None
        self.start = default_needs(UserSize(), UserSize(), per_record=True)  # until the scenario's users are known
        self.needs = self.start
        self.profiles: Profiles | None = None
        self.record: DecisionRecord | None = None
        self.searching = False
        self._outdated_search = threading.Event()

    @property
    def is_tried(self) -> bool:
        """Whether the present needs come from *Try*, so that it can be undone."""
        return self._before_try is not None

    @property
    def servers(self) -> tuple[str, ...]:
        """The servers that a token may have to pass, by name."""
        return tuple(self._tools.limits)

    @property
    def changed(self) -> int:
        """How many values differ from those of the scenario."""
        present, start = (_values(each.to_json()) for each in (self.needs, self.start))
        return sum(present.get(key) != start.get(key) for key in present.keys() | start.keys())

    def look_at(self, _username: str, scenario: str) -> None:
        """Another scenario is served: mark figures of the previous one. The verdict is about all users."""
        super().look_at("", scenario)

    @Slot()
    def measure(self) -> None:
        """Measure every design of the running server."""
        info = self._running_info("measure (F6)")
        if info is not None and not self.busy:
            self._begin(self._measure, ProfilesQuestion(), self._on_profiles, about=("", info.scenario))

    def set_value(self, path: str, value: object) -> None:
        """Set one value by its key path in the needs file, such as ``load.lookup_ms`` or ``needs.offline``."""
        try:
            needs = with_value(self.needs, path, value)
        except NeedsError as error:
            self.value_refused.emit(path, f"It {error.problem}; expected {error.expected}.")
            return
        if needs != self.needs:
            self._before_try = None
            self._use(needs)

    def attempt(self, change: Change) -> None:
        """Use the needs of a change; all changes tried since the user last set a need are undone together."""
        self._before_try = self._before_try or self.needs
        self._use(change.needs)

    @Slot()
    def undo(self) -> None:
        """Go back to the needs before the attempt."""
        if self._before_try is not None:
            needs, self._before_try = self._before_try, None
            self._use(needs)

    @Slot()
    def reset(self) -> None:
        """Go back to what the scenario suggests."""
        self._before_try = None
        self._use(self.start)

    def open(self, path: Path) -> None:
        """Use the needs of a file."""
        self._tools.run(partial(self._tools.files.read, path), partial(self._on_read, path.name), self._emit_failure)

    def save(self, path: Path) -> None:
        """Save the decision record, in the format that the ending of *path* names, and the needs beside it."""
        if self.record is None:
            return
        needs_path = path.with_name(f"{path.stem}.needs.toml")
        record = self._with_commands(self.record, needs_path.name)
        self._tools.run(
            partial(self._tools.files.save, record, path, needs_path),
            partial(self._on_saved, path, needs_path),
            self._emit_failure,
        )

    def markdown(self) -> str:
        """The decision record as Markdown; empty without an answer."""
        return "" if self.record is None else as_markdown(self._with_commands(self.record, "needs.toml"))

    def _with_commands(self, record: DecisionRecord, needs_file: str) -> DecisionRecord:
        found = record.verdict
        designs = [each.info.id for each in found.profiles.designs]
        commands = repeating_commands(found.needs, found.profiles, needs_file, found.profiles.scenario, designs)
        return replace(record, commands=commands, date=datetime.now(UTC).date().isoformat())

    def _on_saved(self, path: Path, needs_path: Path, _nothing: None) -> None:
        text = f"Saved the decision record to {path}, and its needs to {needs_path.name}."
        self.status_changed.emit(Status(text, StatusLevel.OK))

    def _on_read(self, name: str, text: str) -> None:
        try:
            needs = parse_needs(
                text, name, typical=self.start.typical, largest=self.start.largest, servers=self.servers
            )
        except NeedsFileError as error:
            self.status_changed.emit(Status.of(error))
            return
        self._before_try = None
        self.status_changed.emit(Status(f"Read the needs from {name}.", StatusLevel.OK))
        self._use(needs)

    def _on_profiles(self, profiles: Profiles) -> None:
        self.profiles = profiles
        self._suggest(default_needs(profiles.typical, profiles.largest, per_record=profiles.per_record))
        failed = [f"{each.id}: {each.problem}" for each in profiles.designs if each.problem]
        if self._server.info is not None and self._server.info.left_out:
            failed.append(self._server.info.left_out)
        if failed:
            self.status_changed.emit(Status(" ".join(failed), StatusLevel.WARNING))

    def _suggest(self, start: Needs) -> None:
        """Start from these needs; what the user has changed is kept."""
        if self.needs == self.start:
            kept = start
        else:
            users = {
                name: getattr(start, name)
                for name in ("typical", "largest")
                if getattr(self.needs, name) == getattr(self.start, name)
            }
            kept = replace(self.needs, **users)
        self.start = start
        self._use(kept)

    def _use(self, needs: Needs) -> None:
        self.needs = needs
        self.needs_changed.emit(needs)
        if self.profiles is None:
            return
        verdict = judge(needs, self.profiles, self._tools.limits)
        self.record = DecisionRecord(verdict, (), (), self._tools.version, "")
        self.searching = True
        self.answer_changed.emit(self.record)
        self._outdated_search.set()  # each keystroke asks for another one
        self._outdated_search = threading.Event()
        self._tools.run(
            partial(would_change, needs, self.profiles, self._tools.limits, self._outdated_search.is_set),
            partial(self._on_changes, self.record),
            partial(self._on_search_failed, self.record),
        )

    def _on_changes(self, record: DecisionRecord, changes: tuple[Change, ...]) -> None:
        if record is self.record:  # else the needs have changed since
            self.searching = False
            self.record = replace(record, changes=changes)
            self.answer_changed.emit(self.record)

    def _on_search_failed(self, record: DecisionRecord, error: WorkbenchError) -> None:
        if record is self.record:
            self.searching = False
            self._emit_failure(error)

    def _about_another(self) -> Status:
        scenario = self._asked_about[1] if self._asked_about else ""
        return Status(f"This verdict is for the scenario {scenario}. F6 measures again.", StatusLevel.WARNING)


def _values(document: Mapping[str, object], path: str = "") -> dict[str, object]:
    """Every value of a document, by its key path."""
    found: dict[str, object] = {}
    for key, value in document.items():
        if isinstance(value, Mapping):
            found |= _values(value, f"{path}{key}.")
        else:
            found[f"{path}{key}"] = value
    return found
