"""Why a signature does not fit though its key may have made it: another length, encoding or algorithm.

Nothing found here makes a signature count; it tells a wrong form from a wrong key.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from workbench.core.keys.algorithms import ALGORITHMS, kind_of
from workbench.core.keys.verification_key import permitted_algorithms
from workbench.core.signing.jose import made_by
from workbench.core.text.wording import counted
from workbench.core.token.compact import Jws, Reading
from workbench.core.token.segments import Segment, decode_segment
from workbench.core.token.signature_length import base64url_length


def signature_length(alg: str, jwk: Mapping[str, str]) -> int:
    """The length in octets of a signature with *alg* by the key of *jwk*; 0 if it is not known."""
    if jwk["kty"] == "RSA":
        modulus, _ = decode_segment(jwk["n"], Segment.TOKEN)
        return (int.from_bytes(modulus).bit_length() + 7) // 8
    kind = kind_of(alg, jwk.get("crv"))
    return 0 if kind is None else kind.signature_octets


def form_fault(token: Jws, alg: str, jwk: Mapping[str, str]) -> str:
    """Why the signature of *token* does not fit, as a sentence; empty if only key or signed part can be wrong.

    Args:
        token: a token whose signature the key did not make with *alg* in the right form.
        alg: the algorithm to verify with.
        jwk: a public key, or a shared secret.
    """
    wanted = signature_length(alg, jwk)
    for form, signature in _other_forms(token, alg, wanted):
        if made_by(token, alg, jwk, signature):
            return f"The key made it, but its form is wrong: {form}; {alg} has {counted(wanted, 'byte')}."
    other = next((each for each in _others(alg, jwk) if made_by(token, each, jwk, token.signature)), "")
    if other:
        return f"The key made it with {other}, but the header's alg is {alg}."
    found = len(token.signature)
    if not wanted or found == wanted:
        return ""
    problem = "it was cut off" if found < wanted else "it is of another kind"
    if _is_dss(token.signature):
        problem = "it is in DER, and not by this key"
    return f"The signature has {counted(found, 'byte')}, and one of {alg} has {wanted:,}: {problem}."


def cut_off(reading: Reading, jwk: Mapping[str, str]) -> str:
    """How many characters a signature lacks that could not even be decoded, as a sentence; empty if none or unknown."""
    alg = (reading.header or {}).get("alg")
    if not isinstance(alg, str) or len(reading.segments) != 3 or alg not in permitted_algorithms(jwk):
        return ""
    found, wanted = len(reading.segments[2]), base64url_length(signature_length(alg, jwk))
    if not 0 < found < wanted:
        return ""
    verb = "is" if wanted - found == 1 else "are"
    return (
        f"The signature has {found:,} characters, and one of {alg} has {wanted:,}: {wanted - found:,} {verb} missing."
    )


def _other_forms(token: Jws, alg: str, wanted: int) -> Iterator[tuple[str, bytes]]:
    """The signature in other forms, each with its name."""
    found = counted(len(token.signature), "byte")
    if alg.startswith("ES") and _is_dss(token.signature):
        numbers = decode_dss_signature(token.signature)
        if all(number.bit_length() <= 4 * wanted for number in numbers):
            yield f"it is in DER ({found})", b"".join(number.to_bytes(wanted // 2) for number in numbers)
    segment = token.compact.rpartition(".")[2]
    for name, text in (("text in hexadecimal", token.signature), ("hexadecimal", segment.encode())):
        signature = _from_hex(text)
        if signature:
            yield f"it is {name} ({found})", signature
    signature = _from_base64(token.signature)
    if signature:
        yield f"it is in base64 twice ({found})", signature


def _others(alg: str, jwk: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(each for each in permitted_algorithms(jwk) if each != alg and each in ALGORITHMS)


def _is_dss(signature: bytes) -> bool:
    try:
        decode_dss_signature(signature)
    except ValueError:
        return False
    return True


def _from_hex(text: bytes) -> bytes:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return b""


def _from_base64(text: bytes) -> bytes:
    try:
        plain = text.strip().rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        return base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except binascii.Error:
        return b""
