"""The commands that repeat the figures of a decision record."""

import shlex
from collections.abc import Sequence


def repeating_commands(needs_file: str | None, scenario: str, designs: Sequence[str] = ()) -> tuple[str, ...]:
    """The command lines, the one for the whole record first.

    Args:
        needs_file: name of the file with the needs; None for those that the scenario suggests.
        scenario: id of the scenario.
        designs: ids and files of the designs that were compared; empty for all.
    """
    same = ["--scenario", scenario, *(part for each in designs for part in ("--design", each))]
    advise = ["advise", *([needs_file] if needs_file is not None else []), *same]
    return tuple(
        shlex.join(["token-workbench", *arguments])
        for arguments in (
            [*advise, "--format", "json"],  # every figure of the record
            ["staleness", *same],  # when each kind of right ends, with the deny-list
            ["staleness", "--no-revocation", *same],  # and a logout without it
            ["matrix", *same, "--format", "json"],  # the answers, the lookups of each, and the bytes of the tokens
            ["sizes", *same],
        )
    )
