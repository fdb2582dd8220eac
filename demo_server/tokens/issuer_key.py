"""The private key that the server signs its tokens with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, mldsa, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from demo_server.tokens.algorithms import ALGORITHMS, LIBRARY
from demo_server.tokens.thumbprint import thumbprint
from demo_server.tokens.trust import InvalidKeyError, VerificationKey

_BY_CURVE = {"secp256r1": "ES256", "secp384r1": "ES384", "secp521r1": "ES512", "secp256k1": "ES256K"}

_BY_CLASS = (
    (rsa.RSAPrivateKey, "RS256"),
    (ed25519.Ed25519PrivateKey, "EdDSA"),
    (ed448.Ed448PrivateKey, "EdDSA"),
    (mldsa.MLDSA44PrivateKey, "ML-DSA-44"),
    (mldsa.MLDSA65PrivateKey, "ML-DSA-65"),
    (mldsa.MLDSA87PrivateKey, "ML-DSA-87"),
)


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A signing key with its verification key.

    Attributes:
        verification_key: what the server accepts its own tokens by.
        material: the private key or secret, as PyJWT takes it.
    """

    verification_key: VerificationKey
    material: Any = field(repr=False)

    @property
    def kid(self) -> str:
        """The id that the tokens name."""
        return self.verification_key.kid

    @property
    def algorithm(self) -> str:
        """The one algorithm of this key."""
        return self.verification_key.algorithm

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, Any]) -> "IssuerKey":
        """Take a private JWK, or an ``oct`` one, with ``kid`` and ``alg``.

        Raises:
            InvalidKeyError: a member is missing or wrong, or the key is public.
        """
        verification_key = VerificationKey.from_jwk(jwk)
        if not isinstance(jwk.get(ALGORITHMS[verification_key.algorithm].private), str):
            raise InvalidKeyError(f'key "{verification_key.kid}" is public; an issuer needs the private one')
        try:
            material = LIBRARY.get_algorithm_by_name(verification_key.algorithm).from_jwk(dict(jwk))
        except (jwt.InvalidKeyError, ValueError, TypeError) as error:
            raise InvalidKeyError(f'key "{verification_key.kid}" is not a private key: {error}') from None
        return cls(verification_key, material)

    @classmethod
    def from_pem(cls, text: str) -> "IssuerKey":
        """Take an unencrypted private key of any asymmetric algorithm; an RSA key counts as one for RS256.

        Its ``kid`` is the thumbprint (RFC 7638).

        Raises:
            InvalidKeyError: the text is not such a key.
        """
        try:
            private_key = load_pem_private_key(text.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise InvalidKeyError("is not an unencrypted private key in PEM") from None
        algorithm = _algorithm_of(private_key)
        if algorithm is None:
            curves = "P-256, P-384, P-521 or secp256k1"
            raise InvalidKeyError(f"is a key of another kind; expected EC on {curves}, Ed25519, Ed448, ML-DSA or RSA")
        return cls._from_private_key(private_key, algorithm)

    @classmethod
    def generate(cls) -> "IssuerKey":
        """Generate a temporary ES256 key. Its ``kid`` is the thumbprint (RFC 7638)."""
        return cls._from_private_key(ec.generate_private_key(ec.SECP256R1()), "ES256")

    @classmethod
    def _from_private_key(cls, private_key: Any, algorithm: str) -> "IssuerKey":
        jwk = LIBRARY.get_algorithm_by_name(algorithm).to_jwk(private_key, as_dict=True)
        # Only what every private JWK of the type has: PyJWT adds key_ops, which is redundant.
        jwk = {name: value for name, value in jwk.items() if isinstance(value, str)}
        return cls.from_jwk({**jwk, "alg": algorithm, "kid": thumbprint(jwk, algorithm)})

    def sign(self, claims: Mapping[str, Any], token_type: str) -> str:
        """Return the compact JWS of *claims*, with ``alg``, ``typ`` and ``kid`` in the header."""
        headers = {"typ": token_type, "kid": self.kid}
        payload = json.dumps(claims, separators=(",", ":")).encode()
        return LIBRARY.encode(payload, self.material, algorithm=self.algorithm, headers=headers)


def _algorithm_of(private_key: Any) -> str | None:
    if isinstance(private_key, ec.EllipticCurvePrivateKey):
        return _BY_CURVE.get(private_key.curve.name)
    return next((algorithm for kind, algorithm in _BY_CLASS if isinstance(private_key, kind)), None)
