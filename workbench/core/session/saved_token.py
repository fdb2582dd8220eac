"""A token in a session file: header, payload and how it was signed; the signature only if the user chose so.

With a key of the same ``kid`` the very header and payload are signed again when the session is opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.signing_key import KeyRole, SigningKey
from workbench.core.signing.jose import sign_segments
from workbench.core.strict_json.text import dump_string
from workbench.core.token.compact import read
from workbench.core.token.segments import Segment, decode_segment, encode_segment
from workbench.core.variants.variant import Signed, SignedHow


@dataclass(frozen=True, slots=True)
class SavedSegment:
    """Header or payload of a token.

    Attributes:
        text: what it holds; None where octets or spelling are not those of any text.
        raw: the segment itself where it does not hold a text.
    """

    text: str | None = field(default=None, repr=False)
    raw: str = field(default="", repr=False)

    @classmethod
    def of(cls, segment: str) -> "SavedSegment":
        """Keep *segment* as a text if that encodes to the same segment."""
        data, _faults = decode_segment(segment, Segment.TOKEN)
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return cls(raw=segment)
        return cls(text) if encode_segment(data) == segment else cls(raw=segment)

    @property
    def segment(self) -> str:
        """The segment in the token."""
        return self.raw if self.text is None else encode_segment(self.text.encode())


@dataclass(frozen=True, slots=True)
class SavedToken:
    """A token without its signature.

    Attributes:
        header: the first segment.
        payload: the second segment.
        signed: how it was signed.
        compact: the whole token, if the user wanted tokens in the file; else empty.
        lost: the text had not three segments and was no token that could be kept without its secret.
    """

    header: SavedSegment
    payload: SavedSegment
    signed: Signed
    compact: str = field(default="", repr=False)
    lost: bool = False

    @classmethod
    def of(cls, compact: str, signed: Signed, *, whole: bool) -> "SavedToken":
        """Keep *compact*, which was signed so; *whole* if the signature is to be kept as well."""
        reading = read(compact)
        text = reading.text if whole else ""
        if len(reading.segments) != 3:
            # Not a JWT: it may be an opaque token, which is secret in every character.
            return cls(SavedSegment(""), SavedSegment(""), Signed(SignedHow.NONE), text, lost=True)
        header, payload = map(SavedSegment.of, reading.segments[:2])
        return cls(header, payload, signed, text)

    @property
    def signing_part(self) -> str:
        """Header and payload segment with the dot between."""
        return f"{self.header.segment}.{self.payload.segment}"


@dataclass(frozen=True, slots=True)
class KeyNote:
    """What a session says about a key that signed one of its tokens; never the key itself.

    Attributes:
        kid: its key id.
        name: what the user called it.
        kind: by which such a key is asked for; see `algorithms.KeyKind`.
        trusted: whether the demo server accepted it.
        issuer: whether it was the demo server's own.
    """

    kid: str
    name: str
    kind: str
    trusted: bool
    issuer: bool

    @classmethod
    def of(cls, key: SigningKey) -> "KeyNote":
        """The note on *key*."""
        kind = key.kind.name if key.kind is not None else key.algorithm
        issuer = key.role is KeyRole.ISSUER
        return cls(key.kid, key.name, kind, key.trusted or issuer, issuer)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A token restored from a session.

    Attributes:
        compact: the token.
        problem: why it is not signed as before, in words; empty if it is.
        other_issuer: whether it had to name another issuer's key than the one that signed it first.
    """

    compact: str = field(repr=False)
    problem: str = ""
    other_issuer: bool = False


def rebuild(saved: SavedToken, notes: Sequence[KeyNote], ring: Sequence[SigningKey]) -> Rebuilt:
    """The token of *saved*: as saved, or signed again with the key of the same ``kid``.

    What the demo server had signed, the ring's own issuer key signs; where that is another one, the header names it.

    Args:
        saved: what the file holds.
        notes: its notes on the keys.
        ring: the keys there are.
    """
    if saved.compact:
        return Rebuilt(saved.compact)
    if saved.lost:
        return Rebuilt("", "not kept: it had not three segments, and tokens were not to be saved")
    unsigned = f"{saved.signing_part}."
    match saved.signed.how:
        case SignedHow.NONE:
            return Rebuilt(unsigned)
        case SignedHow.BROKEN | SignedHow.STALE:
            # Any octets of that length do: no key made them for this header and payload.
            return Rebuilt(unsigned + (saved.signed.shape or encode_segment(bytes(saved.signed.octets))))
    note = next((note for note in notes if note.kid == saved.signed.kid), None)
    key = next((key for key in ring if key.kid == saved.signed.kid), None)
    header = saved.header
    other_issuer = False
    if key is None and note is not None and note.issuer:
        key = next((key for key in ring if key.role is KeyRole.ISSUER), None)
        if key is not None:
            header, other_issuer = _renamed(header, note, key), True
    if key is None:
        name = note.name if note is not None else saved.signed.kid
        return Rebuilt(unsigned, f"not signed: the key {name} is not in the keyring")
    reading = read(f"{header.segment}.{saved.payload.segment}.")
    alg = None if reading.header is None else reading.header.get("alg")
    if alg != key.algorithm:
        named = dump_string(alg) if isinstance(alg, str) else "none"
        return Rebuilt(unsigned, f"not signed: the key {key.name} is for {key.algorithm}, and the header names {named}")
    return Rebuilt(sign_segments(f"{header.segment}.{saved.payload.segment}", key), other_issuer=other_issuer)


def _renamed(header: SavedSegment, note: KeyNote, key: SigningKey) -> SavedSegment:
    """*header* with the kid and the algorithm of *key* in place of those of the key of *note*."""
    members: ClaimSet | None = read(f"{header.segment}..").header_members
    if members is None or members.get("kid") != note.kid:
        return header
    return SavedSegment(members.with_value("kid", key.kid).with_value("alg", key.algorithm).to_json())
