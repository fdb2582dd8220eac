"""The algorithms that the server knows: what their keys must be, and the PyJWT objects that do the cryptography."""

from collections.abc import Mapping
from dataclasses import dataclass

import jwt
from jwt.algorithms import OKPAlgorithm

from demo_server.tokens.ml_dsa import ML_DSA


@dataclass(frozen=True, slots=True)
class Algorithm:
    """What RFC 7518, RFC 8037, RFC 8812 and RFC 9964 require of the keys of one algorithm.

    Attributes:
        kty: key type of the JWK.
        members: the public members of such a JWK; for ``oct`` the secret itself.
        private: the member that a private JWK has as well; for ``oct`` the secret itself.
        curves: the curves that it may be on; none for key types without curves.
        least_bits: the smallest key that the server accepts; 0 where curve or parameters leave no choice.
    """

    kty: str
    members: tuple[str, ...]
    private: str
    curves: tuple[str, ...] = ()
    least_bits: int = 0


def _secret(bits: int) -> Algorithm:
    return Algorithm("oct", ("k",), "k", least_bits=bits)  # as long as the hash: RFC 7518 section 3.2


def _elliptic(curve: str) -> Algorithm:
    return Algorithm("EC", ("x", "y"), "d", (curve,))  # RFC 7518 section 3.4, RFC 8812 section 3.2


def _edwards(*curves: str) -> Algorithm:
    return Algorithm("OKP", ("x",), "d", curves)


_RSA = Algorithm("RSA", ("n", "e"), "d", least_bits=2048)  # RFC 7518 sections 3.3 and 3.5

ALGORITHMS: Mapping[str, Algorithm] = {
    "HS256": _secret(256),
    "HS384": _secret(384),
    "HS512": _secret(512),
    "RS256": _RSA,
    "RS384": _RSA,
    "RS512": _RSA,
    "PS256": _RSA,
    "PS384": _RSA,
    "PS512": _RSA,
    "ES256": _elliptic("P-256"),
    "ES384": _elliptic("P-384"),
    "ES512": _elliptic("P-521"),
    "ES256K": _elliptic("secp256k1"),
    "EdDSA": _edwards("Ed25519", "Ed448"),  # RFC 8037 section 3.1; deprecated by RFC 9864, and still in use
    "Ed25519": _edwards("Ed25519"),  # RFC 9864 section 2.2
    "Ed448": _edwards("Ed448"),
    **dict.fromkeys(ML_DSA, Algorithm("AKP", ("pub",), "priv")),  # RFC 9964
}
"""Every algorithm that a key of the server can be bound to."""

_FULLY_SPECIFIED = ("Ed25519", "Ed448")
LIBRARY = jwt.PyJWS(algorithms=[name for name in ALGORITHMS if name not in ML_DSA and name not in _FULLY_SPECIFIED])
"""PyJWT with these algorithms only, and in particular without ``none``."""

for _name in _FULLY_SPECIFIED:  # PyJWT has them as EdDSA only; the curve of a key is checked where it is read
    LIBRARY.register_algorithm(_name, OKPAlgorithm())
for _name, _algorithm in ML_DSA.items():
    LIBRARY.register_algorithm(_name, _algorithm)
