"""Keys with the weaknesses that are told of them, made by the book: real ones, which sign where a library lets them."""

import math
import random
from functools import cache

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.rsa import (
    RSAPrivateNumbers,
    RSAPublicNumbers,
    rsa_crt_dmp1,
    rsa_crt_dmq1,
    rsa_crt_iqmp,
)

from tests.demo_server.tokens.samples import segment

# Of the ROCA paper, for keys of 512 to 960 bits; those of longer keys are its multiples.
FIRST_39_PRIMES = [n for n in range(2, 168) if all(n % d for d in range(2, n))]
ROCA_PRODUCT = math.prod(FIRST_39_PRIMES)

_DICE = random.Random(15361)  # noqa: S311  the same keys in every run


def is_prime(number):
    """Miller and Rabin, for odd numbers."""
    if any(number % prime == 0 for prime in FIRST_39_PRIMES):
        return False
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for base in (2, 3, 5, 7, 11, 13):
        power = pow(base, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True


def prime_from(number):
    """The first prime that is not below *number*."""
    number |= 1
    while not is_prime(number):
        number += 2
    return number


@cache
def ordinary_prime():
    """One of an ordinary key of 2,048 bits."""
    return rsa.generate_private_key(65_537, 2_048).private_numbers().p


def roca_prime(bits):
    while True:
        factor = (_DICE.getrandbits(bits) | 3 << bits - 2) // ROCA_PRODUCT
        candidate = factor * ROCA_PRODUCT + pow(65_537, _DICE.getrandbits(64), ROCA_PRODUCT)
        if is_prime(candidate):
            return candidate


def number(value):
    return segment(value.to_bytes((value.bit_length() + 7) // 8))


def rsa_members(p, q, e=65_537):
    """The members of the private JWK of two primes."""
    p, q = max(p, q), min(p, q)
    d = pow(e, -1, math.lcm(p - 1, q - 1))
    crt = rsa_crt_dmp1(d, p), rsa_crt_dmq1(d, q), rsa_crt_iqmp(p, q)
    RSAPrivateNumbers(p, q, d, *crt, RSAPublicNumbers(e, p * q)).private_key()  # or it says what is wrong
    names = ("n", "e", "d", "p", "q", "dp", "dq", "qi")
    values = (p * q, e, d, p, q, *crt)
    return {"kty": "RSA"} | {name: number(value) for name, value in zip(names, values, strict=True)}


@cache
def roca():
    """A whole RSA key with the structure of CVE-2017-15361."""
    return rsa_members(roca_prime(1024), roca_prime(1024))


@cache
def close_primes():
    return rsa_members(ordinary_prime(), prime_from(ordinary_prime() + 2**500))


@cache
def short_rsa():
    numbers = rsa.generate_private_key(65_537, 1_024).private_numbers()  # noqa: S505  to be warned about
    return rsa_members(numbers.p, numbers.q)


@cache
def exponent_three():
    numbers = rsa.generate_private_key(3, 2_048).private_numbers()
    return rsa_members(numbers.p, numbers.q, 3)
