"""What the well-known claims and header parameters mean and of which JSON type they are, from a table with a row each.

A row of the table is a claim; a header parameter, which is called ``hdr:`` and its name; or a value of the parameter
``typ``, which is called ``typ=`` and the value.
"""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workbench.core.strict_json import text as json_text
from workbench.core.text.numeric_date import is_numeric_date
from workbench.core.text.wording import with_article

_ARTICLES = {"date": "a number of seconds"}
_HEADER = "hdr:"
_TYPE_VALUE = "typ="
_NOT_REGISTERED = ("vendor", "demo", "header")
_ELEMENTS = {"array of strings": "string", "array of objects": "object"}


@dataclass(frozen=True, slots=True)
class ClaimMeaning:
    """What a claim or a header parameter is for.

    Attributes:
        name: its name, for example ``aud``.
        purpose: a few words for a developer.
        reference: the specification and section that define it.
        category: what kind of claim it is: ``registered``, ``oidc-profile``, ``vendor (unregistered)``.
        types: JSON types that the specification allows, ``date`` for a NumericDate, ``array of strings``; none where it
            leaves them open.
    """

    name: str
    purpose: str
    reference: str
    category: str = ""
    types: tuple[str, ...] = ()

    @property
    def type_words(self) -> str:
        """The types as a sentence has them: ``a string or an array of strings``; empty where they are open."""
        return " or ".join(_ARTICLES.get(each, with_article(each)) for each in self.types)

    def type_fault(self, value: object) -> str:
        """What is wrong with the type of *value*, in words: ``should be a string``; empty if nothing is."""
        fits = not self.types or any(_fits(value, each) for each in self.types)
        return "" if fits else f"should be {self.type_words}"


def explanation(value: object, meaning: ClaimMeaning | None) -> str:
    """What a claim is for, its specification, and the type of its value."""
    described = f"{meaning.purpose} ({meaning.reference})" if meaning is not None else "A claim of your own"
    type_words = json_text.type_words(value)
    fault = "" if meaning is None else meaning.type_fault(value)
    return f"{described}. Its value is {type_words}{f' and {fault}' if fault else ''}."


def parse_registry(table: str) -> Mapping[str, ClaimMeaning]:
    """Read the claims from CSV text with the columns ``claim``, ``purpose``, ``reference``.

    The columns ``type`` and ``category`` may be missing.
    """
    rows = _rows(table)
    return {each.name: each for each in rows if not each.name.startswith((_HEADER, _TYPE_VALUE))}


def parse_header_registry(table: str) -> Mapping[str, ClaimMeaning]:
    """Read the header parameters from the same text, and by ``typ=`` and its value the values of ``typ``."""
    found = (each for each in _rows(table) if each.name.startswith((_HEADER, _TYPE_VALUE)))
    return {each.name.removeprefix(_HEADER): each for each in found}


def registered_names(table: str) -> frozenset[str]:
    """The names of the claims that a specification defines, from the same text.

    Claims of one vendor and those of the demo server have a row that says what they mean, but are not registered;
    header parameters are not claims.
    """
    return frozenset(each.name for each in _rows(table) if not each.category.startswith(_NOT_REGISTERED))


def _rows(table: str) -> Iterator[ClaimMeaning]:
    for row in csv.DictReader(io.StringIO(table)):
        types = tuple(filter(None, (row.get("type") or "").split(" or ")))
        yield ClaimMeaning(row["claim"], row["purpose"], row["reference"], row.get("category") or "", types)


def _fits(value: object, wanted: str) -> bool:
    found = json_text.type_name(value)
    if wanted in _ELEMENTS:
        elements = value if isinstance(value, list) else [None]
        return all(json_text.type_name(each) == _ELEMENTS[wanted] for each in elements)
    return is_numeric_date(value) if wanted == "date" else found == wanted
