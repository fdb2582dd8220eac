"""The digests that are kept of opaque tokens: a reader of the memory, or of a dump of it, cannot use them."""

from hashlib import sha256


def digest(token: str) -> bytes:
    """Return the SHA-256 of a random token, 32 octets. One round is enough: nobody can guess what it stands for."""
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
