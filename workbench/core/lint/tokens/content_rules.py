"""Rules on names in a payload, and on JSON that readers disagree on."""

import re
from collections.abc import Iterator, Mapping

from workbench.core.claims.claim import Claim
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.nodes import Path
from workbench.core.lint.tokens.edits import last_of_each, setting
from workbench.core.lint.tokens.finding import Fix
from workbench.core.lint.tokens.rights_rules import REGISTERED_NAMES
from workbench.core.lint.tokens.rule import Hit
from workbench.core.lint.tokens.subject import Subject
from workbench.core.strict_json import text as json_text
from workbench.core.strict_json.faults import TOKEN
from workbench.core.text.wording import counted, listed, named
from workbench.core.token.segments import Segment

_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_NO_NUMBERS = frozenset({"NaN", "Infinity", "-Infinity"})

_NAMESPACE = frozenset(":/.")  # of a URL, a URN or a reversed domain name
_KEYS_OF_CONFIRMATION = ("jwk", "jwe", "jku")


def ambiguous(subject: Subject) -> Iterator[Hit]:
    """JWT040: a duplicate member, in the header or in the payload, at any depth."""
    for fault in subject.reading.faults:
        if fault.code != "duplicate":
            continue
        if fault.segment is Segment.HEADER:
            message = "The header has a duplicate member: readers differ in which one they use."
            fix = Fix("Keep the last of each in the header", header=dict)
            yield Hit(message, fix=fix, segment=Segment.HEADER)
            continue
        twice = subject.claims.duplicates
        what = listed(twice) if twice else "A member inside a claim"
        message = (
            f"{what} {'are duplicates' if len(twice) > 1 else 'is a duplicate'}: readers differ in which one they use."
        )
        fix = Fix("Keep the last of each", claims=last_of_each)
        others = tuple((name,) for name in twice[1:])
        yield Hit(message, twice[:1], fix, segment=Segment.PAYLOAD, others=others)


def not_json(subject: Subject) -> Iterator[Hit]:
    """JWT041: NaN, Infinity, octets that are not UTF-8, and halves of a surrogate pair."""
    for fault in subject.reading.faults:
        if fault.code in ("utf8", "byte_order_mark"):
            yield Hit(fault.message, segment=fault.segment)
    text = subject.reading.payload_text
    if text is None:
        return
    if subject.reading.claims is None:
        # Only in a payload that could not be read: a strict reader refuses these.
        found = next((part for part in TOKEN.findall(text) if part in _NO_NUMBERS), None)
        if found is not None:
            message = f"The payload holds {found}, which is not JSON: readers differ in how they read it."
            yield Hit(message, segment=Segment.PAYLOAD)
    elif _SURROGATE_ESCAPE.search(text):
        path = next((path for path, value in subject.nodes if _has_surrogate(path, value)), None)
        if path is not None:
            message = (
                f"{named(*path)} contains half of a surrogate pair, which is not a character, and breaks other readers."
            )
            fix = Fix("Replace it by U+FFFD", claims=_without_surrogates)
            yield Hit(message, path, fix, segment=Segment.PAYLOAD)


def _has_surrogate(path: Path, value: object) -> bool:
    return any(isinstance(text, str) and _SURROGATE.search(text) for text in (path[-1], value))


def _without_surrogates(claims: ClaimSet) -> ClaimSet:
    rows = []
    for claim in claims:
        name, value = _repaired(claim.name), _repaired(claim.value)
        same = _SURROGATE_ESCAPE.search(claim.name_text + claim.text) is None
        rows.append(claim if same else Claim(str(name), json_text.dump_compact(value), value))
    return ClaimSet(rows)


def _repaired(value: object) -> object:
    """A copy of *value* with U+FFFD for each lone surrogate."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_repaired(each) for each in value]
    if isinstance(value, Mapping):
        return {_SURROGATE.sub("\ufffd", name): _repaired(each) for name, each in value.items()}
    return value


def name_collides(subject: Subject) -> Iterator[Hit]:
    """JWT042: names that are neither registered nor made unique by a namespace; all of them as one finding."""
    registered = subject.references.registered
    if not registered:
        return
    known = registered if subject.issuer is None else registered | subject.references.meanings.keys()
    if subject.table.applies("JWT025"):  # which reports these
        known |= REGISTERED_NAMES.keys()
    private = [name for name in subject.values if name not in known and _NAMESPACE.isdisjoint(name)]
    shadows = next((name for name in private if name.lower() in registered), None)
    if shadows is not None:
        message = (
            f"{named(shadows)} differs from the registered {shadows.lower()} only by case, and is a different claim."
        )
        yield Hit(message, (shadows,))
        private = [name for name in private if name.lower() not in registered]
    if private:
        verb = "is a private name" if len(private) == 1 else "are private names"
        message = f"{listed(private)} {verb} without a namespace, which another issuer may use for something else."
        yield Hit(message, (private[0],), others=tuple((name,) for name in private[1:]))


def several_confirmation_keys(subject: Subject) -> Iterator[Hit]:
    """JWT047: a ``cnf`` with more than one of jwk, jwe and jku."""
    cnf = subject.values.get("cnf")
    if not isinstance(cnf, Mapping):
        return
    keys = [name for name in _KEYS_OF_CONFIRMATION if name in cnf]
    if len(keys) > 1:
        message = f"cnf holds {counted(len(keys), 'key')}, {listed(keys)}, but may hold only one: verifiers may differ."
        kept = {name: value for name, value in cnf.items() if name not in keys[1:]}
        yield Hit(message, ("cnf",), setting(f"Keep only {keys[0]} in cnf", "cnf", kept))
