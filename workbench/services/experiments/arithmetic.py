"""Measures on a trial server what the arithmetic needs: how tokens grow, and how many lookups each design makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from workbench.core.answers.repeat_stats import nearest_rank
from workbench.core.designs.arithmetic import ArithmeticQuestion, MeasuredDesign, Measurements
from workbench.core.designs.size_model import SAMPLE_ID_LENGTH, Counts, Held, TokenModel
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, TokenSizeError
from workbench.core.experiment import RunControl
from workbench.core.server.info import Mechanism
from workbench.core.signing.possession import proof_bytes
from workbench.core.token.compact import parse_compact
from workbench.services.experiments.group_counts import give_groups
from workbench.services.experiments.matrix import ask_every_question
from workbench.services.experiments.steps import Steps

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell
    from workbench.core.server.info import DesignInfo, UserInfo
    from workbench.services.http_client.client import HttpClient
    from workbench.services.server_host import ServerHost, Trial

HEADER_LIMIT = 16 * 1024 * 1024
"""Bytes of a header block that the trial accepts: tokens that other servers refuse are measured as well."""


class ArithmeticExperiment:
    """Issues sample tokens of every design for one user, logs in, and replays every request of the scenario."""

    def __init__(self, host: ServerHost, client: HttpClient) -> None:
        self._host = host
        self._client = client

    def __call__(self, question: ArithmeticQuestion, run: RunControl, /) -> Measurements:
        """Measure; a step is a design.

        Raises:
            ComparisonStoppedError: the run was stopped.
            LoginRefusedError: the user cannot log in, or does not exist.
            ServerUnreachableError: no server runs, or there was no answer.
            TokenSizeError: the tokens of a design grow by another rule.
        """
        stopped = ComparisonStoppedError("Measuring was stopped.", hint="Measure again to see the figures.")
        with self._host.trial(header_limit=HEADER_LIMIT) as trial:
            info = trial.info
            user = info.user(question.username)
            held = trial.held(user.username)
            steps = Steps(run, len(info.designs), stopped)
            designs: list[MeasuredDesign] = []
            for design in info.designs:
                with steps.step():
                    try:
                        designs.append(self._measure(trial, user, held, design, RunControl(stopped=run.stopped)))
                    except ComparisonStoppedError as error:
                        raise stopped from error
        return Measurements(user.username, info.scenario, held, tuple(designs))

    def _measure(self, trial: Trial, user: UserInfo, held: Held, design: DesignInfo, run: RunControl) -> MeasuredDesign:
        """Measure one design; where its tokens list only so many groups, with as many and with one more."""

        def ask(server: Trial) -> tuple[Cell, ...]:
            return ask_every_question(self._client, server, [design.id], [user], run).cells

        found = _measured(trial, user.username, held, design, ask(trial))
        most = found.model.most_groups
        if most is None:
            return found
        is_beyond = len(held.groups) > most
        with self._host.trial(header_limit=HEADER_LIMIT) as other:
            give_groups(other, user.username, most if is_beyond else most + 1)
            directory = sum(cell.lookups for cell in ask(other))
        if is_beyond:
            return replace(found, directory=directory, directory_beyond=found.directory)
        return replace(found, directory_beyond=directory)


def _measured(trial: Trial, username: str, held: Held, design: DesignInfo, cells: tuple[Cell, ...]) -> MeasuredDesign:
    if any(cell.outcome is None for cell in cells):
        raise LoginRefusedError(
            f"{username} cannot log in, so there is no token to measure.",
            reason=cells[0].reason,
            hint="Start from another user.",
        )

    def sample(counts: Counts) -> str:
        return trial.sample_token(username, design.id, counts, SAMPLE_ID_LENGTH)

    decided = [cell for cell in cells if cell.outcome is not None and cell.outcome.decision is not None]
    try:
        model = TokenModel.learn(sample, held)
    except TokenSizeError as error:
        raise TokenSizeError(f"The tokens of the design {design.id} cannot be calculated. {error}") from error
    logged_in = max((cell.token_bytes for cell in decided), default=None)
    modelled = model.length(held.counts, SAMPLE_ID_LENGTH)
    if logged_in not in (None, modelled):
        raise TokenSizeError(f"Under {design.id}, {username} got {logged_in:,} characters instead of {modelled:,}.")
    timings = (trial.timing(cell.outcome.request_id) for cell in decided if cell.outcome is not None)
    verifications = [timing.verification_us for timing in timings if timing is not None]
    more = held.counts.plus(1)
    if model.most_groups is not None:
        more = replace(more, groups=min(more.groups, model.most_groups))
    carried = () if model.opaque else parse_compact(sample(more)).claims.names
    return MeasuredDesign(
        id=design.id,
        believed=tuple(name for name in design.trusted_claims if name in carried),
        account_check=design.account_check,
        model=model,
        directory=sum(cell.lookups for cell in decided),
        deny_list=_asked(decided, "deny-list"),
        others=_asked(decided, "introspection") + _asked(decided, "version"),
        verification_us=nearest_rank(verifications, 50) if verifications else 0.0,
        requests=len(decided),
        lifetime_s=design.lifetime_s,
        kept_s=design.kept_s,
        by_version=Mechanism.VERSION in design.mechanisms,
        proof_bytes=max(map(_proof_bytes, decided), default=0),
    )


def _proof_bytes(cell: Cell) -> int:
    sent = None if cell.outcome is None else cell.outcome.sent
    return 0 if sent is None else proof_bytes(sent)


def _asked(cells: Sequence[Cell], what: str) -> int:
    """The questions of one kind that left the process, of all cells together."""
    return sum(
        asked.count
        for cell in cells
        if cell.outcome is not None and cell.outcome.decision is not None
        for asked in cell.outcome.decision.asked
        if asked.what == what and not asked.cached
    )
