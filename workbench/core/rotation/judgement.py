"""Judges rotation plans: what each means for users and for a thief of the old key, and ready-made plans to compare."""

from dataclasses import dataclass
from enum import StrEnum

from workbench.core.rotation.plan import MARGIN_S, RotationPlan
from workbench.core.text.units import in_words, minutes


class RotationFault(StrEnum):
    """What is wrong with a plan."""

    TOO_EARLY = "retired too early"
    NEVER = "never retired"
    UNPUBLISHED = "signs before it is published"
    CACHE = "published too late for a cache"
    NO_RESERVE = "no margin for clocks that differ"
    LATE = "retired later than needed"


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict on a plan.

    Attributes:
        fault: what is wrong; None if nothing is.
        sentence: the consequences, with figures.
        serious: whether valid tokens are refused, or a stolen key works, without need.
    """

    fault: RotationFault | None
    sentence: str
    serious: bool = False


def judge(plan: RotationPlan) -> tuple[Judgement, ...]:
    """Judge what a plan means for users, and for a thief of the old key; a good plan gets a verdict as well."""
    found = [*_faults_of_the_end(plan), *_faults_of_the_start(plan)]
    if any(each.serious for each in found):
        return tuple(found)
    end = f"A thief of the old key is locked out from minute {minutes(plan.retire_s or 0)} on, when it is retired."
    well = f"Correct: every token is accepted until it expires. {end}"
    return (Judgement(None, well), *found)


def _faults_of_the_end(plan: RotationPlan) -> list[Judgement]:
    if plan.retire_s is None:
        sentence = (
            "Never retired: a thief of the old key can sign tokens for any user, and they are accepted forever. "
            f"No token needs that key after minute {minutes(plan.needed_until_s)}."
        )
        return [Judgement(RotationFault.NEVER, sentence, serious=True)]
    needed_s = plan.sign_s + plan.lifetime_s
    if plan.retire_s < needed_s:
        sentence = (
            f"Retired too early: tokens that the old key signed until minute {minutes(plan.sign_s)} are valid until "
            f"minute {minutes(needed_s)}, but refused from minute {minutes(plan.retire_s)} on. Their users are logged "
            f"out up to {in_words(needed_s - max(plan.retire_s, plan.sign_s))} too early. Keep the old key for at "
            f"least one token lifetime: {in_words(plan.lifetime_s)} after minute {minutes(plan.sign_s)}."
        )
        return [Judgement(RotationFault.TOO_EARLY, sentence, serious=True)]
    if plan.retire_s < plan.needed_until_s:
        sentence = (
            f"No margin for clocks that differ: the API accepts tokens up to {in_words(plan.leeway_s)} after exp, but "
            f"the old key is removed {in_words(plan.needed_until_s - plan.retire_s)} before that time is over."
        )
        return [Judgement(RotationFault.NO_RESERVE, sentence)]
    if plan.retire_s > plan.needed_until_s:
        longer = in_words(plan.retire_s - plan.needed_until_s)
        sentence = (
            f"The old key stays {longer} longer than any token needs it: a margin for you, and more time for a thief."
        )
        return [Judgement(RotationFault.LATE, sentence)]
    return []


def _faults_of_the_start(plan: RotationPlan) -> list[Judgement]:
    if plan.sign_s < plan.publish_s:
        sentence = (
            f"Signs before it is published: from minute {minutes(plan.sign_s)} to {minutes(plan.publish_s)} no API can "
            f"verify a new token; for {in_words(plan.publish_s - plan.sign_s)} every login is useless."
        )
        return [Judgement(RotationFault.UNPUBLISHED, sentence, serious=True)]
    known_s = plan.publish_s - MARGIN_S + plan.cache_s
    if plan.sign_s < known_s:
        sentence = (
            f"Published too late for a cache: an API that fetched the JWKS just before minute "
            f"{minutes(plan.publish_s)} keeps it until minute {minutes(known_s)} and refuses the tokens of the new key "
            f"for {in_words(known_s - plan.sign_s)}, unless it fetches again when it sees an unknown kid. "
            f"Publish {in_words(plan.cache_s)} before signing."
        )
        return [Judgement(RotationFault.CACHE, sentence, serious=True)]
    return []


@dataclass(frozen=True, slots=True)
class Preset:
    """A ready-made plan.

    Attributes:
        name: its label.
        detail: what it shows, in a few words.
        plan: the plan.
    """

    name: str
    detail: str
    plan: RotationPlan


PRESETS = (
    Preset("Correct", "published early, kept until every token has expired", RotationPlan()),
    Preset("Retired too early", "users are logged out", RotationPlan(retire_s=1200)),
    Preset("Never retired", "a stolen key works forever", RotationPlan(retire_s=None)),
    Preset("Published too late", "caches do not know the new key", RotationPlan(publish_s=900)),
    Preset("Signs before it is published", "new tokens cannot be verified", RotationPlan(publish_s=1200)),
)
"""The correct rotation, and the common mistakes."""
