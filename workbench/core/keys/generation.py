"""New private material for every kind of key, from the operating system's random source, as JWKs (RFC 7517)."""

import secrets
from collections.abc import Callable, Mapping

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa

from workbench.core.errors import SigningError
from workbench.core.keys import ml_dsa
from workbench.core.keys.algorithms import RSA_BITS, KeyKind
from workbench.core.keys.private_jwk import CURVES, private_jwk
from workbench.core.token.segments import encode_segment


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
    return private_jwk(rsa.generate_private_key(public_exponent=65537, key_size=kind.key_bits))


def _elliptic_curve(kind: KeyKind) -> dict[str, str]:
    return private_jwk(ec.generate_private_key(CURVES[str(kind.crv)]()))


def _edwards_curve(kind: KeyKind) -> dict[str, str]:
    make = ed448.Ed448PrivateKey.generate if kind.crv == "Ed448" else ed25519.Ed25519PrivateKey.generate
    return private_jwk(make())


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
