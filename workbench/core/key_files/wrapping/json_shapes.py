"""The forms in which JSON holds keys, besides a JWK and a JWK set: wrapped, in an array, or as texts under a name."""

from collections.abc import Mapping

_WRAPPERS = ("jwk", "jwks", "publicJwk", "publicKeyJwk", "privateJwk", "key")
_TEXTS = ("private_key", "privateKey", "public_key", "publicKey", "publicKeyPem", "certificate", "x509", "pem")


def inner_jwk(value: object) -> tuple[object, str]:
    """The JWK or JWK set in *value*, and a sentence on where it was; *value* itself if it is not wrapped."""
    if isinstance(value, list):
        return {"keys": value}, "It is an array of JWKs, read as a JWK set."
    if isinstance(value, Mapping) and "kty" not in value and "keys" not in value:
        for name in _WRAPPERS:
            inner = value.get(name)
            if isinstance(inner, Mapping | list):
                return inner_jwk(inner)[0], f"It was in the member {name}."
    return value, ""


def key_member(value: object) -> tuple[str, str]:
    """The name and the text of the member of a JSON object that holds a key as text; empty if there is none."""
    if isinstance(value, Mapping) and "kty" not in value and "keys" not in value:
        for name in _TEXTS:
            text = value.get(name)
            if isinstance(text, str) and text.strip():
                return name, text
    return "", ""


def texts_by_kid(value: object) -> dict[str, str]:
    """The PEM of each kid, if *value* maps kids to certificates or public keys; otherwise empty."""
    if not isinstance(value, Mapping) or not value:
        return {}
    texts = {kid: text for kid, text in value.items() if isinstance(text, str) and "-----BEGIN " in text}
    return texts if len(texts) == len(value) else {}
