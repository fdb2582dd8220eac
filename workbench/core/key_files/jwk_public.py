"""Public keys and secrets from JWK and JWK sets (RFC 7517), each member checked and named where it is wrong."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import replace

from cryptography.hazmat.primitives.asymmetric import ec

from workbench.core.errors import KeyTextError
from workbench.core.key_files.pem_public import read_certificate
from workbench.core.keys.purpose import Half
from workbench.core.keys.verification_key import VerificationKey, contradictions_of
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import capitalized, joined, quoted
from workbench.core.token.segments import Segment, decode_segment

_MEMBERS: Mapping[str, tuple[str, ...]] = {
    "oct": ("k",),
    "RSA": ("n", "e"),
    "EC": ("crv", "x", "y"),
    "OKP": ("crv", "x"),
    "AKP": ("alg", "pub"),
}
_CURVES: Mapping[str, tuple[type[ec.EllipticCurve], int]] = {
    "P-256": (ec.SECP256R1, 32),
    "P-384": (ec.SECP384R1, 48),
    "P-521": (ec.SECP521R1, 66),
    "secp256k1": (ec.SECP256K1, 32),
}
_OKP_OCTETS = {"Ed25519": 32, "Ed448": 57}
_AKP_OCTETS = {"ML-DSA-44": 1_312, "ML-DSA-65": 1_952, "ML-DSA-87": 2_592}
_NOT_BASE64URL = ("crv", "alg")
_PRIVATE_MEMBERS = ("d", "priv")
_MOST_RSA_BITS = 16_384


def key_of_jwk(value: object, name: str = "the JWK") -> VerificationKey:
    """The key that a decoded JWK holds.

    Args:
        value: the decoded JSON value.
        name: what to call it in sentences.

    Raises:
        KeyTextError: it is not a JWK that can verify; the message names the member, and what was expected.
    """
    if not isinstance(value, Mapping):
        raise KeyTextError(f"{capitalized(name)} must be an object; it is {json_text.type_words(value)}.")
    value, limited_to, certified = _completed(value, name)
    kty = value.get("kty")
    if not isinstance(kty, str) or kty not in _MEMBERS:
        found = f"found {quoted(kty)}" if "kty" in value else "it is missing"
        raise KeyTextError(f"kty of {name}: expected {joined(list(_MEMBERS), 'or')}; {found}.")
    members = {"kty": kty} | {each: _member(value, each, name) for each in _MEMBERS[kty]}
    _check_lengths(members, name)
    notes = certified
    half = Half.SECRET if kty == "oct" else Half.PUBLIC
    if any(each in value for each in _PRIVATE_MEMBERS) and half is Half.PUBLIC:
        half = Half.PRIVATE
        notes = (*notes, "It is a private key: only its public half is used, and nothing of it is kept.")
    kid, alg = value.get("kid"), value.get("alg")
    if kid is not None and not isinstance(kid, str):
        notes = (*notes, f"Its kid is {quoted(kid)}, not a string (RFC 7517 section 4.5), and chooses no key.")
    return VerificationKey(
        name,
        members,
        kid if isinstance(kid, str) else None,
        alg if isinstance(alg, str) else None,
        tuple(contradictions_of(members, value, half)),
        notes,
        limited_to=limited_to,
    )


def _completed(value: Mapping[str, object], name: str) -> tuple[Mapping[str, object], tuple[str, ...], tuple[str, ...]]:
    """A JWK with the members of the key in its ``x5c``, if it has none of its own (RFC 7517 section 4.7).

    Returns:
        the JWK, the algorithms that the certificate limits its key to, and notes.
    """
    kty = value.get("kty")
    if "x5c" not in value or (isinstance(kty, str) and any(each in value for each in _MEMBERS.get(kty, ("n",)))):
        return value, (), ()
    chain = value["x5c"]
    if not isinstance(chain, Sequence) or isinstance(chain, str) or not chain:
        raise KeyTextError(f"x5c of {name} must be an array of certificates in base64.")
    try:
        found = read_certificate(base64.b64decode(str(chain[0]), validate=True))
    except (KeyTextError, binascii.Error):
        raise KeyTextError(f"x5c of {name}: its first entry is not a certificate in base64.") from None
    if kty not in (None, found.jwk["kty"]):
        raise KeyTextError(
            f"kty of {name} is {quoted(kty)}, and the certificate in x5c has a key of the type {found.jwk['kty']}."
        )
    notes = ("Its key was taken from its certificate (x5c).", *found.notes)
    return {**value, **found.jwk}, found.algorithms, notes


def entries_of_set(value: Mapping[str, object]) -> Sequence[object]:
    """What a JWK set lists. Raises KeyTextError if ``keys`` is not an array."""
    entries = value["keys"]
    if not isinstance(entries, Sequence) or isinstance(entries, str):
        raise KeyTextError(f"keys of the set must be an array; it is {json_text.type_words(entries)}.")
    return entries


def keys_of_set(value: Mapping[str, object]) -> tuple[tuple[VerificationKey, ...], tuple[str, ...]]:
    """The keys of a JWK set (RFC 7517 section 5), and why others of it were left out.

    Raises:
        KeyTextError: ``keys`` is not an array, or none of them can be used.
    """
    keys: list[VerificationKey] = []
    left_out: list[str] = []
    for number, entry in enumerate(entries_of_set(value), 1):
        try:
            keys.append(replace(key_of_jwk(entry, f"key {number} of the set"), in_set=True))
        except KeyTextError as error:
            left_out.append(str(error))
    if not keys:
        raise KeyTextError(left_out[0] if left_out else "The set holds no keys.")
    return tuple(keys), tuple(left_out)


def _member(value: Mapping[str, object], member: str, name: str) -> str:
    found = value.get(member)
    if not isinstance(found, str):
        what = json_text.type_words(found) if member in value else "nothing"
        raise KeyTextError(f"{member} of {name}: expected a string, found {what}.")
    return found if member in _NOT_BASE64URL else base64url_member(value, member, name)


def base64url_member(value: Mapping[str, object], member: str, name: str) -> str:
    """The text of a member that holds octets. Raises KeyTextError if it is no base64url, or empty."""
    found = value.get(member)
    if not isinstance(found, str):
        raise KeyTextError(f"{member} of {name}: expected a string, found {json_text.type_words(found)}.")
    octets, faults = decode_segment(found, Segment.TOKEN)
    if faults:
        # "The token has …": the sentence is about a segment, and this is not one.
        reason = faults[0].message.replace("The token", "It", 1).replace("It's", "Its", 1)
        raise KeyTextError(f"{member} of {name}: expected base64url without padding. {reason}")
    if not octets:
        raise KeyTextError(f"{member} of {name} is empty.")
    return found


def _check_lengths(jwk: Mapping[str, str], name: str) -> None:
    """Raise KeyTextError unless the numbers of a key have the size that its curve or algorithm asks for."""
    match jwk["kty"]:
        case "EC":
            if jwk["crv"] not in _CURVES:
                raise KeyTextError(
                    f"crv of {name}: expected {joined(list(_CURVES), 'or')}; found {quoted(jwk['crv'])}."
                )
            curve, octets = _CURVES[jwk["crv"]]
            x, y = (_sized(jwk[each], octets, f"{each} of {name}, on {jwk['crv']},") for each in ("x", "y"))
            try:
                ec.EllipticCurvePublicNumbers(int.from_bytes(x), int.from_bytes(y), curve()).public_key()
            except ValueError:
                raise KeyTextError(f"x and y of {name} are not a point on {jwk['crv']}.") from None
        case "OKP":
            if jwk["crv"] not in _OKP_OCTETS:
                found = quoted(jwk["crv"])
                why = ", which agrees on keys and signs nothing" if jwk["crv"] in ("X25519", "X448") else ""
                raise KeyTextError(f"crv of {name}: expected {joined(list(_OKP_OCTETS), 'or')}; found {found}{why}.")
            _sized(jwk["x"], _OKP_OCTETS[jwk["crv"]], f"x of {name}, on {jwk['crv']},")
        case "AKP":
            if jwk["alg"] not in _AKP_OCTETS:
                raise KeyTextError(
                    f"alg of {name}: expected {joined(list(_AKP_OCTETS), 'or')}; found {quoted(jwk['alg'])}."
                )
            _sized(jwk["pub"], _AKP_OCTETS[jwk["alg"]], f"pub of {name}, for {jwk['alg']},")
        case "RSA":
            modulus, _ = decode_segment(jwk["n"], Segment.TOKEN)
            bits = int.from_bytes(modulus).bit_length()
            if bits > _MOST_RSA_BITS:
                raise KeyTextError(f"n of {name} has {bits:,} bits; more than {_MOST_RSA_BITS:,} are not read.")


def _sized(text: str, octets: int, what: str) -> bytes:
    data, _ = decode_segment(text, Segment.TOKEN)
    if len(data) != octets:
        raise KeyTextError(f"{what} must have {octets:,} bytes; it has {len(data):,}.")
    return data
