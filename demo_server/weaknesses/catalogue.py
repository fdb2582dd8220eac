"""The list of the built-in weaknesses. The code of a weakness is imported when it is selected, and not before.

To add a weakness: write a `Weakness` in the module of its family, list it in that module's ``WEAKNESSES``, and add a
line to `CATALOGUE`. Its tests are the attacks in ``tests/demo_server/weaknesses/forgery.py`` that only it lets in.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module

from demo_server.weaknesses.weakness import Weakness


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list.

    Attributes:
        family: the module of this package whose ``WEAKNESSES`` include it.
        title: what a server with this weakness does wrong; continues the sentence "The server …".
    """

    family: str
    title: str


CATALOGUE: Mapping[str, Entry] = {
    "alg-none": Entry("algorithm", 'accepts a token without a signature if its alg is "none"'),
    "alg-none-case": Entry("algorithm", 'accepts a token without a signature if its alg is "None", "NONE", "nOnE" …'),
    "exp-ignored": Entry("time_claims", "does not check exp: tokens never expire"),
    "role-substring": Entry("rights", 'searches for a role inside a string: "not-admin" contains "admin"'),
    "denylist-by-token-hash": Entry(
        "revocation", "revokes the text of a token and not its jti: written in another way, it works after logout"
    ),
}
"""All built-in weaknesses by id."""


class UnknownWeaknessError(ValueError):
    """There is no built-in weakness with that id."""


def select(wanted: Iterable[str | Weakness]) -> tuple[Weakness, ...]:
    """Return the weaknesses in the order in which they are named, each once.

    Args:
        wanted: ids of built-in weaknesses, or weaknesses of one's own.

    Raises:
        UnknownWeaknessError: an id does not exist; the message lists those that do.
    """
    selected = [each if isinstance(each, Weakness) else _load(each) for each in wanted]
    return tuple({weakness.id: weakness for weakness in selected}.values())


def _load(weakness_id: str) -> Weakness:
    entry = CATALOGUE.get(weakness_id)
    if entry is None:
        raise UnknownWeaknessError(f'unknown weakness "{weakness_id}"; the known ones are {", ".join(CATALOGUE)}')
    family: Iterable[Weakness] = import_module(f"demo_server.weaknesses.{entry.family}").WEAKNESSES
    return next(weakness for weakness in family if weakness.id == weakness_id)
