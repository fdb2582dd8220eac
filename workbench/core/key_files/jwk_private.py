"""Private keys and secrets from JWK and JWK sets (RFC 7517); the public members are read by `jwk_public`."""

from collections.abc import Callable, Mapping

from workbench.core.errors import KeyImportError, KeyTextError, StoppedError
from workbench.core.key_files.imported_keys import ImportedKey, imported
from workbench.core.key_files.jwk_public import base64url_member, entries_of_set, key_of_jwk
from workbench.core.keys.private_jwk import checked_jwk
from workbench.core.text.wording import capitalized, counted

_PRIVATE: Mapping[str, tuple[str, ...]] = {
    "oct": (),  # k is read with the public members of the others: it is what verifies, too
    "RSA": ("d",),
    "EC": ("d",),
    "OKP": ("d",),
    "AKP": ("priv",),
}
_OF_PRIMES = ("p", "q", "dp", "dq", "qi")


def private_key_of_jwk(value: object, name: str, suggested: str) -> ImportedKey:
    """The private key or the secret that a decoded JWK holds.

    Args:
        value: the decoded JSON value.
        name: what to call it in sentences: ``the JWK``.
        suggested: what to call the key in the ring.

    Raises:
        KeyTextError: it is not a JWK; the message names the member and what was expected.
        KeyImportError: it is a public key, or its members do not belong together.
    """
    public = key_of_jwk(value, name)
    if not isinstance(value, Mapping):  # which key_of_jwk refuses
        raise KeyImportError(f"{name} is not an object.")
    kty = public.jwk["kty"]
    if any(member not in value for member in _PRIVATE[kty]):
        missing = _PRIVATE[kty][0]
        raise KeyImportError(
            f"{capitalized(name)} is a public key ({public.type_words}), without {missing}: it can verify, "
            "and cannot sign.",
            hint="To verify with it, paste it in the view Verify on the bench. To sign, import its private key.",
        )
    if "oth" in value:
        raise KeyImportError(
            f"{capitalized(name)} is an RSA key of more than two primes (oth), which no library here signs with.",
            hint="Import a key of two primes.",
        )
    wanted = (*_PRIVATE[kty], *(each for each in _OF_PRIMES if kty == "RSA" and each in value))
    jwk = dict(public.jwk)
    if kty != "oct":
        jwk = checked_jwk(public.jwk, {each: base64url_member(value, each, name) for each in wanted}, name)
    completed = ("Its primes were worked out: it came without them.",) if kty == "RSA" and "p" not in value else ()
    return imported(
        jwk,
        suggested,
        kid=value.get("kid"),
        alg=value.get("alg"),
        use=value.get("use"),
        key_ops=value.get("key_ops"),
        notes=completed,
    )


def private_keys_of_set(
    value: Mapping[str, object], suggested: str, stopped: Callable[[], bool]
) -> tuple[tuple[ImportedKey, ...], tuple[str, ...]]:
    """The private keys and secrets of a JWK set, and why others of it were left out.

    Raises:
        StoppedError: *stopped*, which is asked before each key, became true.
        KeyTextError: ``keys`` is not an array.
        KeyImportError: none of them can sign.
    """
    keys: list[ImportedKey] = []
    left_out: list[str] = []
    entries = entries_of_set(value)
    for number, entry in enumerate(entries, 1):
        if stopped():
            raise StoppedError("Reading the keys was stopped.")
        try:
            keys.append(private_key_of_jwk(entry, f"key {number} of the set", _name_of(entry, suggested, number)))
        except (KeyImportError, KeyTextError) as error:
            left_out.append(str(error))
    if keys:
        return tuple(keys), tuple(left_out)
    if not left_out:
        raise KeyImportError("The JWK set holds no keys.")
    if all("is a public key" in sentence for sentence in left_out):
        raise KeyImportError(
            f"The JWK set holds {counted(len(left_out), 'public key')} and no private one: they "
            "can verify, and cannot sign.",
            hint="To verify with it, paste it in the view Verify on the bench.",
        )
    raise KeyImportError(left_out[0])


def _name_of(entry: object, suggested: str, number: int) -> str:
    kid = entry.get("kid") if isinstance(entry, Mapping) else None
    return kid if isinstance(kid, str) and 0 < len(kid) <= 40 else f"{suggested}-{number}"
