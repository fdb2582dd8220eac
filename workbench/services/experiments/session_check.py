"""Checks a session's expectations on a demo server that is started for it, with keys that are generated for it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from workbench.core.answers.matrix import Cell, MatrixQuestion
from workbench.core.errors import WorkbenchError
from workbench.core.experiment import RunControl
from workbench.core.keys.signing_key import KeyRole, SigningKey, generate
from workbench.core.session.check import Checked
from workbench.core.session.saved_token import rebuild
from workbench.core.variants.answers import VariantsQuestion
from workbench.core.variants.variant import SignedHow, Variant
from workbench.services.experiments.matrix import MatrixExperiment
from workbench.services.experiments.variants import VariantsExperiment
from workbench.services.http_client.client import HttpClient
from workbench.services.server_host import ServerHost

if TYPE_CHECKING:
    from workbench.core.answers.expectations import Place
    from workbench.core.server.info import ServerInfo
    from workbench.core.session.session import Session


def check(session: Session, designs: Sequence[str] = (), clock: Callable[[], float] = time.time) -> tuple[Checked, ...]:
    """Send every request whose answer the session expects.

    Keys are generated for the ids that the session names, trusted or not as it says; the server's clock is set to the
    session's moment, so that its tokens are neither too new nor expired.

    Args:
        session: the expectations.
        designs: files of further designs.
        clock: the current time in seconds since 1970 UTC.

    Raises:
        WorkbenchError: the scenario, a design or a kind of key does not exist, or the server cannot start.
    """
    made = {note.kid: generate(note.kind, note.name, now=int(clock()), kid=note.kid) for note in session.keys}
    issuer_kid = next((note.kid for note in session.keys if note.issuer), None)
    ring = tuple(
        SigningKey(key.kid, key.name, key.algorithm, key.created, key.jwk_private, role=KeyRole.ISSUER)
        if key.kid == issuer_kid
        else key
        for key in made.values()
    )
    issuer = next((key for key in ring if key.role is KeyRole.ISSUER), None)
    issuer = issuer or generate("ES256", "issuer", now=int(clock()), role=KeyRole.ISSUER)
    trusted = {note.kid for note in session.keys if note.trusted} - {issuer.kid}
    found: list[Checked] = []
    client = HttpClient()

    @contextmanager
    def serving(scenario: str) -> Iterator[ServerHost]:
        host = ServerHost(scenario=scenario, designs=designs)
        try:
            host.move_clock(math.ceil(session.moment - clock()))
            host.start(issuer, [key for key in ring if key.kid in trusted])
            yield host
        finally:
            host.stop()

    try:
        with serving(session.scenario) as host:
            info = _info(host)
            own = dict(session.expected_of_designs)
            found += _check_variants(client, info, session, ring)
            found += _check_designs(client, host, own.pop(info.scenario, {}))
        for scenario, pins in own.items():
            with serving(scenario) as host:
                found += _check_designs(client, host, pins)
    finally:
        client.close()
    return tuple(found)


def _check_variants(
    client: HttpClient, info: ServerInfo, session: Session, ring: Sequence[SigningKey]
) -> Iterator[Checked]:
    _require_designs(info, session.expected)
    requests = session.requests or info.requests
    for design in dict.fromkeys(place[0] for place in session.expected):
        pins = {place: status for place, status in session.expected.items() if place[0] == design}
        wanted = {place[1] for place in pins}
        asked = {place[2] for place in pins}
        variants = tuple(_variant(session, name, ring) for name in dict.fromkeys(place[1] for place in pins))
        question = VariantsQuestion(
            info.url,
            info.scenario,
            design,
            tuple(variant for variant in variants if variant.name in wanted),
            tuple(request for request in requests if request.id in asked),
        )
        answers = VariantsExperiment(client)(question, RunControl())
        elsewhere = {request.id for request in question.elsewhere}
        for (_design, name, request), expected in pins.items():
            cell = answers.matrix.cell(design, name, request)
            reason = answers.unsent.get((name, request), "")
            if cell is None and not reason:
                there = request in elsewhere
                reason = "goes to another server, which this check does not ask" if there else "no such request"
            yield _checked(info.scenario, (design, name, request), expected, cell, reason, variant=name)


def _variant(session: Session, name: str, ring: Sequence[SigningKey]) -> Variant:
    saved = next(each for each in session.variants if each.name == name)
    token = saved.token
    if token.compact and token.signed.how is SignedHow.KEY:
        # The key of this signature is not available; another one of the same id signs the same header and payload.
        token = type(token)(token.header, token.payload, token.signed)
    rebuilt = rebuild(token, session.keys, ring)
    return Variant(name, rebuilt.compact, token.signed, problem=rebuilt.problem)


def _check_designs(client: HttpClient, host: ServerHost, pins: Mapping[Place, int]) -> Iterator[Checked]:
    if not pins:
        return
    info = _info(host)
    _require_designs(info, pins)
    users = {user.username for user in info.users} & {place[1] for place in pins}
    cells: Callable[[Place], Cell | None] = lambda _place: None  # noqa: E731  nobody to log in as
    if users:
        question = MatrixQuestion(tuple(dict.fromkeys(place[0] for place in pins)), tuple(sorted(users)))
        matrix = MatrixExperiment(host, client)(question, RunControl())
        cells = lambda place: matrix.cell(*place)  # noqa: E731
    for place, expected in pins.items():
        reason = "no such request" if place[1] in users else "no such user"
        yield _checked(info.scenario, place, expected, cells(place), reason, user=place[1])


def _checked(
    scenario: str, place: Place, expected: int, cell: Cell | None, reason: str, *, variant: str = "", user: str = ""
) -> Checked:
    status, why = (None, reason) if cell is None else (cell.status, cell.reason)
    return Checked(scenario, place[0], variant, user, place[2], expected, status, why)


def _require_designs(info: ServerInfo, pins: Mapping[Place, int]) -> None:
    known = {design.id for design in info.designs}
    for design, _subject, _request in pins:
        if design not in known:
            raise WorkbenchError(
                f'The session has expectations for the design "{design}", which does not exist.',
                hint="Give its file with --design.",
            )


def _info(host: ServerHost) -> ServerInfo:
    info = host.info
    if info is None:
        raise WorkbenchError("The demo server stopped unexpectedly.")
    return info
