"""What may be shown of a key: how long it is, what is public of it, and what it is for. Never a private member."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from workbench.core.keys.algorithms import CURVE_BITS
from workbench.core.text.wording import counted, listed, printable
from workbench.core.token.segments import Segment, decode_segment

if TYPE_CHECKING:
    from workbench.core.keys.signing_key import SigningKey


@dataclass(frozen=True, slots=True)
class KeySize:
    """How long a key is.

    Attributes:
        bits: to compare keys by; 0 if it is not known.
        text: the length with its unit.
        meaning: what is that long.
    """

    bits: int
    text: str
    meaning: str


_UNKNOWN = KeySize(0, "unknown", "The entry in the keyring does not hold what a key of this type has.")


def key_size(key: SigningKey) -> KeySize:
    """Length of the modulus, of the curve's field, of the secret, or of a post-quantum public key."""
    jwk = key.jwk_private
    match jwk.get("kty"):
        case "oct" if "k" in jwk:
            octets = _octets(jwk["k"])
            return _in_bits(8 * octets, f"The secret has {counted(octets, 'byte')}.")
        case "RSA" if "n" in jwk:
            return _in_bits(_number(jwk["n"]).bit_length(), "Length of the modulus n.")
        case "EC" | "OKP" if jwk.get("crv") in CURVE_BITS:
            return _in_bits(CURVE_BITS[jwk["crv"]], f"Length of a number in the field of the curve {jwk['crv']}.")
        case "AKP" if "pub" in jwk:
            octets = _octets(jwk["pub"])
            meaning = "Length of the public key; ML-DSA has neither a modulus nor a curve to measure."
            return KeySize(8 * octets, f"{octets:,} B", meaning)
    return _UNKNOWN


def fingerprint(key: SigningKey) -> str:
    """The thumbprint (RFC 7638); empty for a secret, and where members of the public key are missing."""
    try:
        return key.fingerprint
    except KeyError:  # an entry of the keyring that was edited by hand
        return ""


NO_FINGERPRINT = "A shared secret has none: who saw its digest could try guesses against it (RFC 7638 section 7)."


def public_words(key: SigningKey) -> str:
    """The public part of the key, in words."""
    jwk = key.jwk_private
    match jwk.get("kty"):
        case "oct":
            return "none: a shared secret. Anyone who can check a token with it can also make one."
        case "RSA" if "n" in jwk and "e" in jwk:
            return f"modulus n of {_number(jwk['n']).bit_length():,} bits, exponent e = {_exponent(_number(jwk['e']))}"
        case "EC" if "x" in jwk:
            return f"a point of the curve {printable(jwk.get('crv', '?'))}: x and y of {_octets(jwk['x'])} bytes each"
        case "OKP" if "x" in jwk:
            return f"a point of the curve {printable(jwk.get('crv', '?'))}: x of {counted(_octets(jwk['x']), 'byte')}"
        case "AKP" if "pub" in jwk:
            return f"pub of {counted(_octets(jwk['pub']), 'byte')}"
    return "not readable: the entry in the keyring lacks members of a public key"


def private_words(key: SigningKey) -> str:
    """The size of the private part, which is never shown."""
    jwk = key.jwk_private
    match jwk.get("kty"):
        case "oct" if "k" in jwk:
            return f"secret of {counted(_octets(jwk['k']), 'byte')}"
        case "RSA":
            return f"{counted(len(jwk.keys() & _RSA_PRIVATE), 'number')} beside the public ones"
        case "EC" if "d" in jwk:
            return f"d of {counted(_octets(jwk['d']), 'byte')}"
        case "OKP" if "d" in jwk:
            return f"seed d of {counted(_octets(jwk['d']), 'byte')}"
        case "AKP" if "priv" in jwk:
            return f"seed of {counted(_octets(jwk['priv']), 'byte')}"
    return "not readable"


def purpose_words(key: SigningKey) -> str:
    """What the key may be used for, as its JWK says it (RFC 7517 sections 4.2 and 4.3)."""
    said = []
    if key.use:
        meaning = {"sig": "signatures", "enc": "encryption, not signatures"}.get(key.use, "a use of its own")
        said.append(f'use "{printable(key.use)}": {meaning}')
    if key.key_ops:
        missing = "" if "sign" in key.key_ops else ", signing is not among them"
        said.append(f"key_ops {listed(key.key_ops, most=8)}{missing}")
    both = "signing and verifying tokens" if key.is_secret else "signing; its public part verifies"
    return "; ".join(said) if said else f"{both}. Neither use nor key_ops restrict it."


_RSA_PRIVATE = {"d", "p", "q", "dp", "dq", "qi"}


def _in_bits(bits: int, meaning: str) -> KeySize:
    return KeySize(bits, counted(bits, "bit"), meaning)


def _octets(text: str) -> int:
    octets, _ = decode_segment(text, Segment.TOKEN)
    return len(octets)


def _number(text: str) -> int:
    octets, _ = decode_segment(text, Segment.TOKEN)
    return int.from_bytes(octets)


def _exponent(number: int) -> str:
    return f"{number:,}" if number < 10**12 else f"a number of {number.bit_length():,} bits"
