"""One claim of a JWT with the JSON text it was read from, and its value as a user types it."""

from dataclasses import dataclass, field

from workbench.core.errors import ClaimEditError, JsonTextError
from workbench.core.strict_json import text as json_text
from workbench.core.text.wording import shortened, with_article


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim.

    Attributes:
        name: the claim's name, decoded.
        text: the value as JSON text; the truth about numbers that no float can hold.
        value: the value, decoded from ``text``.
        name_text: the name as JSON text, in the escapes it came in.
    """

    name: str
    text: str
    value: object = field(compare=False)
    name_text: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.name_text:
            object.__setattr__(self, "name_text", json_text.dump_string(self.name))

    @property
    def type_name(self) -> str:
        """JSON type of the value: string, number, boolean, null, array or object."""
        return json_text.type_name(self.value)

    def retyped(self, typed: str) -> "Claim":
        """The claim with what the user typed as its value, of the same JSON type.

        A string stays a string, whether typed with quotation marks or without; a number must be a JSON number; null
        may become anything.

        Raises:
            ClaimEditError: the text is not a value of the claim's type.
        """
        if self.type_name == "string":
            value: object = _string(typed)
            return Claim(self.name, json_text.dump_string(str(value)), value, self.name_text)
        text = typed.strip()
        try:
            value = json_text.parse(text)
        except JsonTextError as error:
            raise _not_of_type(self, typed, error) from error
        if self.type_name not in ("null", json_text.type_name(value)):
            raise _not_of_type(self, typed, None)
        return Claim(self.name, text, value, self.name_text)


_SHOWN_CHARACTERS = 41

_WANTED = {
    "boolean": "Type true or false",
    "number": "Type a number such as 42 or 1.5",
    "array": 'Type an array such as ["viewer", "admin"]',
    "object": 'Type an object such as {"name": "value"}',
}


def _string(typed: str) -> str:
    """The string that *typed* means: a JSON string is decoded, all else is the string itself."""
    text = typed.strip()
    if len(text) > 1 and text.startswith('"') and text.endswith('"'):
        try:
            return str(json_text.parse(text))
        except JsonTextError:
            pass  # quotation marks that belong to the string, as in: "a" and "b"
    return typed


def _not_of_type(claim: Claim, typed: str, error: JsonTextError | None) -> ClaimEditError:
    shown = shortened(typed, _SHOWN_CHARACTERS)
    if claim.type_name == "null":
        message = f'{claim.name}: "{shown}" is not a JSON value.'
    else:
        type_words = with_article(claim.type_name)
        message = f'{claim.name} is {type_words}; "{shown}" is not. {_WANTED[claim.type_name]}.'
    if error is not None and claim.type_name in ("array", "object", "null"):
        message += f" {error}"
    return ClaimEditError(message, name=claim.name, typed=typed)
