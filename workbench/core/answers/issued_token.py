"""The size of an issued token and what it reveals, without the token itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.wording import named, shown
from workbench.core.token.segments import Segment, decode_object, decode_segment, decode_text

WHO_CLAIMS = frozenset({"iss", "sub", "aud", "exp", "nbf", "iat", "jti", "client_id", "azp"})
"""Issuer, subject, audience, client and times: claims that reveal nothing more about the user."""

_MOST_ENTRIES = 3

# What the claims of the built-in designs, and other common ones, reveal; any other claim is shown by its name.
_WORDS: Mapping[str, str] = {
    "name": "name",
    "given_name": "name",
    "family_name": "name",
    "preferred_username": "user name",
    "email": "e-mail",
    "phone_number": "telephone number",
    "birthdate": "date of birth",
    "locale": "language",
    "department": "department",
    "employee_id": "employee number",
    "roles": "roles",
    "groups": "groups",
    "isMemberOf": "groups",
    "memberOf": "groups",
    "scope": "scopes",
    "entitlements": "rights",
    "permissions": "rights",
    "isSystemAdmin": "administrator",
    "fullReadAccess": "services",
    "fullWriteAccess": "services",
    "canRead": "record ids",
    "canWrite": "record ids",
    "tenant": "tenant",
}


@dataclass(frozen=True, slots=True)
class LeakedClaim:
    """A claim that reveals more than who the user is.

    Attributes:
        name: as in the token; any text.
        value: the value in a few printable characters.
    """

    name: str
    value: str

    @property
    def words(self) -> str:
        """What it reveals, in plain words; its own name, in printable characters, if there are none."""
        return _WORDS.get(self.name) or named(self.name)


@dataclass(frozen=True, slots=True)
class IssuedToken:
    """A token that one user got under one design.

    Attributes:
        design: id of the design.
        user: username.
        token_bytes: its length.
        lifetime_s: ``exp`` minus ``iat`` in seconds; None unless it has both.
        claims: names of all its claims.
        leaked: those that reveal more than who the user is.
    """

    design: str
    user: str
    token_bytes: int
    lifetime_s: int | None
    claims: frozenset[str] = frozenset()
    leaked: tuple[LeakedClaim, ...] = ()

    @classmethod
    def of(cls, design: str, user: str, compact: str) -> "IssuedToken":
        """Read the payload of *compact*, however long it is; an unreadable one counts as no claims."""
        values = _payload(compact)
        leaked = tuple(LeakedClaim(name, _shown(value)) for name, value in values.items() if name not in WHO_CLAIMS)
        lifetime_s = _lifetime_s(values)
        return cls(design, user, len(compact.encode()), lifetime_s, frozenset(values), leaked)


def leaks(tokens: Iterable[IssuedToken]) -> tuple[str, ...]:
    """What these tokens reveal beyond who the user is, in words without duplicates, in the order of the claims."""
    return tuple(dict.fromkeys(claim.words for token in tokens for claim in token.leaked))


def _payload(compact: str) -> Mapping[str, object]:
    segments = compact.split(".")
    if len(segments) != 3:
        return {}
    data, _ = decode_segment(segments[1], Segment.PAYLOAD)
    text, _ = decode_text(data, Segment.PAYLOAD)
    members, _ = decode_object(text, Segment.PAYLOAD)
    return {} if members is None else members.to_dict()


def _lifetime_s(values: Mapping[str, object]) -> int | None:
    expiry, issued = values.get("exp"), values.get("iat")
    return max(0, int(expiry - issued)) if is_numeric_date(expiry) and is_numeric_date(issued) else None


def _shown(value: object) -> str:
    """The value; of an array its first entries, since they are what leaks."""
    if not isinstance(value, list) or not value:
        return shown(value)
    entries = [shown(entry) for entry in value[:_MOST_ENTRIES]]
    if len(value) > _MOST_ENTRIES:
        entries.append(f"{len(value) - _MOST_ENTRIES:,} more")
    return ", ".join(entries)
