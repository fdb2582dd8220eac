"""An SD-JWT taken apart (RFC 9901): its disclosures, matched with the digests in the claims, and its key binding."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from workbench.core.claims.nodes import nodes
from workbench.core.errors import JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import counted, named, printable, shown
from workbench.core.token.compact import Reading, read
from workbench.core.token.segments import Segment, decode_segment, decode_text, encode_segment

if TYPE_CHECKING:
    from workbench.core.claims.nodes import Path

_HASHES: Mapping[str, Callable[[bytes], bytes]] = {
    "sha-256": lambda data: hashlib.sha256(data).digest(),
    "sha-384": lambda data: hashlib.sha384(data).digest(),
    "sha-512": lambda data: hashlib.sha512(data).digest(),
    "sha3-256": lambda data: hashlib.sha3_256(data).digest(),
    "sha3-384": lambda data: hashlib.sha3_384(data).digest(),
    "sha3-512": lambda data: hashlib.sha3_512(data).digest(),
}
"""By their names in IANA's registry of named information hashes, which ``_sd_alg`` takes (RFC 9901 section 4.1.1)."""

_USUAL_HASH = "sha-256"
_DIGESTS, _ALGORITHM, _ELEMENT = "_sd", "_sd_alg", "..."
_PARTS_OF_ELEMENT, _PARTS_OF_MEMBER = 2, 3


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One disclosure (RFC 9901 section 4.2).

    Attributes:
        text: as it stands behind the JWT.
        digest: of the text, by the hash of the SD-JWT; empty if that hash is not known.
        name: of the member that it discloses; empty for an element of an array.
        is_member: whether it discloses a member, not an element.
        value: what it discloses.
        salt: what makes its digest unpredictable.
        place: names and indexes that lead to what it discloses; None if no digest matches.
        problem: why it cannot be used, as a sentence; empty if nothing is wrong with it.
    """

    text: str = field(repr=False)
    digest: str = ""
    name: str = ""
    value: object = None
    salt: str = field(default="", repr=False)
    is_member: bool = False
    place: Path | None = None
    problem: str = ""

    @property
    def path(self) -> Path:
        """What leads to it, as far as it is known; empty for a disclosure that cannot be read."""
        return self.place if self.place is not None else (self.name,) if self.name else ()

    @property
    def is_matched(self) -> bool:
        """Whether the issuer has signed its digest."""
        return self.place is not None


@dataclass(frozen=True, slots=True)
class KeyBinding:
    """The JWT at the end of an SD-JWT, by which its holder proves the key in ``cnf`` (RFC 9901 section 4.3).

    Attributes:
        reading: the JWT.
        problems: what is wrong with it, a sentence each.
    """

    reading: Reading
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SdJwt:
    """What follows the JWT of an SD-JWT.

    Attributes:
        hash_name: the hash of the digests.
        disclosures: in their order.
        undisclosed: digests in the claims that no disclosure matches: of claims that are withheld, or decoys.
        key_binding: the key-binding JWT; None if there is none.
        problems: what is wrong with the whole, a sentence each.
    """

    hash_name: str
    disclosures: tuple[Disclosure, ...] = ()
    undisclosed: int = 0
    key_binding: KeyBinding | None = None
    problems: tuple[str, ...] = ()

    @property
    def summary(self) -> str:
        """What there is, in words: ``2 disclosures (sha-256), no key binding``."""
        parts = [f"{counted(len(self.disclosures), 'disclosure')} ({printable(self.hash_name)})"]
        if self.undisclosed:
            parts.append(f"{counted(self.undisclosed, 'further digest')} (withheld or a decoy)")
        parts.append("a key-binding JWT" if self.key_binding is not None else "no key binding")
        return ", ".join(parts)

    @property
    def all_problems(self) -> tuple[str, ...]:
        """Everything that a verifier must refuse it for."""
        of_disclosures = (each.problem for each in self.disclosures if each.problem)
        of_binding = self.key_binding.problems if self.key_binding is not None else ()
        return (*self.problems, *of_disclosures, *of_binding)


def take_apart(reading: Reading) -> SdJwt | None:
    """The disclosures and the key binding behind a JWT; None if it is not an SD-JWT."""
    if not reading.tail:
        return None
    *texts, last = reading.tail.split("~")[1:]
    claims = {} if reading.claims is None else reading.claims.to_dict()
    hash_name = claims.get(_ALGORITHM, _USUAL_HASH)
    hashed = _HASHES.get(hash_name) if isinstance(hash_name, str) else None
    decoded = [_decoded(number, text, hashed) for number, text in enumerate(texts, 1)]
    by_digest = {each.digest: each for each in decoded if each.digest and not each.problem}
    slots = list(_slots(claims, by_digest))
    counts = Counter(slot.digest for slot in slots)
    found = {slot.digest: slot for slot in reversed(slots)}
    disclosures = tuple(
        _matched(number, each, found.get(each.digest), _otherwise(each, found, hashed))
        for number, each in enumerate(decoded, 1)
    )
    problems = [
        f"The digest {digest} is there {count} times: every digest must be unique."
        for digest, count in counts.items()
        if count > 1
    ]
    problems += [f"A disclosure is there {count} times: each must be unique." for count in _repeated(texts)]
    problems += _malformed(claims)
    if hashed is None:
        problems.insert(
            0, f"{_ALGORITHM} is {shown(hash_name)}, a hash that is not known here: no digest was compared."
        )
    binding = None
    if "." in last:
        binding = _key_binding(last, reading, claims, hashed)
    elif last:
        problems.append(
            f"The last part is neither empty nor a key-binding JWT: a ~ must follow every disclosure, and it has "
            f"{len(last):,} characters instead."
        )
    undisclosed = sum(slot.digest not in by_digest for slot in slots)
    return SdJwt(str(hash_name), disclosures, undisclosed, binding, tuple(problems))


def _decoded(number: int, text: str, hashed: Callable[[bytes], bytes] | None) -> Disclosure:
    digest = "" if hashed is None else _digest(text, hashed)
    data, faults = decode_segment(text, Segment.TOKEN)
    decoded, text_faults = decode_text(data, Segment.TOKEN)
    if not text:
        return Disclosure(text, problem=f"Disclosure {number} is empty.")
    if faults or text_faults:
        return Disclosure(text, digest, problem=f"Disclosure {number} is not base64url of UTF-8 text.")
    try:
        parts = json_text.parse(decoded)
    except JsonTextError as error:
        return Disclosure(text, digest, problem=f"Disclosure {number} is not JSON: {error.problem}.")
    if not isinstance(parts, list) or len(parts) not in (_PARTS_OF_ELEMENT, _PARTS_OF_MEMBER):
        problem = f"Disclosure {number} is {shown(parts)}; expected an array of salt, name and value."
        return Disclosure(text, digest, problem=problem)
    salt = parts[0] if isinstance(parts[0], str) else ""
    name = parts[1] if len(parts) == _PARTS_OF_MEMBER else ""
    if not isinstance(name, str):
        problem = f"The name in disclosure {number} is {shown(name)}; expected a string."
        return Disclosure(text, digest, value=parts[-1], problem=problem)
    problem = ""
    if name in (_DIGESTS, _ELEMENT):
        problem = f"Disclosure {number} has the name {shown(name)}, which is reserved for digests."
    elif not isinstance(parts[0], str):
        problem = f"The salt of disclosure {number} is {shown(parts[0])}; expected a string."
    return Disclosure(text, digest, name, parts[-1], salt, len(parts) == _PARTS_OF_MEMBER, problem=problem)


def _digest(text: str, hashed: Callable[[bytes], bytes]) -> str:
    """Of the text itself, as it was received (RFC 9901 section 4.2.3)."""
    return encode_segment(hashed(text.encode("utf-8", "surrogatepass")))


@dataclass(frozen=True, slots=True)
class _Slot:
    """A digest in the claims, and where the claim or element goes that it stands for."""

    digest: str
    path: Path
    is_element: bool
    taken: frozenset[str] = frozenset()


def _slots(claims: Mapping[str, object], disclosed: Mapping[str, Disclosure]) -> Iterator[_Slot]:
    """Every digest inside the claims, also in what a disclosure adds (RFC 9901 section 4.2.6)."""
    waiting: list[tuple[Path, object]] = [((), claims)]
    seen: set[str] = set()
    while waiting:
        place, value = waiting.pop()
        found: list[_Slot] = []
        if isinstance(value, Mapping):
            digests = value.get(_DIGESTS)
            names = frozenset(value)
            listed = filter(lambda each: isinstance(each, str), digests) if isinstance(digests, list) else ()
            found = [_Slot(digest, place, is_element=False, taken=names) for digest in listed]
            waiting += [((*place, name), inner) for name, inner in value.items() if name != _DIGESTS]
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                digest = inner.get(_ELEMENT) if isinstance(inner, Mapping) and len(inner) == 1 else None
                if isinstance(digest, str):
                    found.append(_Slot(digest, (*place, index), is_element=True))
                else:
                    waiting.append(((*place, index), inner))
        for slot in found:
            yield slot
            disclosure = disclosed.get(slot.digest)
            if disclosure is not None and slot.digest not in seen:
                seen.add(slot.digest)
                waiting.append((_path(slot, disclosure), disclosure.value))


def _path(slot: _Slot, disclosure: Disclosure) -> Path:
    return slot.path if slot.is_element else (*slot.path, disclosure.name)


def _repeated(texts: Sequence[str]) -> Iterator[int]:
    """How often those of *texts* are there that are there more than once."""
    yield from (count for text, count in Counter(texts).items() if count > 1 and text)


def _malformed(claims: dict[str, object]) -> Iterator[str]:
    """Sentences on members that should hold digests and do not."""
    for path, value in nodes(claims):
        if path[-1] == _DIGESTS and not (isinstance(value, list) and all(isinstance(each, str) for each in value)):
            yield f"{named(*path)} is {shown(value)}; expected an array of strings."


def _otherwise(each: Disclosure, slots: Mapping[str, _Slot], hashed: Callable[[bytes], bytes] | None) -> str:
    """What was hashed by mistake, if that gives a digest in the claims."""
    if hashed is None or each.digest in slots:
        return ""
    data, _ = decode_segment(each.text, Segment.TOKEN)
    mistakes = {
        "its decoded JSON": hashed(data),
        "the text with padding": hashed(f"{each.text}{'=' * (-len(each.text) % 4)}".encode()),
        "its value": hashed(json_text.dump_compact(each.value).encode()),
    }
    found = next((words for words, digest in mistakes.items() if encode_segment(digest) in slots), "")
    if not found and hashed(each.text.encode()).hex() in slots:
        return "; its digest is there in hexadecimal, and must be in base64url"
    return f"; the digest of {found} is there, but the text itself must be hashed" if found else ""


def _matched(number: int, each: Disclosure, slot: _Slot | None, otherwise: str) -> Disclosure:
    if each.problem or not each.digest:
        return each
    what = f"Disclosure {number} ({shown(each.name)})" if each.is_member else f"Disclosure {number}"
    if slot is None:
        return replace(each, problem=f"{what} matches no digest{otherwise}: the issuer did not sign it.")
    problem = ""
    if slot.is_element and each.is_member:
        problem = f"{what} has a name, but its digest stands for an element of an array."
    elif not slot.is_element and not each.is_member:
        problem = f"{what} has no name, but its digest stands for a claim."
    elif each.is_member and each.name in slot.taken:
        problem = f"{what} would replace a claim that is there already."
    return replace(each, place=_path(slot, each), problem=problem)


def _key_binding(
    text: str, reading: Reading, claims: Mapping[str, object], hashed: Callable[[bytes], bytes] | None
) -> KeyBinding:
    bound = read(text)
    problems: list[str] = []
    if bound.token is None:
        fault = bound.faults[0].message if bound.faults else "It cannot be read."
        return KeyBinding(bound, (f"The key-binding JWT cannot be read. {fault}",))
    typ = bound.token.header.get("typ")
    if typ != "kb+jwt":
        problems.append(f'typ of the key-binding JWT is {shown(typ)}; it must be "kb+jwt".')
    required = ("iat", "aud", "nonce", "sd_hash")
    problems += [f"The key-binding JWT has no {name}." for name in required if name not in bound.token.claims]
    if "cnf" not in claims:
        problems.append("There is a key-binding JWT, but the claims have no cnf, so nobody knows whose key it must be.")
    wanted = bound.token.claims.get("sd_hash")
    if hashed is not None and "sd_hash" in bound.token.claims:
        presented = reading.text[: len(reading.text) - len(text)]
        if wanted != _digest(presented, hashed):
            problems.append(
                "sd_hash of the key-binding JWT is not the digest of what precedes it: it was made for other "
                "disclosures, or for another token."
            )
    return KeyBinding(bound, tuple(problems))
