"""New private material for every kind of key, from the operating system's random source, as JWKs (RFC 7517)."""

import secrets
from collections.abc import Callable, Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from workbench.core import ml_dsa
from workbench.core.algorithms import RSA_BITS, KeyKind
from workbench.core.errors import SigningError
from workbench.core.segments import encode_segment

_CURVES: Mapping[str, ec.EllipticCurve] = {
    "P-256": ec.SECP256R1(),
    "P-384": ec.SECP384R1(),
    "P-521": ec.SECP521R1(),
    "secp256k1": ec.SECP256K1(),
}


def new_jwk(kind: KeyKind, rsa_bits: int = RSA_BITS) -> dict[str, str]:
    """Make a private JWK of *kind*, without ``kid`` and ``alg``; with RSA its modulus has *rsa_bits*.

    Raises:
        SigningError: the cryptographic library was built without the algorithm.
    """
    try:
        return _MAKERS[kind.kty](kind.with_rsa_bits(rsa_bits))
    except UnsupportedAlgorithm:
        hint = "Install cryptography from its own wheels, which have every algorithm offered here."
        raise SigningError(f"The cryptography library on this computer has no {kind.label}.", hint=hint) from None


def _secret(kind: KeyKind) -> dict[str, str]:
    # As long as the hash, and so as the signature, which RFC 7518 section 3.2 asks for.
    return {"kty": "oct", "k": encode_segment(secrets.token_bytes(kind.signature_octets))}


def _rsa(kind: KeyKind) -> dict[str, str]:
    numbers = rsa.generate_private_key(public_exponent=65537, key_size=kind.key_bits).private_numbers()
    parts = {
        "n": numbers.public_numbers.n,
        "e": numbers.public_numbers.e,
        "d": numbers.d,
        "p": numbers.p,
        "q": numbers.q,
        "dp": numbers.dmp1,
        "dq": numbers.dmq1,
        "qi": numbers.iqmp,
    }
    # RFC 7518 section 2: as few octets as the number takes.
    return {"kty": "RSA"} | {
        name: encode_segment(part.to_bytes((part.bit_length() + 7) // 8)) for name, part in parts.items()
    }


def _elliptic_curve(kind: KeyKind) -> dict[str, str]:
    crv = str(kind.crv)
    numbers = ec.generate_private_key(_CURVES[crv]).private_numbers()
    point = numbers.public_numbers
    # RFC 7518 section 6.2.1.2: every number in the length of a coordinate, leading zeros and all.
    octets = (_CURVES[crv].key_size + 7) // 8
    parts = {"x": point.x, "y": point.y, "d": numbers.private_value}
    return {"kty": "EC", "crv": crv} | {name: encode_segment(part.to_bytes(octets)) for name, part in parts.items()}


def _edwards_curve(kind: KeyKind) -> dict[str, str]:
    make = ed448.Ed448PrivateKey.generate if kind.crv == "Ed448" else ed25519.Ed25519PrivateKey.generate
    private = make()
    return {
        "kty": "OKP",
        "crv": str(kind.crv),
        "x": encode_segment(private.public_key().public_bytes_raw()),
        "d": encode_segment(private.private_bytes_raw()),
    }


def _post_quantum(kind: KeyKind) -> dict[str, str]:
    jwk = ml_dsa.to_jwk(ml_dsa.generate(kind.alg))
    return {name: value for name, value in jwk.items() if name != "alg"}


_MAKERS: Mapping[str, Callable[[KeyKind], dict[str, str]]] = {
    "oct": _secret,
    "RSA": _rsa,
    "EC": _elliptic_curve,
    "OKP": _edwards_curve,
    "AKP": _post_quantum,
}
