"""Reads and writes session files: read up to a limit, and written whole, so that none holds half a session."""

from __future__ import annotations

import os
import shlex
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.core.errors import DefinitionFileError, SessionFileError
from workbench.services.files.atomic import write_whole
from workbench.services.files.reading import read_bounded

if TYPE_CHECKING:
    from workbench.core.session.session import Session


MOST_BYTES = 32 * 1024 * 1024
"""Size of a session that is read, and written: some thirty tokens of a mebibyte, or tens of thousands of usual ones."""


def load(path: Path) -> Session:
    """Read a session; a scenario file beside it is found wherever both were moved to.

    Raises:
        SessionNewerError: a newer version of the program wrote it.
        SessionFileError: the file cannot be read, is too large, or is not a session.
    """
    from workbench.core.session.file_format import from_text
    from workbench.services.server_host import names_file

    name = path.name
    data = read_bounded(str(path), MOST_BYTES, "is larger than 32 MiB, which no session is.", SessionFileError)
    try:
        session = from_text(data.decode("utf-8"))
    except UnicodeDecodeError:
        raise _error(name, "is not UTF-8 text, as a session is") from None
    except SessionFileError as error:
        raise type(error)(f"{name} cannot be opened. {error}") from None
    if names_file(session.scenario):
        return replace(session, scenario=str(path.absolute().parent / session.scenario))
    return session


def require_own_scenario(path: Path, session: Session, allow: str) -> None:
    """Refuse a session that names a scenario file outside its own folder, before anything is read there.

    A session may come from somebody else: it must not let this program read, or reach over the network, what its
    user did not name.

    Args:
        path: the file that *session* was loaded from.
        session: the session.
        allow: what to do with the option that allows it: ``add``.

    Raises:
        SessionFileError: its scenario is such a file, or it expects something of a scenario by the name of a file.
    """
    from workbench.services.server_host import names_file

    for scenario in session.expected_of_designs:
        if names_file(scenario):
            raise SessionFileError(f"{path.name} expects something of the scenario {scenario}, which is not an id.")
    if not names_file(session.scenario):
        return
    folder = path.absolute().parent
    # By its letters first: to resolve a name of another machine would reach for it.
    named = Path(os.path.normpath(session.scenario))
    inside = named.is_relative_to(os.path.normpath(folder))
    if not inside or not Path(os.path.realpath(named)).is_relative_to(os.path.realpath(folder)):
        how = f"{allow} --scenario {shlex.quote(str(named))} if you trust it"
        raise SessionFileError(f"{path.name} names a scenario file outside its folder, {named} ({how}).", hint="")


def save(path: Path, session: Session) -> None:
    """Write a session that its owner alone can read. A scenario file beside or below it is named from there.

    Raises:
        SessionFileError: the folder or the file cannot be written, or the session is larger than one that is read.
    """
    from workbench.core.session.file_format import to_text

    path = Path(os.path.realpath(path))  # a link stays a link
    data = to_text(_portable(session, path.parent)).encode("ascii")
    if len(data) > MOST_BYTES:
        words = f"would have more than {MOST_BYTES // 1024 // 1024} MiB and could not be opened again"
        raise _error(path.name, words, "Remove the largest variants, then save.")
    try:
        if path.is_dir():
            raise _error(path.name, "is a folder", "Name a file in it.")
        write_whole(path, data)
    except (OSError, ValueError) as error:
        hint = "Save it under another name or in another folder; nothing was changed."
        raise _error(path.name, f"cannot be written: {_reason(error)}", hint) from None


class SessionFiles:
    """Session files for a presenter, which knows no service by name."""

    def load(self, path: Path) -> Session:
        """See `load`."""
        return load(path)

    def save(self, path: Path, session: Session) -> None:
        """See `save`."""
        save(path, session)

    def exists(self, path: Path) -> bool:
        """Whether there is such a file."""
        return os.path.lexists(path)

    def scenario_of(self, path: Path, session: Session, present: str) -> str:
        """The scenario of *session*, which was loaded from *path*, when it may and can be served.

        Args:
            path: the session's file.
            session: the session.
            present: the scenario that the user has chosen, which is *present* again if the session names its file.

        Raises:
            SessionFileError: it is a file outside the session's folder, and not that of *present*.
            DefinitionFileError: it cannot be served; the message says why.
        """
        from workbench.services.server_host import check_definitions, names_file

        if session.scenario == present or os.path.normpath(session.scenario) == os.path.normpath(
            Path(present).absolute()
        ):
            return present
        require_own_scenario(path, session, "start the window with")
        if names_file(session.scenario) and not os.path.lexists(session.scenario):
            raise DefinitionFileError(f"{session.scenario} is not there.")
        check_definitions(session.scenario, ())
        return session.scenario


def _portable(session: Session, folder: Path) -> Session:
    from workbench.services.server_host import names_file

    if not names_file(session.scenario):
        return session
    scenario = Path(session.scenario).absolute()
    if not scenario.is_relative_to(folder):
        return replace(session, scenario=str(scenario))
    return replace(session, scenario=f"./{scenario.relative_to(folder).as_posix()}")


def _reason(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()


def _error(name: str, words: str, hint: str | None = None) -> SessionFileError:
    return SessionFileError(f"{name} {words}.", hint=hint)
