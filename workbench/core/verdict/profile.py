"""What the verdict knows of a design: measured on a real server, or learned from tokens that it really issued."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from workbench.core.designs.size_model import TokenModel
from workbench.core.designs.stale_window import Ending, Right, StaleWindow, StaleWindows
from workbench.core.server.info import DesignInfo, Mechanism
from workbench.core.verdict.needs import Readable, UserSize

DENY_LIST = "deny-list"
"""What a question for the id of a token is called in a Decision; see ``asked`` in the HTTP contract."""

DIRECTORY = "directory"
INTROSPECTION = "introspection"


@dataclass(frozen=True, slots=True)
class Questions:
    """What one request asks outside the token, on average over the users.

    Attributes:
        request: its id.
        names_record: whether its path names a record.
        asked: how many questions of each kind, whether or not a cache could answer them.
    """

    request: str
    names_record: bool
    asked: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the decisions follow each record's access list: compared with the reference, with fresh tokens.

    Attributes:
        asked: how many requests for records were compared.
        differing: how many got another answer.
        example: one of these, in words; empty if there is none.
        reference: id of the design that was compared with.
    """

    asked: int
    differing: int
    example: str = ""
    reference: str = ""

    @property
    def follows(self) -> bool:
        """Whether every decision was the reference's."""
        return not self.differing


@dataclass(frozen=True, slots=True)
class Issued:
    """The token of one user, as it was really issued.

    Attributes:
        username: the user.
        header: its header parameters.
        claims: its claims; empty for a token that says nothing by itself.
        token_bytes: its length.
    """

    username: str
    header: Mapping[str, object]
    claims: Mapping[str, object] = field(repr=False)
    token_bytes: int


@dataclass(frozen=True)
class Sizes:
    """How long the tokens of one user are for any holdings.

    Attributes:
        username: the user whose real holdings come first.
        model: how they grow; None for tokens of one length.
        fixed: that length.
    """

    username: str
    model: TokenModel | None
    fixed: int = 0
    _known: dict[UserSize, int] = field(default_factory=dict, repr=False, compare=False)

    def token_bytes(self, user: UserSize) -> int:
        """Bytes of the token of a user who has so much.

        The same sizes are asked for again and again while thresholds are searched, so each is calculated once.
        """
        if self.model is None:
            return self.fixed
        if user not in self._known:
            self._known[user] = self.model.length(user.counts, user.id_characters)
        return self._known[user]


@dataclass(frozen=True)
class DesignProfile:
    """One design as it was measured.

    Attributes:
        info: the design.
        windows: how long each kind of right keeps working, the deny-list checked.
        without_deny_list: the same of a logout, where the server does not check the deny-list.
        questions: what each request asks, of users whose groups the token lists.
        questions_beyond: the same of users with more groups than that; empty for tokens that list any number.
        agreement: how far decisions follow each record's access list.
        readable: for each thing that its tokens reveal, the claims that do.
        typical: the tokens of a typical user.
        largest: the tokens of the user with the most rights.
        issued: tokens as they were issued, that of the typical user first.
        verification_us: microseconds to verify a token, the median.
        problem: why it could not be measured, in one sentence; empty if it was.
    """

    info: DesignInfo
    windows: StaleWindows
    without_deny_list: StaleWindow
    questions: tuple[Questions, ...]
    agreement: Agreement
    readable: Mapping[Readable, tuple[str, ...]]
    typical: Sizes
    largest: Sizes
    issued: tuple[Issued, ...] = ()
    verification_us: float = 0.0
    problem: str = ""
    questions_beyond: tuple[Questions, ...] = ()

    @property
    def id(self) -> str:
        """Its id."""
        return self.info.id

    @cached_property
    def mechanisms(self) -> frozenset[Mechanism]:
        """What it needs in any case: as its file says, and as its requests showed."""
        asked = {
            kind for each in (*self.questions, *self.questions_beyond) for kind, count in each.asked.items() if count
        }
        kinds = {"introspection": Mechanism.INTROSPECTION, "version": Mechanism.VERSION}
        seen = {mechanism for kind, mechanism in kinds.items() if kind in asked}
        # Refresh tokens and the deny-list come with the lifetime and the logout that the verdict chooses.
        return frozenset(self.info.mechanisms | seen) - {Mechanism.REFRESH, Mechanism.DENY_LIST}

    def for_groups(self, count: int) -> DesignProfile:
        """The design as it is for users with so many groups: beyond a limit, its requests ask more."""
        most = None if self.typical.model is None else self.typical.model.most_groups
        return self if most is None or count <= most or not self.questions_beyond else self._beyond

    @cached_property
    def _beyond(self) -> DesignProfile:
        return replace(self, questions=self.questions_beyond, questions_beyond=())

    def window(self, right: Right, *, deny_list: bool) -> StaleWindow:
        """How long a right of this kind keeps working, with the deny-list or without it."""
        if right is Right.LOGOUT and not deny_list:
            return self.without_deny_list
        return self._window_of[right]

    @cached_property
    def _window_of(self) -> Mapping[Right, StaleWindow]:
        return {right: self.windows.of(right) for right in Right}

    @cached_property
    def means(self) -> tuple[tuple[float, float, float], ...]:
        """For each request: questions that cannot be kept, that can, and whether these are about a record (1 or 0)."""
        keeps = self.info.kept_s > 0
        found = []
        for each in self.questions:
            kept = sum(each.asked.get(kind, 0) for kind in (DIRECTORY, INTROSPECTION)) if keeps else 0.0
            rest = sum(count for kind, count in each.asked.items() if kind != DENY_LIST) - kept
            found.append((rest, kept, float(each.names_record)))
        return tuple(found)

    @cached_property
    def deny_list_questions(self) -> float:
        """Questions to the deny-list a request, on average, where it is checked."""
        return sum(each.asked.get(DENY_LIST, 0) for each in self.questions) / (len(self.questions) or 1)

    def lookups(self, kept_s: float, rate_per_user: float, records: int, *, deny_list: bool) -> float:
        """Questions that leave the service, a request, on average over the scenario's requests.

        An answer that is kept for T seconds and needed r times a second is asked for once in 1 + r·T times. A user's
        own data is needed with each of the user's requests; what a record's list says, only for that record.

        Args:
            kept_s: seconds that an answer is kept.
            rate_per_user: requests of one user a second.
            records: among how many records a user's requests are spread.
            deny_list: whether the deny-list is checked.
        """
        if not self.means:
            return 0.0
        per_user = 1 + rate_per_user * kept_s
        per_record = 1 + rate_per_user * kept_s / max(1, records)
        asked = sum(rest + kept / (per_record if record else per_user) for rest, kept, record in self.means)
        return asked / len(self.means) + (self.deny_list_questions if deny_list else 0.0)

    @property
    def follows_records(self) -> bool:
        """Whether decisions follow each record's access list, an entry that is added among them."""
        share = self.windows.of(Right.SHARE).ending
        return self.agreement.follows and share not in (Ending.NEVER, Ending.NOT_GRANTED)

    @property
    def asks_nobody(self) -> bool:
        """Whether it decides every request by the token alone, apart from the deny-list."""
        return not any(rest or kept for rest, kept, _ in (*self.means, *self._beyond.means))

    def is_seen(self, right: Right) -> bool:
        """Whether there was anything to measure for this kind of right."""
        return self.windows.of(right).ending is not Ending.NOT_MEASURED


@dataclass(frozen=True, slots=True)
class Profiles:
    """What was measured of all designs of one world.

    Attributes:
        scenario: id of the scenario.
        designs: in the order of the server.
        typical: what the scenario's median user has.
        largest: what its user with the most rights has.
        per_record: whether its requests name records.
        answers: how many answers of a real server the figures come from.
        losing: usernames of those whose rights were removed; empty for any.
    """

    scenario: str
    designs: tuple[DesignProfile, ...]
    typical: UserSize
    largest: UserSize
    per_record: bool
    answers: int
    losing: tuple[str, ...] = ()

    def of(self, design: str) -> DesignProfile:
        """The profile of this design. Raises KeyError."""
        for each in self.designs:
            if each.id == design:
                return each
        raise KeyError(design)
