"""Weaknesses: named flaws of verification that can be switched on to see what a forged token does to them.

There are none yet. Each will be a `Weakness` in `REGISTRY`, with its flawed check functions in a module of this
package, one module a family. A weakness replaces the strict functions of the checks that it names, in the table that
`demo_server.verification.verify` is given; as long as it is not switched on, nothing refers to it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from demo_server.checks.verification import CheckFunction


@dataclass(frozen=True)
class Weakness:
    """One flaw that can be switched on.

    Attributes:
        id: what ``--weakness`` takes.
        title: one sentence that says what the server then does wrong.
        checks: the flawed function for each check that it replaces.
    """

    id: str
    title: str
    checks: Mapping[str, CheckFunction]


REGISTRY: Mapping[str, Weakness] = {}
"""All weaknesses by id."""


class UnknownWeaknessError(ValueError):
    """There is no weakness of that id."""


def select(ids: Iterable[str]) -> tuple[Weakness, ...]:
    """Return the weaknesses with these ids.

    Raises:
        UnknownWeaknessError: one of them does not exist; the text says which ones do.
    """
    selected = []
    for weakness_id in ids:
        if weakness_id not in REGISTRY:
            known = f"the known ones are {', '.join(sorted(REGISTRY))}" if REGISTRY else "there are none yet"
            raise UnknownWeaknessError(f'unknown weakness "{weakness_id}"; {known}')
        selected.append(REGISTRY[weakness_id])
    return tuple(selected)


def weakened(strict: Mapping[str, CheckFunction], weaknesses: Iterable[Weakness]) -> Mapping[str, CheckFunction]:
    """Return the table of checks in which the functions of *weaknesses* stand in place of the strict ones."""
    checks = dict(strict)
    for weakness in weaknesses:
        checks.update(weakness.checks)
    return checks
