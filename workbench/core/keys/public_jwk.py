"""Public keys of the cryptographic library as JWKs (RFC 7517)."""

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from workbench.core.errors import KeyTextError
from workbench.core.token.segments import encode_segment

_CURVES = {"secp256r1": "P-256", "secp384r1": "P-384", "secp521r1": "P-521", "secp256k1": "secp256k1"}
_ML_DSA = {
    mldsa.MLDSA44PublicKey: "ML-DSA-44",
    mldsa.MLDSA65PublicKey: "ML-DSA-65",
    mldsa.MLDSA87PublicKey: "ML-DSA-87",
}


def public_jwk(key: object) -> dict[str, str]:
    """A public key of the cryptographic library as a JWK.

    Raises:
        KeyTextError: no token can be signed with a key of this type.
    """
    if isinstance(key, rsa.RSAPublicKey):
        numbers = key.public_numbers()
        return {"kty": "RSA", "n": _integer(numbers.n), "e": _integer(numbers.e)}
    if isinstance(key, ec.EllipticCurvePublicKey):
        curve = _CURVES.get(key.curve.name)
        if curve is None:
            raise KeyTextError(f"This is a key on the curve {key.curve.name}, with which no token is signed.")
        octets, point = (key.curve.key_size + 7) // 8, key.public_numbers()
        x, y = (encode_segment(each.to_bytes(octets)) for each in (point.x, point.y))
        return {"kty": "EC", "crv": curve, "x": x, "y": y}
    if isinstance(key, ed25519.Ed25519PublicKey | ed448.Ed448PublicKey):
        crv = "Ed25519" if isinstance(key, ed25519.Ed25519PublicKey) else "Ed448"
        return {"kty": "OKP", "crv": crv, "x": encode_segment(key.public_bytes(Encoding.Raw, PublicFormat.Raw))}
    if isinstance(key, mldsa.MLDSA44PublicKey | mldsa.MLDSA65PublicKey | mldsa.MLDSA87PublicKey):
        alg = next(alg for kind, alg in _ML_DSA.items() if isinstance(key, kind))
        return {"kty": "AKP", "alg": alg, "pub": encode_segment(key.public_bytes_raw())}
    name = type(key).__name__.removeprefix("_").removesuffix("PublicKey")
    raise KeyTextError(f"This is a key for {name}, with which no token is signed.")


def _integer(number: int) -> str:
    return encode_segment(number.to_bytes((number.bit_length() + 7) // 8))
