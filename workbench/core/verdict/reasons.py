"""Says the verdict in sentences: what to choose, why, and why not another."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.core.server.info import Mechanism
from workbench.core.text.units import duration, rate_words
from workbench.core.text.wording import counted, joined
from workbench.core.verdict.checks import Check, strictest
from workbench.core.verdict.needs import TIME_NEEDS, Need
from workbench.core.verdict.token_claims import token_claims
from workbench.core.verdict.verdict import DesignVerdict, Verdict

# Which missed need says most about a design: size first, then what goes unnoticed, then the price of asking.
_TELLING = (
    Need.BEHIND,
    Need.SHARE,
    Need.ROLE,
    Need.ACCOUNT,
    Need.LOGOUT,
    Need.ADDED_MS,
    Need.LOOKUPS,
    Need.PER_RECORD,
    Need.OFFLINE,
    Need.CLIENT,
)
_REMOVED = {
    Need.ROLE: "a removed role",
    Need.SHARE: "a removed share",
    Need.ACCOUNT: "a disabled account",
    Need.LOGOUT: "a logout",
}
_EVERY_TOKEN = frozenset(("iss", "aud", "exp", "nbf", "iat"))


@dataclass(frozen=True, slots=True)
class Against:
    """Why a design is not the one to choose.

    Attributes:
        design: its id.
        need: the need that it misses; None if it meets all of them, and comes behind.
        why: the rest of a sentence about it: ``10,173 B for the largest user; nginx takes 8,168 B``.
    """

    design: str
    need: Need | None
    why: str

    @property
    def sentence(self) -> str:
        """The whole sentence."""
        return f"{self.design}: {self.why}."


def headline(verdict: Verdict) -> str:
    """The answer in one line."""
    if not verdict.needs.wanted:
        return "Switch on at least one need."
    choice, nearest = verdict.choice, verdict.nearest
    if choice is not None:
        return f"Choose {choice.id} with a lifetime of {duration(choice.setting.lifetime_s)}"
    if nearest is None:
        return "There is no design to choose from."
    missed = joined([_named(each) for each in nearest.checks if not each.ok])
    return f"No design meets all {len(verdict.needs.wanted)} needs. Nearest: {nearest.id}, which misses {missed}"


def _named(check: Check) -> str:
    """A need with its limit, if it has one, in quotes: ``"share removed: at once"``, ``"without asking anyone"``."""
    label = check.need.label.lower()
    return f'"{label}"' if check.limit_text == "yes" else f'"{label}: {check.limit_text}"'


def summary(row: DesignVerdict) -> str:
    """What the design puts into the token, what it asks, and what it needs, in two or three sentences."""
    names = [each.name for each in token_claims(row) if each.name not in _EVERY_TOKEN]
    if row.profile.issued and not row.profile.issued[0].claims:
        token = f"Its token says nothing by itself ({row.largest_bytes:,} B)"
    else:
        token = f"It puts {joined(names)} into the token ({sizes(row, '{} for your largest user')})"
    count, added = rate_words(row.lookups, 2), rate_words(row.added_ms)
    adds = f"+{added} ms" if not added.startswith("<") else f"{added} ms more"
    asks = f"asks {count} question{'' if count == '1' else 's'} a request, {adds}" if row.lookups else "asks nobody"
    return " ".join([f"{token} and {asks}.", *_needs_words(row)])


def sizes(row: DesignVerdict, of_largest: str) -> str:
    """Lengths of the typical and the largest user's token; one of them where the second is not the longer.

    Args:
        row: the design.
        of_largest: words around the second, such as ``at most {}``.
    """
    typical = f"{row.typical_bytes:,} B"
    largest = of_largest.format(f"{row.largest_bytes:,} B")
    return f"{typical}, {largest}" if row.largest_bytes > row.typical_bytes else typical


def _needs_words(row: DesignVerdict) -> list[str]:
    found = []
    if row.setting.has_refresh:
        found.append("A refresh token renews it without a login.")
    if row.setting.deny_list:
        found.append("A deny-list, asked on each request, ends it at logout.")
    if row.setting.kept_s:
        found.append(f"Answers are kept for {duration(row.setting.kept_s)}.")
    return found


def setting_words(row: DesignVerdict) -> str:
    """What the design is run with: ``refresh token, cache 30 s``; a dash if it needs nothing more."""
    names = sorted(each.value for each in row.setting.mechanisms)
    return (
        ", ".join(f"{name} {duration(row.setting.kept_s)}" if name == Mechanism.CACHE else name for name in names)
        or "–"
    )


def because(verdict: Verdict) -> tuple[str, ...]:
    """Why the choice is this one, and what is wrong with each other design."""
    return (*opening(verdict), *(each.sentence for each in against(verdict)))


def opening(verdict: Verdict) -> tuple[str, ...]:
    """What the choice meets and the rule that decided; without a choice, why there is not one."""
    choice = verdict.choice
    total = len(verdict.needs.wanted)
    if choice is None:
        return (f"No design meets all {counted(total, 'need')}.", *(each.why for each in verdict.contradictions))
    meeting = [each for each in verdict.designs if each.meets]
    if len(meeting) == 1:
        return (f"{choice.id} is the only design that meets all {counted(total, 'need')}.",)
    return (f"{len(meeting)} designs meet all {counted(total, 'need')}; {choice.id} comes first: {_rule(meeting)}.",)


def _rule(meeting: list[DesignVerdict]) -> str:
    """By which part of the order the first design comes before the second."""
    first, second = meeting[:2]
    if len(first.setting.mechanisms) != len(second.setting.mechanisms):
        return f"it needs {_mechanisms(first)}, {second.id} needs {_mechanisms(second)}"
    if round(first.lookups, 6) != round(second.lookups, 6):
        return f"{rate_words(first.lookups, 2)} questions a request, {second.id} asks {rate_words(second.lookups, 2)}"
    return f"{first.largest_bytes:,} B for the largest user, {second.id} takes {second.largest_bytes:,} B"


def _mechanisms(row: DesignVerdict) -> str:
    names = sorted(each.value for each in row.setting.mechanisms)
    return joined([f"a {name}" if name != "introspection" else name for name in names]) or "no further mechanism"


def against(verdict: Verdict) -> tuple[Against, ...]:
    """Why not another: one reason for each other design, those first that teach most (size, staleness, time)."""
    rest = [each for each in verdict.designs if each is not verdict.choice]
    reasons = [_against(each, verdict) for each in rest]
    by_need: dict[Need | None, int] = {}
    keyed = []
    for reason in reasons:
        seen = by_need[reason.need] = by_need.get(reason.need, 0) + 1
        telling = len(_TELLING) if reason.need is None else _TELLING.index(reason.need)
        keyed.append((seen, telling, reason))
    return tuple(each[2] for each in sorted(keyed, key=lambda each: each[:2]))


def _against(row: DesignVerdict, verdict: Verdict) -> Against:
    missed = {each.need: each for each in row.checks if not each.ok}
    need = next((each for each in _TELLING if each in missed), None)
    if need is not None:
        return Against(row.id, need, _missed(missed[need], row, verdict))
    choice = verdict.choice
    assert choice is not None  # noqa: S101  a design that meets all needs is there, so one is chosen
    return Against(row.id, None, f"meets all needs too, but comes after {choice.id}: {_rule([choice, row])}")


def _data(readable: str) -> str:
    return readable.replace("personal", "personal data")


def _missed(check: Check, row: DesignVerdict, verdict: Verdict) -> str:
    match check.need:
        case Need.BEHIND:
            server = strictest(verdict.needs, verdict.limits)
            return f"{check.text} for the largest user; {server.name} takes {check.limit_text}"
        case Need.ADDED_MS:
            return f"adds {check.text} to a request; you allow {check.limit_text}"
        case Need.LOOKUPS:
            return f"needs {check.text} lookups a second; you allow {check.limit_text}"
        case Need.OFFLINE:
            return "does not decide by the token alone"
        case Need.PER_RECORD:
            example = row.profile.agreement.example or "an entry in it changes nothing"
            return f"does not follow each record's access list: {example}"
        case Need.CLIENT:
            return f"its token reveals {_data(check.text)}; you allow {_data(check.limit_text)}"
    assert check.need in TIME_NEEDS  # noqa: S101  all others are above
    allowed = "that it counts at once" if check.limit_text == "at once" else check.limit_text
    if check.text == "never":
        return f"{_REMOVED[check.need]} is never noticed"
    asked = f"you need {allowed}" if check.limit_text == "at once" else f"you allow {allowed}"
    return f"{_REMOVED[check.need]} is noticed after {check.text}; {asked}"
