"""The commands that repeat the figures of a decision record."""

import shlex
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from workbench.core.verdict.needs import Needs, UserSize
from workbench.core.verdict.profile import DENY_LIST, Profiles


@dataclass(frozen=True, slots=True)
class RepeatingCommand:
    """A command line, and what it repeats.

    Attributes:
        line: the command, quoted for a shell.
        repeats: which figures of the record, and how they follow from what it prints.
    """

    line: str
    repeats: str


def repeating_commands(
    needs: Needs, profiles: Profiles, needs_file: str | None, scenario: str, designs: Sequence[str] = ()
) -> tuple[RepeatingCommand, ...]:
    """The commands, the one for the whole record first.

    Args:
        needs: what was needed.
        profiles: what was measured.
        needs_file: name of the file with the needs; None for those that the scenario suggests.
        scenario: id of the scenario, or its file.
        designs: ids and files of the designs that were compared; empty for all.
    """
    same = ["--scenario", scenario, *_each("--design", designs)]
    found = _commands(needs, profiles, [needs_file] if needs_file is not None else [], same)
    return tuple(RepeatingCommand(shlex.join(["token-workbench", *arguments]), repeats) for arguments, repeats in found)


def _commands(
    needs: Needs, profiles: Profiles, needs_file: list[str], same: list[str]
) -> Iterator[tuple[list[str], str]]:
    yield ["advise", *needs_file, *same, "--format", "json"], "the whole record"
    sized = next((each for each in profiles.designs if each.largest.username), None)
    if sized is not None:
        yield (
            ["sizes", *_holding(sized.largest.username, needs.largest), *same],
            'the largest user\'s token: "token_bytes"',
        )
        yield (
            ["sizes", *_holding(sized.typical.username, needs.typical), *same],
            'the typical user\'s token: "token_bytes"',
        )
    losing = _each("--user", profiles.losing)
    ends = '"expiry" ends with the lifetime in the table, "kept-answer" with its cache'
    yield ["staleness", *losing, *same], f"how long a removed right works: {ends}"
    yield ["staleness", "--no-revocation", *losing, *same], f"a logout without a {DENY_LIST}"
    asking = _each("--user", (each.username for each in profiles.designs[0].issued) if profiles.designs else ())
    yield (
        ["matrix", *asking, *same, "--format", "json"],
        'questions a request, before a cache answers some: the mean of "lookups" over the cells of a design, and one '
        f"each for introspection, a version counter and a {DENY_LIST} in the table",
    )


def _each(option: str, values: "Sequence[str] | Iterator[str]") -> list[str]:
    return [part for value in values for part in (option, value)]


def _holding(username: str, size: UserSize) -> list[str]:
    held = {
        "--roles": size.roles,
        "--groups": size.groups,
        "--readable": size.readable,
        "--writable": size.writable,
        "--id-characters": size.id_characters,
    }
    return ["--user", username, *(part for name, count in held.items() for part in (name, str(count)))]
