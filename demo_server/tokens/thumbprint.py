"""The thumbprint of a key (RFC 7638): the same for everybody who has the key, whatever else its JWK says."""

import hashlib
import json
from collections.abc import Mapping

from demo_server.segments import encode_base64url
from demo_server.tokens.algorithms import ALGORITHMS


def thumbprint(jwk: Mapping[str, str], algorithm: str) -> str:
    """Return the SHA-256 thumbprint, 43 characters (RFC 7638 section 3; RFC 8037 section 2, RFC 9964 for AKP).

    Args:
        jwk: the key, with all members that its type requires.
        algorithm: a key of `ALGORITHMS`.
    """
    rule = ALGORITHMS[algorithm]
    required = {"kty", *rule.members, *(["crv"] if rule.curves else []), *(["alg"] if rule.kty == "AKP" else [])}
    canonical = json.dumps({name: jwk[name] for name in sorted(required)}, separators=(",", ":"))
    return encode_base64url(hashlib.sha256(canonical.encode()).digest())
