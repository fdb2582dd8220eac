"""Finds out on a trial server what the arithmetic needs: how tokens grow, and how often each design looks up."""

from collections.abc import Callable

from workbench.core.answers.matrix import Cell
from workbench.core.designs.arithmetic import MeasuredDesign, Measurements
from workbench.core.designs.size_model import SAMPLE_ID_LENGTH, Counts, Held, TokenModel
from workbench.core.errors import ComparisonStoppedError, LoginRefusedError, TokenSizeError
from workbench.core.server.info import DesignInfo
from workbench.core.token.compact import parse_compact
from workbench.services.experiments.matrix import ask_every_question
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import Trial

HEADER_LIMIT = 16 * 1024 * 1024
"""Bytes of a header block that the trial should take: a token that other servers refuse is to be measured as well."""


def measure(
    client: HttpClient,
    trial: Trial,
    username: str,
    *,
    on_progress: Callable[[int, int], None] = lambda _done, _expected: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Measurements:
    """Issue sample tokens of every design for one user, log in, and replay every request of the scenario.

    Args:
        client: speaks HTTP.
        trial: runs already, with a header limit that lets large tokens in.
        username: the user whose rights and answers are measured.
        on_progress: called with the designs done and the designs expected, in this thread.
        cancelled: asked before each request.

    Raises:
        ComparisonStoppedError: `cancelled` answered true.
        LoginRefusedError: the user cannot log in, or is not there.
        ServerUnreachableError: an answer did not come.
        TokenSizeError: the tokens of a design grow by another rule.
    """
    info = trial.info
    account = next((user for user in info.users if user.username == username), None)
    if account is None:
        raise LoginRefusedError(f"The demo server has no user {username}.", hint="Choose another user.")
    held = trial.held(username)
    designs: list[MeasuredDesign] = []
    for design in info.designs:
        try:
            matrix = ask_every_question(
                client, info.url, info.scenario, [design.id], [account], info.requests, cancelled=cancelled
            )
        except ComparisonStoppedError as error:
            raise ComparisonStoppedError("Measuring was stopped.", hint="Measure again to see the figures.") from error
        designs.append(_measured(trial, username, held, design, matrix.cells))
        on_progress(len(designs), len(info.designs))
    return Measurements(username, info.scenario, held, tuple(designs))


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
        raise TokenSizeError(f"The tokens of the design {design.id} cannot be worked out. {error}") from error
    logged_in = max((cell.token_bytes for cell in decided), default=None)
    modelled = model.length(held.counts, SAMPLE_ID_LENGTH)
    if logged_in not in (None, modelled):
        raise TokenSizeError(f"Under {design.id}, {username} got {logged_in:,} characters where {modelled:,} were due.")
    carried = parse_compact(sample(held.counts.plus(1))).claims.names
    return MeasuredDesign(
        id=design.id,
        believed=tuple(name for name in design.trusted_claims if name in carried),
        account_check=design.account_check,
        model=model,
        lookups=sum(cell.lookups for cell in decided),
        requests=len(decided),
    )
