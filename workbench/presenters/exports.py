"""Saves exported tables and charts to the files that the user chose."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from workbench.core.errors import WorkbenchError
    from workbench.presenters.ports import Run


class Files(Protocol):
    """Writes files. Its calls block."""

    def write(self, path: Path, data: bytes) -> None:
        """Write it whole. Raises ExportFileError."""


class ExportsPresenter:
    """Writes in the background, and reports where the export was asked for."""

    def __init__(self, files: Files, run: Run) -> None:
        self._files = files
        self._run = run

    def save(self, path: Path, data: bytes, what: str, report: Callable[[Status], None]) -> None:
        """Write *data*, called *what* in the report such as ``8 rows as CSV``; *report* gets how it went."""
        call = partial(self._files.write, path, data)
        self._run(call, partial(_on_saved, path, what, report), partial(_on_failed, report))


def _on_saved(path: Path, what: str, report: Callable[[Status], None], _nothing: None) -> None:
    report(Status(f"Saved {what} to {path}.", StatusLevel.OK))


def _on_failed(report: Callable[[Status], None], error: WorkbenchError) -> None:
    report(Status.of(error))
