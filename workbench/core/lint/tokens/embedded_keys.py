"""Keys that a token carries, in its header or in its claims: whether one is private, and what of it is public."""

from collections.abc import Mapping

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k", "priv"})


def is_private_key(jwk: Mapping[str, object]) -> bool:
    """Whether an object is a JWK with a private or a secret part."""
    return "kty" in jwk and (jwk["kty"] == "oct" or not jwk.keys().isdisjoint(_PRIVATE_MEMBERS))


def public_part(jwk: Mapping[str, object]) -> dict[str, object] | None:
    """The same key without its private members; None for a secret, which has no public part."""
    if jwk.get("kty") == "oct":
        return None
    return {name: value for name, value in jwk.items() if name not in _PRIVATE_MEMBERS}
