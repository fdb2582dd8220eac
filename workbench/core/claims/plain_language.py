"""Describes a token in plain words, for people who do not read claims: who states what about whom, and until when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from typing import TYPE_CHECKING

from workbench.core.strict_json import text as json_text
from workbench.core.text.numeric_date import countdown, is_numeric_date, local_time
from workbench.core.text.wording import counted, joined, shortened

if TYPE_CHECKING:
    from workbench.core.claims.claim_set import ClaimSet

_MOST_NAMED = 3
_SHOWN_CHARACTERS = 60
_FLAGS = {"isSystemAdmin": "is a system administrator", "is_admin": "is an administrator"}
_SERVICES = {"fullReadAccess": "may read everything in", "fullWriteAccess": "may change everything in"}
_LISTS = (
    ("roles", "has the role", "has the roles"),
    ("groups", "is in the group", "is in the groups"),
    ("isMemberOf", "is a member of", "is a member of"),
    ("permissions", "has the permission", "has the permissions"),
    ("entitlements", "is entitled to", "is entitled to"),
    ("canRead", "may read", "may read"),
    ("canWrite", "may change", "may change"),
)


def plain_reading(
    header: Mapping[str, object], claims: ClaimSet, *, now: float, tz: tzinfo | None = None, user: str = ""
) -> tuple[str, ...]:
    """Describe what the token states, a sentence each: the statement first, then time, audience, and what is unusual.

    It does not judge the token: whether its signature is right, and whether anybody should believe the issuer, is
    judged elsewhere. A value of a wrong type is called so, and never interpreted.

    Args:
        header: the JOSE header.
        claims: the claims.
        now: seconds since 1970 UTC.
        tz: the zone to show times in; None for that of this computer.
        user: the name of the user whom ``sub`` stands for; empty if ``sub`` is to be shown alone.
    """
    if not len(claims):
        return ("The token has no claims.",)
    return (
        _statement(claims, now, tz, user),
        *_time_remarks(claims, now, tz),
        *_party_remarks(claims),
        *_binding_remarks(header, claims),
    )


def _statement(claims: ClaimSet, now: float, tz: tzinfo | None, user: str) -> str:
    issuer = _text(claims, "iss") or "An unnamed issuer"
    audience = _named(_texts(claims.get("aud"))) or "any service"
    subject = _text(claims, "sub") or "an unnamed subject"
    if user:
        subject = f"{user} ({subject})"
    rights = list(_rights(claims))
    what = f"{subject} {joined(rights)}" if rights else f"this is about {subject}, and grants no rights"
    expires_at = _date(claims, "exp")
    until = ""
    if expires_at is not None and expires_at > now:
        until = f", until {local_time(expires_at, tz, now=now)} ({countdown(expires_at, now)})"
    return f"{issuer} states to {audience} that {what}{until}."


def _rights(claims: ClaimSet) -> Iterator[str]:
    for name, words in _FLAGS.items():
        if claims.get(name) is True:
            yield words
    for name, one, many in _LISTS:
        names = _texts(claims.get(name))
        if names:
            yield f"{one if len(names) == 1 else many} {_named(names)}"
    scope = claims.get("scope")
    if isinstance(scope, str) and scope.split():
        yield f"may {_named(scope.split())}"
    for name, words in _SERVICES.items():
        names = _texts(claims.get(name))
        if names:
            yield f"{words} {_named(names)}"
    details = claims.get("authorization_details")
    if isinstance(details, list) and details:
        yield f"has {counted(len(details), 'right')} in authorization_details"
    tenant = _text(claims, "tenant") or _text(claims, "tid")
    if tenant:
        yield f"belongs to the tenant {tenant}"


def _time_remarks(claims: ClaimSet, now: float, tz: tzinfo | None) -> Iterator[str]:
    for name in ("exp", "nbf", "iat"):
        if name in claims and _date(claims, name) is None:
            type_words = json_text.type_words(claims.get(name))
            yield f"{name} is {type_words}, not a time, so strict readers refuse the token."
    expires_at, starts_at = _date(claims, "exp"), _date(claims, "nbf")
    if "exp" not in claims:
        yield "It never expires: exp is missing."
    elif expires_at is not None and expires_at <= now:
        yield f"It expired {countdown(expires_at, now)}, at {local_time(expires_at, tz, now=now)}."
    if starts_at is not None and starts_at > now:
        yield f"It is not valid yet: it starts {countdown(starts_at, now)}, at {local_time(starts_at, tz, now=now)}."


def _party_remarks(claims: ClaimSet) -> Iterator[str]:
    for name in ("iss", "sub"):
        if name in claims and not isinstance(claims.get(name), str):
            yield f"{name} is {json_text.type_words(claims.get(name))}; expected a string."
    if "aud" not in claims:
        yield "It names no audience: any service that trusts the issuer may accept it."
    elif not _texts(claims.get("aud")):
        yield "aud names no service, so none should accept it."
    for name in claims.duplicates:
        yield f"{_shown(name)} is a duplicate: readers may differ in which one they use."


def _binding_remarks(header: Mapping[str, object], claims: ClaimSet) -> Iterator[str]:
    alg, typ = header.get("alg"), header.get("typ")
    if isinstance(alg, str) and alg.lower() == "none":
        yield "alg is none: the token is not signed."
    if isinstance(typ, str) and typ.lower().removeprefix("application/") == "at+jwt":
        yield "It is an OAuth access token (RFC 9068)."
    elif "nonce" in claims or "at_hash" in claims:
        yield "It looks like an OpenID Connect ID token, which is for the client that asked for it, not for a service."
    client = _text(claims, "client_id") or _text(claims, "azp")
    if client:
        yield f"The client {client} asked for it."
    if isinstance(claims.get("cnf"), Mapping):
        yield "Its bearer must prove possession of the key that cnf names."
    actor = claims.get("act")
    if isinstance(actor, Mapping):
        who = actor.get("sub")
        yield f"{_shown(who) if isinstance(who, str) and who else 'An unnamed actor'} acts for the subject."


def _date(claims: ClaimSet, name: str) -> float | None:
    """The moment that a claim names; None for a number such as 1e400, which names none."""
    value = claims.get(name)
    return value if is_numeric_date(value) else None


def _text(claims: ClaimSet, name: str) -> str:
    value = claims.get(name)
    return _shown(value) if isinstance(value, str) and value else ""


def _texts(value: object) -> Sequence[str]:
    """The names in a claim that holds one or several; none if it holds anything else."""
    if isinstance(value, str):
        return (value,) if value else ()
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return value
    return ()


def _named(names: Sequence[str]) -> str:
    if len(names) > _MOST_NAMED + 1:
        return f"{', '.join(map(_shown, names[:_MOST_NAMED]))} and {len(names) - _MOST_NAMED:,} more"
    return joined([_shown(name) for name in names])


def _shown(text: str) -> str:
    """The text on one line, cut: a claim may hold line breaks, and what turns the direction of writing."""
    visible = "".join(each if each.isprintable() else " " for each in text)
    return shortened(visible, _SHOWN_CHARACTERS)
