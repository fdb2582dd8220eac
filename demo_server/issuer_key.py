"""The private key that the server signs its tokens with."""

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from demo_server.trust import ALGORITHMS, InvalidKeyError, VerificationKey


@dataclass(frozen=True, slots=True)
class IssuerKey:
    """A signing key with the verification key that belongs to it.

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
        if jwk["kty"] != "oct" and not isinstance(jwk.get("d"), str):
            raise InvalidKeyError(f'key "{verification_key.kid}" is public; an issuer needs the private one')
        try:
            material = jwt.get_algorithm_by_name(verification_key.algorithm).from_jwk(dict(jwk))
        except (jwt.InvalidKeyError, ValueError, TypeError) as error:
            raise InvalidKeyError(f'key "{verification_key.kid}" is no private key: {error}') from None
        return cls(verification_key, material)

    @classmethod
    def from_pem(cls, text: str) -> "IssuerKey":
        """Take an unencrypted private key: EC P-256, Ed25519 or RSA. Its ``kid`` is the thumbprint (RFC 7638).

        Raises:
            InvalidKeyError: the text is no such key.
        """
        try:
            private_key = load_pem_private_key(text.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            raise InvalidKeyError("is no PEM text of an unencrypted private key") from None
        if isinstance(private_key, EllipticCurvePrivateKey) and isinstance(private_key.curve, SECP256R1):
            return cls._from_private_key(private_key, "ES256")
        if isinstance(private_key, Ed25519PrivateKey):
            return cls._from_private_key(private_key, "EdDSA")
        if isinstance(private_key, RSAPrivateKey):
            return cls._from_private_key(private_key, "RS256")
        raise InvalidKeyError("is a key of another kind; expected EC P-256, Ed25519 or RSA")

    @classmethod
    def generate(cls) -> "IssuerKey":
        """Make a new ES256 key, for this run only. Its ``kid`` is the thumbprint (RFC 7638)."""
        return cls._from_private_key(generate_private_key(SECP256R1()), "ES256")

    @classmethod
    def _from_private_key(cls, private_key: Any, algorithm: str) -> "IssuerKey":
        jwk = jwt.get_algorithm_by_name(algorithm).to_jwk(private_key, as_dict=True)
        # Only what every private JWK of the type has: PyJWT adds key_ops, which says nothing new.
        jwk = {name: value for name, value in jwk.items() if isinstance(value, str)}
        return cls.from_jwk({**jwk, "alg": algorithm, "kid": _thumbprint(jwk, algorithm)})

    def sign(self, claims: Mapping[str, Any], token_type: str) -> str:
        """Return the compact JWS of *claims*, with ``alg``, ``typ`` and ``kid`` in the header."""
        headers = {"typ": token_type, "kid": self.kid}
        return jwt.encode(dict(claims), self.material, algorithm=self.algorithm, headers=headers)


def _thumbprint(jwk: Mapping[str, str], algorithm: str) -> str:
    """Compute the JWK thumbprint (RFC 7638 section 3; RFC 8037 section 2 for OKP)."""
    required = {"kty", *ALGORITHMS[algorithm].members, *(["crv"] if ALGORITHMS[algorithm].crv else [])}
    canonical = json.dumps({name: jwk[name] for name in sorted(required)}, separators=(",", ":"))
    digest = hashlib.sha256(canonical.encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")
