"""What a demo server is, in values that the rest of the program can hold: its users, designs and requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from workbench.core.errors import LoginRefusedError
from workbench.core.requests.request import Request
from workbench.core.server.subjects import Subjects


class Mechanism(StrEnum):
    """A part of a service that a design needs, and that somebody has to run."""

    REFRESH = "refresh token"
    CACHE = "cache"
    VERSION = "version counter"
    INTROSPECTION = "introspection"
    DENY_LIST = "deny-list"
    POLICY_ENGINE = "policy engine"


@dataclass(frozen=True, slots=True)
class UserInfo:
    """A user of the scenario.

    Attributes:
        username: what the user logs in with.
        display_name: the name for people.
        roles: as the scenario gives them.
        groups: as the scenario gives them.
        disabled: whether the account is switched off.
        demo_password: the password that the scenario file gives this invented user; empty if it gives none.
    """

    username: str
    display_name: str
    roles: tuple[str, ...]
    groups: tuple[str, ...]
    disabled: bool
    demo_password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DesignInfo:
    """A claim design that the server can decide by.

    Attributes:
        id: its name in requests.
        title: its name for people.
        type: the ``typ`` of its tokens, ``JWT`` or ``at+jwt``.
        summary: what the token carries and how the server decides.
        claims: names of the claims that its tokens carry beside those that every token has.
        trusted_claims: names of the claims that its grants take rights from; what they say holds until ``exp``.
        account_check: whether each request asks the directory if the subject exists and is enabled.
        fields: for each of *claims* the fields of the user that fill it, such as ``roles``.
        mechanisms: what it needs beside tokens and a directory: see `Mechanism`.
        kept_s: the longest time that the server keeps an answer, in seconds; 0 if it asks each time.
        lifetime_s: seconds that its tokens last; None for as long as the server's other tokens.
        audience: the ``aud`` that the running server expects of its tokens; empty where no server runs.
        intended: for rules of the linter that its tokens violate on purpose, by their id, the reason.
        revocable: whether a deny-list can end its tokens before ``exp``.
        opaque: whether nothing can be read from its tokens; only introspection says what they stand for.
        usernames: the users of the running server by the ``sub`` of their tokens; empty where no server runs.
    """

    id: str
    title: str
    type: str
    summary: str
    claims: tuple[str, ...] = ()
    trusted_claims: tuple[str, ...] = ()
    account_check: bool = False
    fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    mechanisms: frozenset[Mechanism] = frozenset()
    kept_s: float = 0
    lifetime_s: int | None = None
    audience: str = ""
    intended: Mapping[str, str] = field(default_factory=dict)
    revocable: bool = True
    opaque: bool = False
    usernames: Mapping[str, str] = field(default_factory=dict)


REFERENCES = ("hybrid", "identity")
"""The designs that others are compared with: the first of them that a server has."""


def reference_of(designs: Sequence[DesignInfo]) -> DesignInfo:
    """The design of *designs* that the others are compared with; there is at least one."""
    by_id = {design.id: design for design in designs}
    return next((by_id[each] for each in REFERENCES if each in by_id), designs[0])


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """What a running server is.

    Attributes:
        url: base URL, without a slash at the end.
        host: address it listens on.
        port: port it listens on.
        scenario: id of its scenario.
        design: id of the design by which it decides where a request names none.
        issuer: the ``iss`` of its tokens.
        audience: the ``aud`` of its tokens, where the design does not name another.
        weaknesses: ids of the flaws that are switched on.
        users: who can log in.
        designs: the claim designs.
        requests: the requests worth replaying.
        unavailable: for each design that nobody can use here, by its id, what to install for it. Every comparison
            leaves it out.
    """

    url: str
    host: str
    port: int
    scenario: str
    design: str
    issuer: str
    audience: str
    weaknesses: tuple[str, ...]
    users: tuple[UserInfo, ...]
    designs: tuple[DesignInfo, ...]
    requests: tuple[Request, ...]
    unavailable: Mapping[str, str] = field(default_factory=dict)

    @property
    def left_out(self) -> str:
        """Which designs every comparison leaves out, and what to install for them; empty if there are none."""
        return f"Left out: {'; '.join(self.unavailable.values())}." if self.unavailable else ""

    def audience_of(self, design: str) -> str:
        """The ``aud`` that the server expects of tokens under this design."""
        return next((each.audience for each in self.designs if each.id == design), "") or self.audience

    def subjects(self, design: str) -> Subjects | None:
        """The users as the tokens of this design name them; None if there is no such design."""
        found = next((each for each in self.designs if each.id == design), None)
        return None if found is None else Subjects(self.issuer, found.usernames)

    def user(self, username: str) -> UserInfo:
        """The user of this name.

        Raises:
            LoginRefusedError: there is none.
        """
        for user in self.users:
            if user.username == username:
                return user
        raise LoginRefusedError(f"The demo server has no user {username}.", hint="Choose another user.")
