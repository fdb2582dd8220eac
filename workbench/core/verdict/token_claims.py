"""The token of a design: each claim with its reason, what is left out and why, and what else may belong in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from workbench.core.text.units import duration
from workbench.core.text.wording import joined, quoted
from workbench.core.verdict.checks import value_text
from workbench.core.verdict.needs import Need, Readable
from workbench.core.verdict.verdict import DesignVerdict, Verdict


@dataclass(frozen=True, slots=True)
class TokenClaim:
    """A claim of the token.

    Attributes:
        name: its name.
        value: its JSON value in a sample token, with the lifetime that was chosen.
        shown: the value in a few characters: ``"alice"``, ``in 5 min``.
        why: why it is in the token.
    """

    name: str
    value: object
    shown: str
    why: str

    def to_json(self) -> dict[str, object]:
        """The members of a claim in ``advise --format json``."""
        return {"name": self.name, "value": self.value, "why": self.why}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """What the token does not say.

    Attributes:
        name: what it is, in words: ``record ids``.
        why: why it is left out.
    """

    name: str
    why: str

    def to_json(self) -> dict[str, object]:
        """The members of ``left_out`` in ``advise --format json``."""
        return {"name": self.name, "why": self.why}


@dataclass(frozen=True, slots=True)
class Purpose:
    """What else may belong in a token.

    Attributes:
        title: the purpose: ``Step-up``.
        claims: the claims for it.
        needed_if: when it is needed, as the rest of "You need it if".
        source: where the claims are defined.
    """

    title: str
    claims: tuple[str, ...]
    needed_if: str
    source: str


PURPOSES = (
    Purpose(
        "Step-up",
        ("auth_time", "acr", "amr"),
        "some requests ask for a recent or a stronger login, such as a payment.",
        "RFC 9470, OpenID Connect Core section 2",
    ),
    Purpose(
        "Logout",
        ("sid",),
        "one logout must end the sessions at several services.",
        "OpenID Connect Back-Channel Logout",
    ),
    Purpose(
        "Delegation",
        ("act", "client_id"),
        "a client or another service acts for the user, and a log must show who did.",
        "RFC 8693 section 4.1, RFC 9068 section 2.2",
    ),
    Purpose("Binding", ("cnf",), "a stolen token must be useless without the client's key.", "RFC 7800, RFC 9449"),
    Purpose(
        "Display",
        ("name", "picture", "locale"),
        "the client greets the user: then in the ID token only, which no API receives.",
        "OpenID Connect Core section 5.1",
    ),
)
"""What else belongs in a token, by purpose."""

_TITLES = {
    Readable.RECORDS: "record ids",
    Readable.GROUPS: "groups",
    Readable.ROLES: "roles",
    Readable.RIGHTS: "rights",
    Readable.PERSONAL: "personal data",
}
_NEEDS = {
    Readable.RECORDS: Need.SHARE,
    Readable.GROUPS: Need.ROLE,
    Readable.ROLES: Need.ROLE,
    Readable.RIGHTS: Need.ROLE,
}

_WHO = {
    "iss": "who issued it",
    "sub": "whom it is about",
    "aud": "which API accepts it",
    "nbf": "from when it counts",
    "iat": "when it was issued",
    "client_id": "which client asked for it",
    "azp": "which client asked for it",
    "_claim_names": "that the user has more groups than the token lists, so that the service asks for them",
    "_claim_sources": "where a client can ask for the groups",
    "cnf": "whose key the client must prove to have",
}
_REVEALED = {
    Readable.ROLES: "what the user may do, apart from single records",
    Readable.GROUPS: "compared with each record's access list",
    Readable.RIGHTS: "what the user may do, without a lookup",
    Readable.RECORDS: "which records the user may open, without a lookup",
    Readable.PERSONAL: "for people to read; no decision depends on it",
}


def token_claims(row: DesignVerdict) -> tuple[TokenClaim, ...]:
    """The claims of the design's token; none for a token that says nothing by itself."""
    if not row.profile.issued:
        return ()
    sample = dict(row.profile.issued[0].claims)
    issued_at = sample.get("iat")
    if isinstance(issued_at, int) and "exp" in sample:
        sample["exp"] = issued_at + row.setting.lifetime_s
    return tuple(TokenClaim(name, value, _shown(name, value, row), _why(name, row)) for name, value in sample.items())


def _shown(name: str, value: object, row: DesignVerdict) -> str:
    match name:
        case "exp":
            return f"in {duration(row.setting.lifetime_s)}"
        case "iat" | "nbf":
            return "now"
    return quoted(value)


def _why(name: str, row: DesignVerdict) -> str:
    if name == "exp":
        return _why_lifetime(row)
    if name == "jti":
        return "names it on the deny-list" if row.setting.deny_list else "names it, for logs or a deny-list"
    if name in _WHO:
        return _WHO[name]
    fields = dict(row.profile.info.fields).get(name, ())
    if "tenant" in fields:
        return "keeps customers apart"
    kinds = [kind for kind, names in row.profile.readable.items() if name in names]
    if kinds:
        return _REVEALED[kinds[0]]
    if name in row.profile.info.trusted_claims:
        return "the service's decisions read it"
    return "no decision reads it"


def _why_lifetime(row: DesignVerdict) -> str:
    limiting = [
        each
        for each in row.checks
        if each.unit == "s" and each.value == row.setting.lifetime_s and each.limit == row.setting.lifetime_s
    ]
    if limiting:
        return f"your limit for {joined([each.need.short for each in limiting])}"
    return "how long it counts; nothing you need asks for less"


def left_out(verdict: Verdict, row: DesignVerdict) -> tuple[LeftOut, ...]:
    """What other designs put into their tokens and this one does not, and why not."""
    return tuple(_left_out(verdict, row))


def _left_out(verdict: Verdict, row: DesignVerdict) -> Iterator[LeftOut]:
    for kind in Readable:
        if kind not in row.profile.readable:
            yield LeftOut(_TITLES[kind], _why_left_out(kind, verdict, row))


def _why_left_out(kind: Readable, verdict: Verdict, row: DesignVerdict) -> str:
    needs = verdict.needs
    if kind is Readable.PERSONAL:
        return "what the client shows belongs in the ID token"
    carriers = [each for each in verdict.designs if set(each.profile.readable) == {kind}]
    for each in carriers:
        too_large = each.check(Need.BEHIND)
        if too_large is not None and not too_large.ok:
            return f"{too_large.text} for the largest user"
    need = _NEEDS[kind]
    if needs.within_s(need) < row.setting.lifetime_s:
        limit = value_text(need, needs.within_s(need))
        return f"a change must count {limit if limit == 'at once' else f'within {limit}'}, and a token cannot change"
    if needs.client_may_read is not None and kind not in needs.client_may_read:
        return "the client must not read them"
    return "no decision of this design reads them"
