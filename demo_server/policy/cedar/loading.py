"""Reading the Cedar policies of a design file: as text in it, or in a file beside it."""

from pathlib import Path

from demo_server.policy.cedar.engine import PolicyFaultError, policies_of
from demo_server.world.toml_reader import DefinitionError, Table, read_text

_EXPECTED = "Cedar policies that fit the attributes listed in roles.toml"


def read_policies(entry: Table, *, check: bool) -> dict[str, str]:
    """Read the options of a grant that asks Cedar policies: ``policies``, the text, and ``file``, where it is from.

    Args:
        entry: the grant in the design file.
        check: whether to parse the policies and to compare them with the schema. It imports `cedarpy`; where that is
            not installed, the policies are read unchecked, and the design cannot decide.

    Raises:
        DefinitionError: with the file and the line of the policy that cannot be used.
    """
    name = entry.string("file", "")
    text = entry.string("policies", "")
    if bool(name) == bool(text):
        problem = "is given beside policies" if name else "is missing, and so is policies"
        entry.fail("file", problem, 'either file = "mine.cedar", beside the design file, or policies with their text')
    path = Path(entry.file).parent / name
    if name:
        text = read_text(path, readable="a readable file of Cedar policies", in_utf8="Cedar policies in UTF-8")
    if check:
        try:
            policies_of(text).validate()
        except ImportError:
            pass
        except PolicyFaultError as error:
            place = f"line {error.line}" if error.line else ""
            if name:
                raise DefinitionError(str(path), place, str(error), _EXPECTED) from None
            entry.fail("policies", f"{place}: {error}" if place else str(error), _EXPECTED)
    return {"policies": text, "file": name}
