"""What a design needs beside its claims and grants: an opaque form, a way to revoke, caches, refresh tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from demo_server.policy.revocation import Revocation
from demo_server.world.toml_reader import Table

LONGEST_CACHE_S = 86_400
LONGEST_REFRESH_S = 366 * 86_400
CONFIRMATION = "cnf"
"""The claim that names the key of the token's sender (RFC 7800)."""
VERSION_FIELD = "{user.permission_version}"


class TokenForm(StrEnum):
    """What an access token is."""

    JWT = "jwt"
    REFERENCE = "reference"  # opaque; only introspection says anything about it


class Confirm(StrEnum):
    """How the sender of an access token shows that it is its own."""

    DPOP = "dpop"  # by a proof of possession with each request (RFC 9449)


@dataclass(frozen=True, slots=True)
class Refresh:
    """The refresh tokens of a design.

    Attributes:
        lifetime_s: seconds from the login until the last of them ends.
        rotates: whether each use replaces it, so that a second use is noticed (RFC 9700 section 4.14.2).
    """

    lifetime_s: int
    rotates: bool = True


@dataclass(frozen=True, slots=True)
class Mechanisms:
    """The mechanisms of a design.

    Attributes:
        form: what its access tokens are.
        revocation: how each request finds out whether its token still counts.
        version_claim: where the token has the user's permission version; empty unless it is revoked by it.
        directory_cache_s: seconds for which an answer of the directory is used again; 0 to ask each time.
        introspection_cache_s: the same for introspection.
        refresh: its refresh tokens; None where a login alone gives a token.
        confirm: how the sender of a token is confirmed; None for bearer tokens, which work for everybody who has one.
    """

    form: TokenForm = TokenForm.JWT
    revocation: Revocation = Revocation.DENY_LIST
    version_claim: str = ""
    directory_cache_s: int = 0
    introspection_cache_s: int = 0
    refresh: Refresh | None = None
    confirm: Confirm | None = None


def read_mechanisms(table: Table, template: Mapping[str, Any]) -> Mechanisms:
    """Read the tables ``[token]``, ``[revocation]``, ``[directory]``, ``[introspection]`` and ``[refresh]`` of a file.

    Args:
        table: the whole file.
        template: the claims of the design.

    Raises:
        DefinitionError: a value is wrong, or two contradict each other.
    """
    form, confirm = _token(table, template)
    usual = Revocation.INTROSPECTION if form is TokenForm.REFERENCE else Revocation.DENY_LIST
    part = table.optional_table("revocation") or Table(table.file, "revocation", {})
    revocation = Revocation(part.choice("by", list(Revocation), usual))
    if (revocation is Revocation.INTROSPECTION) != (form is TokenForm.REFERENCE):
        expected = 'by = "introspection" where [token] form is "reference", and only there'
        part.fail("by", f'"{revocation}" does not go with [token] form = "{form}"', expected)
    version_claim = ""
    if revocation is Revocation.VERSION:
        version_claim = part.string("claim", "pver")
        if template.get(version_claim) != VERSION_FIELD:
            problem = f'[claims] has no {version_claim} = "{VERSION_FIELD}"'
            part.fail("claim", problem, "the claim that holds the user's permission version")
    part.finish()
    return Mechanisms(
        form=form,
        revocation=revocation,
        version_claim=version_claim,
        directory_cache_s=_cache_s(table, "directory"),
        introspection_cache_s=_introspection_cache_s(table, form),
        refresh=_refresh(table),
        confirm=confirm,
    )


def _token(table: Table, template: Mapping[str, Any]) -> tuple[TokenForm, Confirm | None]:
    """Return what the access tokens are, and how their sender is confirmed."""
    part = table.optional_table("token")
    if part is None:
        return TokenForm.JWT, None
    form = TokenForm(part.choice("form", list(TokenForm), TokenForm.JWT))
    confirm = Confirm(part.choice("confirm", list(Confirm))) if part.has("confirm") else None
    if confirm is not None and CONFIRMATION in template:
        problem = f"goes against [claims] {CONFIRMATION}: the login writes the client's key into that claim"
        part.fail("confirm", problem, f"a design that leaves {CONFIRMATION} out of [claims], or no confirm")
    part.finish()
    return form, confirm


def _cache_s(table: Table, name: str) -> int:
    part = table.optional_table(name)
    if part is None:
        return 0
    seconds = part.integer("cache_s", 0, LONGEST_CACHE_S)
    part.finish()
    return seconds


def _introspection_cache_s(table: Table, form: TokenForm) -> int:
    if table.has("introspection") and form is not TokenForm.REFERENCE:
        table.fail("introspection", 'has no effect while [token] form is not "reference"', "no such table")
    return _cache_s(table, "introspection")


def _refresh(table: Table) -> Refresh | None:
    part = table.optional_table("refresh")
    if part is None:
        return None
    refresh = Refresh(part.integer("lifetime_s", 1, LONGEST_REFRESH_S), part.boolean("rotate", default=True))
    part.finish()
    return refresh
