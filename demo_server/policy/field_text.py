"""Text with fields of a user in it, as the templates of a design file have it: ``{user.tenant}:{user.id}``."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

_FIELD = re.compile(r"\{user\.(\w+)\}")


@dataclass(frozen=True, slots=True)
class FieldText:
    """A text, cut at its fields.

    Attributes:
        literals: what is between the fields, at the start and at the end; one more than there are fields.
        fields: their names, in the order of the text; a name can occur more than once.
    """

    literals: tuple[str, ...]
    fields: tuple[str, ...]

    @classmethod
    def parse(cls, text: str) -> "FieldText":
        """Cut *text* at its fields.

        Raises:
            ValueError: it has a brace that does not begin a field.
        """
        pieces = _FIELD.split(text)
        if any("{" in literal for literal in pieces[::2]):
            raise ValueError("has a { that does not begin a field")
        return cls(tuple(pieces[::2]), tuple(pieces[1::2]))

    @property
    def is_one_field(self) -> bool:
        """Whether it is a field and nothing else; a claim then has the field's own type."""
        return self.literals == ("", "")

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the text with the value of each field."""
        first, *rest = self.literals
        return first + "".join(values[name] + literal for name, literal in zip(self.fields, rest, strict=True))
