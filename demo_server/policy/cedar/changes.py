"""What would turn the answer of Cedar policies: changes of the directory, each tried on the policies themselves.

A policy engine says which policies decided, not what would have changed its mind. So the usual changes are tried with
the facts at hand, without a further question to the directory. The results are kept: they explain a decision, and are
not part of what it costs.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from demo_server.decision import Flip
from demo_server.policy.cedar.engine import Policies
from demo_server.policy.cedar.facts import Question, entities, request
from demo_server.policy.directory_grants import IN_DIRECTORY, entry_flip, owner_flip, role_flip

_Change = tuple[Question, Flip]


@lru_cache(maxsize=1024)
def additions(policies: Policies, question: Question, role: str) -> tuple[Flip, ...]:
    """Return the changes each of which would let a refused request through.

    Args:
        policies: what refused it.
        question: what was refused.
        role: the smallest role that has the permission; empty if none has it.
    """
    return tuple(flip for changed, flip in _additions(question, role) if _allows(policies, changed))


@lru_cache(maxsize=1024)
def removals(policies: Policies, question: Question, _role: str) -> tuple[Flip, ...]:
    """Return the removals that together would make the policies refuse an allowed request; none if they cannot."""
    steps = list(_removals(question))
    if _allows(policies, _without(question, steps)):
        return ()
    for step in list(steps):
        fewer = [each for each in steps if each is not step]
        if not _allows(policies, _without(question, fewer)):
            steps = fewer
    return tuple(flip for _, flip in steps)


def _allows(policies: Policies, question: Question) -> bool:
    return policies.evaluate([request(question)], entities([question]))[0].allowed


def _additions(question: Question, role: str) -> Iterator[_Change]:
    subject, target = question.subject, question.target
    if not subject.is_admin:
        yield replace(question, subject=replace(subject, is_admin=True)), _admin_flip(subject.name, value=True)
    if role:
        changed = replace(subject, roles=(*subject.roles, role))
        yield replace(question, subject=changed), role_flip("add", subject.name, role)
    if target.access is not None:
        actions = (*target.access.actions, question.verb)
        shared = replace(target, access=replace(target.access, actions=actions))
        flip = entry_flip(subject.name, target.name, list(actions), question.verb)
        yield replace(question, target=shared), flip


_Step = tuple[str, Flip]


def _removals(question: Question) -> Iterator[_Step]:
    subject, target = question.subject, question.target
    if subject.is_admin:
        yield "admin", _admin_flip(subject.name, value=False)
    for role in subject.roles:
        yield f"role {role}", role_flip("remove", subject.name, role)
    found = target.access
    if found is None:
        return
    if found.owner == subject.name:
        yield "owner", owner_flip(subject.name, target.name)
    if found.is_member:
        yield "group", IN_DIRECTORY.leaving(subject.name, found.group)
    if found.actions:
        yield (
            "entry",
            Flip(
                "remove",
                "directory",
                f"acl of {target.name}",
                {"user": subject.name, "actions": list(found.actions)},
                f"remove {subject.name} from the ACL of {target.name}",
            ),
        )


def _without(question: Question, steps: list[_Step]) -> Question:
    """Return the question as it would be after these removals."""
    done = {name for name, _ in steps}
    roles = tuple(role for role in question.subject.roles if f"role {role}" not in done)
    subject = replace(question.subject, is_admin=question.subject.is_admin and "admin" not in done, roles=roles)
    target, found = question.target, question.target.access
    if found is not None:
        changed = replace(
            found,
            owner="" if "owner" in done else found.owner,
            is_member=found.is_member and "group" not in done,
            actions=() if "entry" in done else found.actions,
        )
        target = replace(target, access=changed)
        if "group" in done:
            subject = replace(subject, groups=tuple(each for each in subject.groups if each != found.group))
    return replace(question, subject=subject, target=target)


def _admin_flip(user: str, *, value: bool) -> Flip:
    target = f"isSystemAdmin of {user}"
    sentence = f"set {target} to {'true' if value else 'false'} in the directory"
    return Flip("set", "directory", target, value=value, sentence=sentence)
