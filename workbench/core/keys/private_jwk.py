"""Private keys as JWKs that are whole and right: every public member belongs to its private one."""

from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed448, ed25519, padding, rsa, x448, x25519

from workbench.core.errors import KeyImportError, KeyTextError
from workbench.core.keys import ml_dsa
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.keys.rsa_numbers import RsaNumbers, RsaNumbersError, number
from workbench.core.text.wording import capitalized
from workbench.core.token.segments import Segment, decode_segment, encode_segment

CURVES: Mapping[str, type[ec.EllipticCurve]] = {
    "P-256": ec.SECP256R1,
    "P-384": ec.SECP384R1,
    "P-521": ec.SECP521R1,
    "secp256k1": ec.SECP256K1,
}
"""The curves of ECDSA, by their names in a JWK."""

_SIGNS_NOTHING = "Take a key of RSA, of the curves P-256, P-384, P-521, secp256k1, Ed25519, Ed448, or of ML-DSA."
_GET_AGAIN = "Get the key again from where it was made: it was altered, or put together of two keys."


def private_jwk(key: object) -> dict[str, str]:
    """A private key of the cryptographic library as a JWK, without ``kid`` (but with the ``alg`` of the type AKP).

    Raises:
        KeyImportError: no token can be signed with a key of this type, or its parts do not belong together.
    """
    if isinstance(key, rsa.RSAPrivateKey):
        return rsa_jwk(RsaNumbers.of(key), "this RSA key")
    if isinstance(key, ec.EllipticCurvePrivateKey):
        d, octets = key.private_numbers().private_value, (key.curve.key_size + 7) // 8
        jwk = _of_public(key.public_key()) | {"d": encode_segment(d.to_bytes(octets))}
        _check_point(jwk, "this EC key")
        return jwk
    if isinstance(key, ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey):
        return _of_public(key.public_key()) | {"d": encode_segment(key.private_bytes_raw())}
    if isinstance(key, ml_dsa.PrivateKey):
        return ml_dsa.to_jwk(key)
    if isinstance(key, x25519.X25519PrivateKey | x448.X448PrivateKey):
        name = type(key).__name__.removesuffix("PrivateKey")
        raise KeyImportError(f"This is a key of {name}, which agrees on keys and signs nothing.", hint=_SIGNS_NOTHING)
    if isinstance(key, dsa.DSAPrivateKey):
        raise KeyImportError("This is a DSA key; no JWS algorithm signs with DSA.", hint=_SIGNS_NOTHING)
    name = type(key).__name__.removeprefix("_").removesuffix("PrivateKey")
    raise KeyImportError(f"This is a key of {name}, with which no token is signed.", hint=_SIGNS_NOTHING)


def checked_jwk(public: Mapping[str, str], private: Mapping[str, str], name: str) -> dict[str, str]:
    """A private JWK from the members of a file, completed where RSA lacks its primes.

    Args:
        public: the public members, each of a right form and length; see ``jwk_keys.key_of_jwk``.
        private: the private members, in base64url.
        name: what to call the key in sentences: ``the JWK``, ``key 2 of the set``.

    Raises:
        KeyImportError: they do not belong together; the message names the members.
    """
    jwk = {**public, **private}
    match jwk["kty"]:
        case "RSA":
            return _rsa_of_members(jwk, name)
        case "EC":
            _check_point(jwk, name)
        case "OKP":
            _check_edwards(jwk, name)
        case "AKP":
            if len(decode_segment(jwk["priv"], Segment.TOKEN)[0]) != 32:
                raise KeyImportError(f"priv of {name} must be the seed of 32 bytes (RFC 9964).")
            try:
                ml_dsa.from_jwk(jwk)
            except ValueError:
                raise KeyImportError(f"pub of {name} is not the public key that its seed, priv, makes.") from None
    return jwk


def rsa_jwk(numbers: RsaNumbers, name: str) -> dict[str, str]:
    """The private JWK of an RSA key whose numbers belong together, shown by a signature that verifies.

    Raises:
        KeyImportError: they do not.
    """
    scheme, digest = padding.PKCS1v15(), hashes.SHA256()
    try:
        key = numbers.key()
        # Whether p and q are primes shows in this only, or in seconds of calculation.
        key.public_key().verify(key.sign(b"", scheme, digest), b"", scheme, digest)
    except RsaNumbersError as error:
        raise KeyImportError(f"The numbers of {name} do not belong together: {error}.", hint=_GET_AGAIN) from None
    except (InvalidSignature, UnsupportedAlgorithm, ValueError):
        bits = numbers.n.bit_length()
        raise KeyImportError(
            f"{capitalized(name)}, of {bits:,} bits, makes no signature that verifies: its p or q is not a prime, or "
            "it is too short.",
            hint=_GET_AGAIN,
        ) from None
    return numbers.to_jwk()


def _rsa_of_members(jwk: Mapping[str, str], name: str) -> dict[str, str]:
    primes = [member for member in ("p", "q", "dp", "dq", "qi") if member in jwk]
    if len(primes) not in (0, 5):
        missing = ", ".join(member for member in ("p", "q", "dp", "dq", "qi") if member not in jwk)
        raise KeyImportError(
            f"{capitalized(name)} has some of p, q, dp, dq and qi; {missing} is missing "
            "(RFC 7518, 6.3.2: all or none).",
            hint="Get the whole key again, or leave all five out: they are worked out from n, e and d.",
        )
    try:
        if primes:
            return rsa_jwk(RsaNumbers.from_jwk(jwk), name)
        numbers = RsaNumbers.of_exponents(number(jwk["n"]), number(jwk["e"]), number(jwk["d"]))
    except RsaNumbersError as error:
        raise KeyImportError(f"{capitalized(name)} cannot be completed: {error}.", hint=_GET_AGAIN) from None
    return rsa_jwk(numbers, name)


def _check_point(jwk: Mapping[str, str], name: str) -> None:
    d, _ = decode_segment(jwk["d"], Segment.TOKEN)
    octets = len(decode_segment(jwk["x"], Segment.TOKEN)[0])
    if len(d) != octets:
        raise KeyImportError(f"d of {name}, on {jwk['crv']}, must have {octets} bytes; it has {len(d)}.")
    try:
        point = ec.derive_private_key(int.from_bytes(d), CURVES[jwk["crv"]]()).public_key()
    except ValueError:
        raise KeyImportError(
            f"d of {name} is not a private key on {jwk['crv']}: it must be 1 to the order of the curve, less one."
        ) from None
    if public_jwk(point) != {member: jwk[member] for member in ("kty", "crv", "x", "y")}:
        raise KeyImportError(f"x and y of {name} are not the public key of its d.", hint=_GET_AGAIN)


def _check_edwards(jwk: Mapping[str, str], name: str) -> None:
    private = ed448.Ed448PrivateKey if jwk["crv"] == "Ed448" else ed25519.Ed25519PrivateKey
    try:
        x = private.from_private_bytes(decode_segment(jwk["d"], Segment.TOKEN)[0]).public_key().public_bytes_raw()
    except ValueError:
        octets = len(decode_segment(jwk["x"], Segment.TOKEN)[0])
        raise KeyImportError(f"d of {name}, on {jwk['crv']}, must have {octets} bytes.") from None
    if encode_segment(x) != jwk["x"]:
        raise KeyImportError(f"x of {name} is not the public key of its d.", hint=_GET_AGAIN)


def _of_public(key: object) -> dict[str, str]:
    try:
        return public_jwk(key)
    except KeyTextError as error:
        raise KeyImportError(str(error), hint=_SIGNS_NOTHING) from None
