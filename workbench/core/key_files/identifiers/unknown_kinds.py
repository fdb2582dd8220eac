"""Names the algorithm or the curve of a key that the cryptographic library does not know."""

from workbench.core.key_files.der import OBJECT_ID, DerError, DerValue, parse
from workbench.core.text.wording import joined

OTHER_KEY = "Use an RSA key, one on P-256, P-384, P-521, secp256k1, Ed25519 or Ed448, or one of ML-DSA."

_EC = "1.2.840.10045.2.1"
_CURVES = {
    "1.2.156.10197.1.301": "SM2",
    "1.3.36.3.3.2.8.1.1.1": "brainpoolP160r1",
    "1.3.36.3.3.2.8.1.1.3": "brainpoolP192r1",
    "1.3.36.3.3.2.8.1.1.5": "brainpoolP224r1",
    "1.3.36.3.3.2.8.1.1.9": "brainpoolP320r1",
    "1.3.132.0.6": "secp112r1",
    "1.3.132.0.28": "secp128r1",
    "1.3.132.0.9": "secp160k1",
    "1.3.132.0.8": "secp160r1",
    "1.3.132.0.31": "secp192k1",
    "1.2.840.10045.3.1.1": "P-192",
    "1.3.132.0.32": "secp224k1",
}
_SEC1_CURVE = 0xA0  # RFC 5915 section 3
_USUAL_CURVES = ("1.2.840.10045.3.1.7", "1.3.132.0.34", "1.3.132.0.35", "1.3.132.0.10")
_ALGORITHMS = {
    "1.2.840.113549.1.1.7": "RSAES-OAEP, which encrypts and signs nothing",
    "1.2.840.113549.1.3.1": "Diffie-Hellman, which agrees on keys and signs nothing",
    "1.2.840.10046.2.1": "Diffie-Hellman, which agrees on keys and signs nothing",
    "1.2.643.7.1.1.1.1": "GOST R 34.10-2012, with which no token is signed",
    "1.2.643.7.1.1.1.2": "GOST R 34.10-2012, with which no token is signed",
}


def unknown_kind(der: bytes) -> str:
    """A sentence on the algorithm or the curve of a public key, PKCS#8 key or SEC1 key; empty if it is a usual one."""
    try:
        value = parse(der)
    except DerError:
        return ""
    identifier = next((part for part in value.parts if part.parts and part.parts[0].tag == OBJECT_ID), None)
    if identifier is None:
        return ""
    name = identifier.parts[0].object_id
    if name in _ALGORITHMS:
        return f"This is a key for {_ALGORITHMS[name]}."
    if identifier.tag == _SEC1_CURVE and name not in _USUAL_CURVES:
        return _on_curve(name)
    return _of_curve(identifier.parts[1]) if name == _EC and len(identifier.parts) > 1 else ""


def _of_curve(parameters: DerValue) -> str:
    if parameters.tag != OBJECT_ID:
        return "This EC key writes out the numbers of its curve instead of naming it, which is not read here."
    return "" if parameters.object_id in _USUAL_CURVES else _on_curve(parameters.object_id)


def _on_curve(identifier: str) -> str:
    known = joined(("P-256", "P-384", "P-521", "secp256k1"), "and")
    name = _CURVES.get(identifier, f"with the identifier {identifier}")
    return f"This is a key on the curve {name}; tokens are signed on {known} only."
