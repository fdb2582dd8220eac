"""Rules on RSA keys: by what their public numbers give the private part away."""

import math
from collections.abc import Iterator
from functools import cache

from workbench.core.keys.algorithms import RSA_BITS
from workbench.core.lint.keys.roca import has_roca_fingerprint
from workbench.core.lint.keys.rule import Look

_SMALL = 10_000
_FERMAT_STEPS = 100
_LEAST_USUAL_EXPONENT, _MOST_USUAL_EXPONENT_BITS = 65_537, 256


def short(look: Look) -> Iterator[str]:
    """KEY010: a modulus of fewer than 2,048 bits."""
    if look.key.rsa is not None:
        bits = look.key.rsa[0].bit_length()
        if bits < RSA_BITS:
            yield f"The RSA key has {bits:,} bits, and needs {RSA_BITS:,} or more: a shorter one can be factored."


def exponent_is_none(look: Look) -> Iterator[str]:
    """KEY011: a public exponent of 0 or 1, or an even one."""
    if look.key.rsa is None:
        return
    exponent = look.key.rsa[1]
    if exponent == 1:
        yield "The public exponent is 1: the signature is the padded message itself, and anyone can write that."
    elif exponent % 2 == 0:
        shown = f"{exponent:,}" if exponent.bit_length() < 64 else "even"
        yield f"The public exponent is {shown}; it has to be odd, or there is no private exponent that belongs to it."


def exponent_small(look: Look) -> Iterator[str]:
    """KEY012: an odd public exponent below 65,537."""
    if look.key.rsa is not None and 1 < look.key.rsa[1] < _LEAST_USUAL_EXPONENT and look.key.rsa[1] % 2:
        yield (
            f"The public exponent is {look.key.rsa[1]:,}. Checked carefully, such signatures are sound; a verifier "
            "that is careless with the padding can be made to accept forged ones."
        )


def exponent_huge(look: Look) -> Iterator[str]:
    """KEY013: a public exponent of more than 256 bits."""
    if look.key.rsa is not None and look.key.rsa[1] % 2:
        bits = look.key.rsa[1].bit_length()
        if bits > _MOST_USUAL_EXPONENT_BITS:
            yield f"The public exponent has {bits:,} bits: verifying takes as much longer, and libraries refuse it."


def small_factor(look: Look) -> Iterator[str]:
    """KEY014: a modulus that a small prime divides."""
    if look.key.rsa is not None:
        common = math.gcd(look.key.rsa[0], _small_numbers())
        if common != 1:
            factor = next(each for each in range(2, _SMALL + 1) if common % each == 0)
            yield f"The modulus is divisible by {factor:,}: it is not a product of two large primes."


def primes_close(look: Look) -> Iterator[str]:
    """KEY015: two primes so close that Fermat's method finds them in a few steps."""
    if look.key.rsa is None or look.key.rsa[0] % 2 == 0:
        return
    modulus = look.key.rsa[0]
    middle = math.isqrt(modulus - 1) + 1 if modulus > 0 else 0
    for step in range(_FERMAT_STEPS):
        half_difference = math.isqrt((middle + step) ** 2 - modulus)
        if half_difference**2 == (middle + step) ** 2 - modulus:
            yield f"The two primes are so close that step {step + 1} of Fermat's method finds them: anyone can sign."
            return


def roca(look: Look) -> Iterator[str]:
    """KEY016: the structure that a faulty library gave its keys."""
    if look.key.rsa is not None and has_roca_fingerprint(look.key.rsa[0]):
        yield "The modulus has the fingerprint of ROCA: a faulty library made its primes, and they can be computed."


@cache
def _small_numbers() -> int:
    """A number that every small one divides."""
    return math.factorial(_SMALL)
