"""The numbers of an RSA private key (RFC 8017 section 3.2): checked against each other, and completed.

Only arithmetic is done that takes milliseconds. Whether the primes are primes is not asked: with such numbers no
signature would verify, which an import checks by making one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from math import gcd

from cryptography.hazmat.primitives.asymmetric import rsa

from workbench.core.keys.private_value import PrivateValue
from workbench.core.token.segments import Segment, decode_segment, encode_segment

MOST_BITS = 8_192
"""Length of the modulus of a private key that is read; one of 16,384 takes seconds for each signature."""

_MOST_BITS_COMPLETED = 4_096
_TRIES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71)


class RsaNumbersError(ValueError):
    """Numbers are not those of one key; ``str(error)`` is half a sentence that says why, and quotes none of them."""


@dataclass(frozen=True, slots=True)
class RsaNumbers(PrivateValue):
    """The eight numbers of a key of two primes, by the names that they have in a JWK (RFC 7518 section 6.3)."""

    n: int
    e: int
    d: int = field(repr=False)
    p: int = field(repr=False)
    q: int = field(repr=False)
    dp: int = field(repr=False)
    dq: int = field(repr=False)
    qi: int = field(repr=False)

    @classmethod
    def of(cls, key: rsa.RSAPrivateKey) -> "RsaNumbers":
        """Those of a key of the library."""
        numbers = key.private_numbers()
        public = numbers.public_numbers
        return cls(public.n, public.e, numbers.d, numbers.p, numbers.q, numbers.dmp1, numbers.dmq1, numbers.iqmp)

    @classmethod
    def from_jwk(cls, jwk: Mapping[str, str]) -> "RsaNumbers":
        """Those of a private JWK. Raises KeyError if one is missing."""
        return cls(**{each.name: number(jwk[each.name]) for each in fields(cls)})

    @classmethod
    def of_exponents(cls, n: int, e: int, d: int) -> "RsaNumbers":
        """Those of a key that was written without its primes.

        Raises:
            RsaNumbersError: *d* is not the private exponent of *n* and *e*, or the modulus is longer than 4,096 bits.
        """
        if n.bit_length() > _MOST_BITS_COMPLETED:
            raise RsaNumbersError("it lacks the primes p and q, which are worked out up to 4,096 bits only")
        p, q = _primes(n, e, d)
        return cls(n, e, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))

    def check(self) -> None:
        """Raise RsaNumbersError if the numbers are not those of one key."""
        if self.n.bit_length() > MOST_BITS:
            raise RsaNumbersError(f"its modulus has {self.n.bit_length():,} bits; more than {MOST_BITS:,} are not read")
        if self.e < 3 or not self.e & 1 or self.e >= self.n:
            raise RsaNumbersError("e is not a public exponent: it must be odd, 3 or more, and less than n")
        if max(self.d, self.p, self.q, self.dp, self.dq, self.qi) >= self.n:
            raise RsaNumbersError("one of its numbers is not less than n")
        if min(self.p, self.q) < 3 or self.p == self.q or self.p * self.q != self.n:
            raise RsaNumbersError("p times q is not n")
        if any(self.d * self.e % (prime - 1) != 1 for prime in (self.p, self.q)):
            raise RsaNumbersError("d does not belong to n and e")
        if self.dp != self.d % (self.p - 1) or self.dq != self.d % (self.q - 1):
            raise RsaNumbersError("dp and dq do not belong to d, p and q")
        if not 0 < self.qi < self.p or self.qi * self.q % self.p != 1:
            raise RsaNumbersError("qi does not belong to p and q")

    def to_jwk(self) -> dict[str, str]:
        """The private JWK, each number in as few octets as it takes (RFC 7518 section 2)."""
        return {"kty": "RSA"} | {each.name: text(getattr(self, each.name)) for each in fields(self)}

    def key(self) -> rsa.RSAPrivateKey:
        """The key of the library. Raises RsaNumbersError as `check` does, ValueError if the library refuses it."""
        self.check()
        public = rsa.RSAPublicNumbers(self.e, self.n)
        private = rsa.RSAPrivateNumbers(self.p, self.q, self.d, self.dp, self.dq, self.qi, public)
        # What the library would check besides is whether p and q are primes: 5 s with 8,192 bits, each time.
        return private.private_key(unsafe_skip_rsa_key_validation=True)


def number(encoded: str) -> int:
    """The number that a member of a JWK is."""
    return int.from_bytes(decode_segment(encoded, Segment.TOKEN)[0])


def text(value: int) -> str:
    """A number as a member of a JWK."""
    return encode_segment(value.to_bytes((value.bit_length() + 7) // 8))


def _primes(n: int, e: int, d: int) -> tuple[int, int]:
    """The two primes of *n* (NIST SP 800-56B appendix C), the larger first."""
    wrong = RsaNumbersError("d does not belong to n and e")
    if not 2 < e < n or not 2 < d < n or not n & 1 or pow(pow(2, e, n), d, n) != 2:
        raise wrong
    odd = e * d - 1
    halvings = (odd & -odd).bit_length() - 1
    odd >>= halvings
    for base in _TRIES:  # each finds the primes of a real key with a chance of one half or more
        root = pow(base, odd, n)
        for _ in range(halvings):
            square = root * root % n
            if square == 1 and root not in (1, n - 1):
                p, rest = divmod(n, gcd(root - 1, n))
                if not rest:
                    return max(p, n // p), min(p, n // p)
            root = square
    raise wrong
