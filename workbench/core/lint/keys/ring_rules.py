"""Rules that compare keys: one ``kid`` twice, one key under two names or for two algorithms."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from workbench.core.errors import KeyTextError
from workbench.core.key_files import pasted_keys as key_text
from workbench.core.keys.public_key_octets import public_key_form
from workbench.core.lint.keys.finding import KeyFinding
from workbench.core.lint.keys.subject import KeySubject
from workbench.core.lint.severity import Severity
from workbench.core.text.wording import listed, shown


def among(keys: Sequence[KeySubject]) -> list[list[KeyFinding]]:
    """What each of *keys* has to do with the others, in their order."""
    by_kid: defaultdict[str, list[KeySubject]] = defaultdict(list)
    by_material: defaultdict[tuple[object, ...], list[KeySubject]] = defaultdict(list)
    for key in keys:
        if key.kid is not None:
            by_kid[key.kid].append(key)
        by_material[key.material].append(key)
    return [
        [
            *_same_kid(key, by_kid[key.kid] if key.kid is not None else []),
            *_same_material(key, by_material[key.material]),
            *_public_key_of_another(key, by_material),
        ]
        for key in keys
    ]


def _same_kid(key: KeySubject, namesakes: Sequence[KeySubject]) -> Iterator[KeyFinding]:
    others = [each for each in namesakes if each is not key]
    if others:
        yield KeyFinding(
            "KEY030",
            Severity.WARNING,
            f"The kid {shown(key.kid)} is also that of {_named(others)}: a token that names it may mean either.",
            "Give one of them another kid.",
            "RFC 7517 section 4.5",
        )


def _same_material(key: KeySubject, same: Sequence[KeySubject]) -> Iterator[KeyFinding]:
    others = [each for each in same if each is not key]
    for_others = [each for each in others if None not in (each.alg, key.alg) and each.alg != key.alg]
    elsewhere = [each for each in others if each not in for_others and each.kid != key.kid]
    if for_others:
        algs = listed([*dict.fromkeys(str(each.alg) for each in for_others)])
        yield KeyFinding(
            "KEY031",
            Severity.WARNING,
            f"It is the same key as {_named(for_others)}, which signs with {algs}: a key is for one algorithm alone.",
            "Keep one of the two, and make a key of its own for the other algorithm.",
            "RFC 8725 section 3.1",
        )
    if elsewhere:
        yield KeyFinding(
            "KEY032",
            Severity.WARNING,
            f"It is the same key as {_named(elsewhere)}, under another kid: who retires one, leaves the other trusted.",
            "Delete one of them.",
            "RFC 7517 section 4.5",
        )


def _public_key_of_another(
    key: KeySubject, by_material: dict[tuple[object, ...], list[KeySubject]]
) -> Iterator[KeyFinding]:
    if key.secret is None or not public_key_form(key.secret):
        return
    try:
        found = key_text.read_keys(key.secret.decode("utf-8", "replace")).keys
    except KeyTextError:
        return
    whose = [other for each in found for other in by_material.get(KeySubject.of_outside(each).material, ())]
    if whose:
        yield KeyFinding(
            "KEY033",
            Severity.WARNING,
            f"Its secret is the public key of {_named(whose)}: a token that it signs is an attempt at algorithm "
            "confusion on anyone who verifies with that key.",
            "Keep it only to try that out.",
            "RFC 8725 section 2.1",
        )


def _named(keys: Sequence[KeySubject]) -> str:
    return listed([key.name for key in keys])
