"""What a rule may know of a key: how long it is, and whether others would try it first."""

from collections.abc import Callable

from workbench.core.keys.signing_key import SigningKey
from workbench.core.lint.tokens.subject import KeyFacts
from workbench.core.token.segments import Segment, decode_segment


def key_facts(key: SigningKey, is_common: Callable[[bytes], bool]) -> KeyFacts:
    """The facts on *key*, without the key; *is_common* tells the secrets that others try first."""
    jwk = key.jwk_private
    if jwk["kty"] == "oct":
        secret, _ = decode_segment(jwk["k"], Segment.TOKEN)
        return KeyFacts(secret_bytes=len(secret), secret_is_common=is_common(secret))
    if jwk["kty"] == "RSA":
        modulus, _ = decode_segment(jwk["n"], Segment.TOKEN)
        return KeyFacts(rsa_bits=int.from_bytes(modulus).bit_length())
    return KeyFacts()
