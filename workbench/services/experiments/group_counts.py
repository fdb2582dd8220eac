"""Lets a user of a trial be in more or fewer groups, for designs whose tokens list only so many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.core.server.directory_change import ChangeKind, Step, WorldChange

if TYPE_CHECKING:
    from workbench.services.server_host import Trial


def give_groups(trial: Trial, username: str, count: int) -> None:
    """Let the user be in *count* groups: the first that the user has, and made-up ones.

    It counts as changes of the user's rights, so the trial should serve nothing else.
    """
    held = trial.held(username).groups
    steps = (
        *(Step(ChangeKind.LEAVE_GROUP, username, group) for group in held[count:]),
        *(Step(ChangeKind.JOIN_GROUP, username, f"made-up-{number}") for number in range(len(held), count)),
    )
    if steps:
        trial.apply(WorldChange(steps))
