"""What a thief can do with a token that is bound to a key: sends real requests without that key (RFC 9449)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from workbench.core.requests.request import TokenPlacement, TokenWhere
from workbench.core.requests.sender import Sender
from workbench.core.signing.possession import PROOF_HEADER, SCHEME

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Outcome, Request
    from workbench.core.server.login import LoginAnswer
    from workbench.services.http_client.client import HttpClient

_PLACEMENT = TokenPlacement(TokenWhere.AUTHORIZATION, "Authorization", SCHEME)


def try_without_key(
    client: HttpClient, url: str, requests: Sequence[Request], token: LoginAnswer, owners: Outcome
) -> str:
    """Send each request without the key; return why none gets through, or nothing if the server lets one through.

    Args:
        client: holds the key, and can do without.
        url: of the server.
        requests: one of each route.
        token: what was stolen.
        owners: the answer to a request of the owner, whose proof the thief has seen as well.

    Raises:
        ServerUnreachableError: there was no answer.
    """
    statuses = list(_statuses(client, url, requests, token, owners))
    if any(status != HTTPStatus.UNAUTHORIZED for status in statuses):
        return ""
    return (
        "A thief without the client's key can do nothing: the token is bound to that key (cnf, RFC 9449). "
        f"{len(statuses)} requests, of every route, without a proof, with one by another key, or with one that "
        "the owner had used, all got 401."
    )


def _statuses(
    client: HttpClient, url: str, requests: Sequence[Request], token: LoginAnswer, owners: Outcome
) -> Iterator[int]:
    seen = () if owners.sent is None else owners.sent.headers
    proofs = tuple((name, value) for name, value in seen if name.lower() == PROOF_HEADER.lower())
    for request in requests:
        for sender in (Sender.WITHOUT_PROOF, Sender.OTHER_KEY):
            yield client.send(url, request, token.access_token, token.design, sender).status
        replayed = replace(request, headers=proofs, placement=_PLACEMENT)
        yield client.send(url, replayed, token.access_token, token.design, Sender.WITHOUT_PROOF).status
