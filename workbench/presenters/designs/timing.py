"""Request times: measures how long requests take under each design, and explains the figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.text.wording import counted
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.designs.timing import DesignTiming, Measurement, TimingQuestion
    from workbench.core.experiment import Experiment
    from workbench.presenters.ports import RunReporting
    from workbench.presenters.server.server import ServerPresenter


class TimingPresenter(ExperimentPresenter):
    """Runs measurements.

    Signals:
        measured(Measurement): there are new figures.
        status_changed(Status): the outcome of the measurement.
        busy_changed(bool): a measurement is running.
        progress_changed(int, int): requests sent, requests expected.
    """

    measured = Signal(object)

    def __init__(
        self, measure: Experiment[TimingQuestion, Measurement], server: ServerPresenter, run: RunReporting
    ) -> None:
        super().__init__(server, run)
        self._measure = measure

    @Slot(object)
    def measure(self, question: TimingQuestion) -> None:
        """Measure; the figures shown stay until the new ones arrive."""
        if self.busy:
            return
        info = self._running_info("measure")
        if info is not None:
            about = (question.user, info.scenario)
            self._begin(self._measure, question, self._on_measured, about=about)

    def _on_measured(self, measurement: Measurement) -> None:
        self.measured.emit(measurement)
        self.status_changed.emit(_outcome(measurement))


def _outcome(measurement: Measurement) -> Status:
    undecided = [timing.design for timing in measurement.designs if timing.undecided]
    if undecided:
        names = " and ".join(undecided)
        return Status(f"Nothing to measure under {names}: select the row to see why.", StatusLevel.WARNING)
    wanted = measurement.question.repetitions
    if not measurement.complete:
        text = f"Stopped: the figures come from {measurement.measured:,} requests a design, not {wanted:,}."
        return Status(text, StatusLevel.WARNING)
    return Status(f"{wanted * len(measurement.designs):,} requests measured, {wanted:,} a design.", StatusLevel.OK)


def basis(measurement: Measurement) -> str:
    """What was measured, in a few words."""
    request = measurement.question.request or f"{measurement.requests} requests in turn"
    return f"{measurement.question.user} · {request} · tokens signed with {measurement.algorithm}"


def headline(measurement: Measurement) -> str:
    """What the user's own service would see: the fastest and the slowest design; empty if nothing was decided."""
    decided = sorted((each for each in measurement.designs if not each.undecided), key=lambda each: each.median_us)
    if not decided:
        return ""
    lookup = (
        f"With lookups of {measurement.question.lookup_ms:g} ms"
        if measurement.question.lookup_ms
        else ("With lookups in the server's own memory")
    )
    fastest, slowest = decided[0], decided[-1]
    text = f"{lookup}, a request takes {_milliseconds(fastest)} under {fastest.design}"
    if len(decided) == 1:
        return f"{text}."
    lookups = counted(round(slowest.mean_lookups), "lookup")
    return f"{text}, and {_milliseconds(slowest)} under {slowest.design}, which makes {lookups} for each."


def _milliseconds(timing: DesignTiming) -> str:
    return f"{timing.median_us / 1000:.3g} ms"


def compare(timing: DesignTiming, measurement: Measurement) -> str:
    """How one design compares with the fastest of *measurement*; empty if the server made no decision under it."""
    if timing.undecided:
        return ""
    fastest = min((each for each in measurement.designs if not each.undecided), key=lambda each: each.median_us)
    median = f"Its median is {timing.median_us:,.0f} µs"
    if timing.design == fastest.design:
        return f"{median}: no other design is faster."
    times = timing.median_us / fastest.median_us
    return f"{median}: {times:.2f} times that of {fastest.design}, the fastest with {fastest.median_us:,.0f} µs."


def explain(timing: DesignTiming) -> str:
    """Explain the figures of one design."""
    if timing.undecided:
        return f"{timing.design}: {timing.undecided}. Put less into the token to measure it."
    verification = f"verifying the token is {_percent(timing, timing.verification_us)}"
    if not timing.most_lookups:
        return f"{timing.design} makes no lookup: it asks nobody; {verification} of its time."
    share = _percent(timing, timing.lookups_us)
    return f"{timing.design} makes {_lookups(timing)}; that is {share} of its time, {verification}."


def _lookups(timing: DesignTiming) -> str:
    if timing.fewest_lookups == timing.most_lookups:
        return f"{counted(timing.most_lookups, 'lookup')} a request"
    return f"{timing.fewest_lookups} to {timing.most_lookups} lookups a request, {timing.mean_lookups:.1f} on average"


def _percent(timing: DesignTiming, part_us: float) -> str:
    return f"{timing.share(part_us):.0%}".replace("%", " %")
