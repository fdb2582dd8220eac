"""Keys for RSASSA-PSS alone (RFC 4055): which JWS algorithms the identifier of such a key leaves.

A key of the type rsaEncryption may be used with RS* and PS*; one of the type RSASSA-PSS with PS* only, and if it has
parameters, with their hash only, and with a salt that is at least as long as they say (RFC 4055 section 3.1).
"""

from workbench.core.key_files.der import DerError, DerValue, parse

OID = "1.2.840.113549.1.1.10"
"""id-RSASSA-PSS (RFC 4055 section 3.1)."""

_ALL = ("PS256", "PS384", "PS512")
_HASHES = {
    "2.16.840.1.101.3.4.2.1": ("SHA-256", "PS256", 32),
    "2.16.840.1.101.3.4.2.2": ("SHA-384", "PS384", 48),
    "2.16.840.1.101.3.4.2.3": ("SHA-512", "PS512", 64),
}
_HASH, _MASK, _SALT = 0xA0, 0xA1, 0xA2
_USUAL_SALT = 20


class PssError(ValueError):
    """No JWS algorithm can be used with the key; ``str(error)`` is a sentence that says why.

    Attributes:
        hint: what the user can do; empty for taking another key.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def pss_algorithms(identifier: DerValue) -> tuple[str, ...]:
    """The algorithms that the AlgorithmIdentifier of a key leaves; empty if it is not one for RSASSA-PSS.

    Raises:
        PssError: its parameters leave no JWS algorithm.
    """
    if not identifier.parts or identifier.parts[0].object_id != OID:
        return ()
    if len(identifier.parts) < 2 or not identifier.parts[1].parts:
        # Without parameters any hash may be used. An empty SEQUENCE means SHA-1, by the defaults of RFC 4055.
        if len(identifier.parts) > 1 and identifier.parts[1].tag == 0x30:
            raise PssError("This RSASSA-PSS key is for SHA-1 only, which no JWS algorithm uses with it.")
        return _ALL
    return (_by_parameters(identifier.parts[1]),)


def pss_algorithms_of_spki(der: bytes) -> tuple[str, ...]:
    """Likewise, of a SubjectPublicKeyInfo. Raises PssError."""
    try:
        value = parse(der)
    except DerError:
        return ()
    return pss_algorithms(value.parts[0]) if value.parts else ()


def _by_parameters(parameters: DerValue) -> str:
    given = {part.tag: part.parts[0] for part in parameters.parts if part.parts}
    hash_ = _object_id(given.get(_HASH))
    name, alg, salt = _HASHES.get(hash_, ("", "", 0))
    if not alg:
        what = "SHA-1" if _HASH not in given else "a hash"
        raise PssError(f"This RSASSA-PSS key is for {what} only, which no JWS algorithm uses with it.")
    mask, digest = given.get(_MASK), name.replace("-", "").lower()
    if mask is None or len(mask.parts) < 2 or _object_id(mask.parts[1]) != hash_:
        raise PssError(
            f"This RSASSA-PSS key is for {name} with another hash in its mask; {alg} uses {name} for both "
            "(RFC 7518, 3.5).",
            hint=f"Make it again with the same hash in both: openssl genpkey -algorithm RSA-PSS "
            f"-pkeyopt rsa_pss_keygen_md:{digest} -pkeyopt rsa_pss_keygen_mgf1_md:{digest}.",
        )
    least = given[_SALT].number if _SALT in given else _USUAL_SALT
    if least > salt:
        raise PssError(
            f"This RSASSA-PSS key asks for a salt of {least:,} bytes or more; that of {alg} has {salt} (RFC 7518, 3.5)."
        )
    return alg


def _object_id(value: DerValue | None) -> str:
    return value.parts[0].object_id if value is not None and value.parts else ""
