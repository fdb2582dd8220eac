"""ML-DSA (FIPS 204) for PyJWT, which has no post-quantum algorithm; the key type is AKP (RFC 9964)."""

import json
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import mldsa
from jwt import InvalidKeyError
from jwt.algorithms import Algorithm

from demo_server.segments import SegmentError, decode_base64url, encode_base64url


class MlDsaAlgorithm(Algorithm):
    """One of the three parameter sets, with keys of its own.

    Args:
        name: the ``alg``.
        public: the class of its public keys.
        private: the class of its private keys.
    """

    def __init__(self, name: str, public: type[Any], private: type[Any]) -> None:
        self._name = name
        self._classes = (public, private)

    def prepare_key(self, key: Any) -> Any:
        """Return the key if it is one of this algorithm.

        Raises:
            InvalidKeyError: it is one of another algorithm.
        """
        if not isinstance(key, self._classes):
            raise InvalidKeyError(f"is not an {self._name} key")
        return key

    def sign(self, msg: bytes, key: Any) -> bytes:
        """Sign with an empty context string (RFC 9964)."""
        signature: bytes = key.sign(msg)
        return signature

    def verify(self, msg: bytes, key: Any, sig: bytes) -> bool:
        """Whether *sig* is a valid signature of this public key over *msg*."""
        try:
            key.verify(sig, msg)
        except InvalidSignature:
            return False
        return True

    @staticmethod
    def to_jwk(key_obj: Any, as_dict: bool = False) -> Any:
        """Write a key as a JWK; the private one as the seed that it was made from."""
        for name, algorithm in ML_DSA.items():
            public, private = algorithm._classes
            if not isinstance(key_obj, (public, private)):
                continue
            is_private = isinstance(key_obj, private)
            public_key = key_obj.public_key() if is_private else key_obj
            jwk = {"kty": "AKP", "alg": name, "pub": encode_base64url(public_key.public_bytes_raw())}
            if is_private:
                jwk["priv"] = encode_base64url(key_obj.private_bytes_raw())
            return jwk if as_dict else json.dumps(jwk)
        raise InvalidKeyError("is not an ML-DSA key")

    @staticmethod
    def from_jwk(jwk: str | dict[str, Any]) -> Any:
        """Read a JWK; one with ``priv`` is a private key, whose ``pub`` must match.

        Raises:
            InvalidKeyError: a member is missing or wrong.
        """
        members = json.loads(jwk) if isinstance(jwk, str) else jwk
        algorithm = ML_DSA.get(str(members.get("alg")))
        if algorithm is None or members.get("kty") != "AKP":
            raise InvalidKeyError("is not an ML-DSA key")
        public, private = algorithm._classes
        try:
            public_key = public.from_public_bytes(decode_base64url(str(members.get("pub", ""))))
            if "priv" not in members:
                return public_key
            private_key = private.from_seed_bytes(decode_base64url(str(members["priv"])))
        except (SegmentError, ValueError) as error:
            raise InvalidKeyError(str(error)) from None
        if private_key.public_key() != public_key:
            raise InvalidKeyError("pub is not the public key of priv")
        return private_key


ML_DSA: dict[str, MlDsaAlgorithm] = {
    "ML-DSA-44": MlDsaAlgorithm("ML-DSA-44", mldsa.MLDSA44PublicKey, mldsa.MLDSA44PrivateKey),
    "ML-DSA-65": MlDsaAlgorithm("ML-DSA-65", mldsa.MLDSA65PublicKey, mldsa.MLDSA65PrivateKey),
    "ML-DSA-87": MlDsaAlgorithm("ML-DSA-87", mldsa.MLDSA87PublicKey, mldsa.MLDSA87PrivateKey),
}
"""By name."""
