"""How much work an encrypted key asks for before it can be opened; what would keep a computer busy is refused.

A password is stretched as many times as the file says (RFC 8018, RFC 7292, bcrypt in OpenSSH). A file can ask for
minutes or gigabytes; here that is found before anything is computed.
"""

from collections.abc import Sequence

from workbench.core.errors import KeyImportError
from workbench.core.key_files.der import INTEGER, OCTET_STRING, SEQUENCE, DerValue

MOST_ITERATIONS = 5_000_000
"""Of PBKDF2 or the older functions; programs write 1,000 to 1,300,000, and these take about a second."""

MOST_SCRYPT_OCTETS = 256 * 1024 * 1024
"""Memory of scrypt; openssl asks for 16 MiB."""

MOST_SCRYPT_PASSES = 16

MOST_BCRYPT_ROUNDS = 1_000
"""Of OpenSSH; ssh-keygen writes 16 or 24, and each takes some 10 ms."""

_SCRYPT = "1.3.6.1.4.1.11591.4.11"
_BY_ITERATIONS = (
    "1.2.840.113549.1.5.",  # PBKDF2, PBES1, PBMAC1
    "1.2.840.113549.1.12.1.",  # those of PKCS#12
)
_HINT = "Write it again with fewer: openssl pkcs8 -topk8 -iter 600000, openssl pkcs12 -export, or ssh-keygen -p -a 24."


def check_work(value: DerValue) -> None:
    """Refuse an encrypted PKCS#8 or PKCS#12 that asks for too much work.

    What is encrypted inside an encrypted part cannot be seen before it is opened.

    Raises:
        KeyImportError: it does.
    """
    for each in value.inside():
        if each.tag != SEQUENCE or not each.parts:
            continue
        name = each.parts[0].object_id
        inner = each.parts[1].parts if len(each.parts) > 1 else ()
        if name == _SCRYPT:
            _check_scrypt([part.number for part in inner if part.tag == INTEGER])
        elif name.startswith(_BY_ITERATIONS):
            _check_iterations([part.number for part in inner if part.tag == INTEGER][:1])
        elif each.tags[:3] == (SEQUENCE, OCTET_STRING, INTEGER):  # the check sum of PKCS#12
            _check_iterations([each.parts[2].number])


def check_rounds(rounds: int) -> None:
    """Refuse an OpenSSH key that asks for more than 1,000 rounds of bcrypt.

    Raises:
        KeyImportError: it does.
    """
    if rounds > MOST_BCRYPT_ROUNDS:
        raise _too_much(f"{rounds:,} rounds of bcrypt", f"{MOST_BCRYPT_ROUNDS:,}")


def _check_iterations(numbers: Sequence[int]) -> None:
    for number in numbers:
        if number > MOST_ITERATIONS:
            raise _too_much(f"{number:,} iterations" if number < 10**15 else "iterations without end", "5,000,000")


def _check_scrypt(numbers: Sequence[int]) -> None:
    cost, blocks, passes = (*numbers[:3], 0, 0, 0)[:3]
    if cost * blocks * 128 > MOST_SCRYPT_OCTETS or passes > MOST_SCRYPT_PASSES:
        raise _too_much("more memory or time for scrypt", "256 MiB and 16 passes")


def _too_much(asked: str, most: str) -> KeyImportError:
    return KeyImportError(
        f"To open this key, the file asks for {asked}; more than {most} are not done, for they can take hours.",
        hint=_HINT,
    )
