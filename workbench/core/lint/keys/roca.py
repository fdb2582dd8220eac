"""The fingerprint of ROCA (CVE-2017-15361): moduli of smart cards and TPMs whose primes are not random enough.

The library took as a prime p = k * M + (65537^a mod M), where M is the product of the first primes, at least those up
to 167. So a modulus, the product of two, is a power of 65537 modulo M too. Of other moduli one in 2^154 is: Nemec,
Sys, Svenda, Klinec and Matyas, "The Return of Coppersmith's Attack", 2017, section 3.1.
"""

import math
from functools import cache

_GENERATOR = 65_537
_PRIMES = (
    3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109,
    113, 127, 131, 137, 139, 149, 151, 157, 163, 167,
)  # fmt: skip


def has_roca_fingerprint(modulus: int) -> bool:
    """Whether some exponent makes 65537 the same as *modulus* modulo each of the primes.

    Modulo each prime by itself one in 2^27 ordinary moduli is a power of 65537; here the exponents must also be one.
    """
    if modulus % 2 == 0:
        return False
    exponent, period = 0, 1  # the exponents that fit so far are exponent + any multiple of period
    for prime in _PRIMES:
        logarithms, order = _logarithms(prime)
        wanted = logarithms.get(modulus % prime)
        if wanted is None:
            return False
        fitting = (exponent + step * period for step in range(order))
        found = next((each for each in fitting if each % order == wanted), None)
        if found is None:
            return False
        exponent, period = found, math.lcm(period, order)
    return True


@cache
def _logarithms(prime: int) -> tuple[dict[int, int], int]:
    """The powers of the generator modulo *prime* with their exponents, and how many there are."""
    power, exponents = 1, dict[int, int]()
    while power not in exponents:
        exponents[power] = len(exponents)
        power = power * _GENERATOR % prime
    return exponents, len(exponents)
