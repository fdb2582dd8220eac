"""What each design puts in the token: issues an example of each for the chosen user."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot

from workbench.core.designs.sample_tokens import Samples, SamplesQuestion
from workbench.presenters.server.experiment import ExperimentPresenter
from workbench.presenters.status import Status, StatusLevel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.core.errors import WorkbenchError
    from workbench.core.experiment import Experiment
    from workbench.core.server.info import DesignInfo, ServerInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.ports import Run, RunReporting
    from workbench.presenters.server.server import ServerPresenter


@dataclass(frozen=True)
class DesignFiles:
    """Reads and writes the files of designs.

    Attributes:
        text_of: returns the text of the file of the design of this id; blocks; raises DefinitionFileError.
        write: writes a file whole; blocks; raises ExportFileError.
        run: runs either in the background.
    """

    text_of: Callable[[str], str]
    write: Callable[[Path, bytes], None]
    run: Run


def _copy(files: DesignFiles, design: str, path: Path) -> None:
    files.write(path, files.text_of(design).encode("utf-8"))


class ContentsPresenter(ExperimentPresenter):
    """Knows the designs of the running server, and issues their tokens while the view is shown.

    Signals:
        designs_changed(): another server runs.
        samples_changed(): there are other examples, or none.
        status_changed, busy_changed, progress_changed: as in `ExperimentPresenter`.
    """

    designs_changed = Signal()
    samples_changed = Signal()

    def __init__(
        self,
        issue: Experiment[SamplesQuestion, Samples],
        server: ServerPresenter,
        chosen: ChosenUser,
        run: RunReporting,
        files: DesignFiles,
    ) -> None:
        super().__init__(server, run)
        self._issue = issue
        self._files = files
        self._chosen = chosen
        self._watched = False
        self._again = False
        self._answered: tuple[str, str] | None = None  # the URL of the server, and the user
        self.designs: Sequence[DesignInfo] = ()
        self.samples: Samples | None = None
        chosen.users_changed.connect(self._catch_up)
        chosen.changed.connect(self._catch_up)

    @Slot()
    def watch(self) -> None:
        """The view is shown: issue if the examples are not those of the chosen user."""
        self._watched = True
        self._catch_up()

    @Slot()
    def unwatch(self) -> None:
        """The view is hidden: issue nothing until it is shown again."""
        self._watched = False

    @Slot()
    def issue(self) -> None:
        """Issue a token of each design; the examples shown stay until the new ones arrive."""
        if self.busy:  # for another user: those are not wanted any longer
            self._again = True
            self._stopped.set()
            return
        info = self._running_info("issue the tokens (F6)")
        if info is None or self._chosen.user is None:
            return
        self._again = False
        self._answered = (info.url, self._chosen.username)
        self._begin(self._issue, SamplesQuestion(self._chosen.username), self._on_samples, self._on_failure)

    @Slot(str)
    def open(self, path: str) -> None:
        """Offer the design of a file beside the others; the server is restarted with it."""
        self._server.open_design(path)

    def copy(self, design: str, path: Path) -> None:
        """Write the file of a design to *path*, comments and all."""
        self._files.run(partial(_copy, self._files, design, path), partial(self._on_copied, path), self._emit_failure)

    def _on_copied(self, path: Path, _nothing: None) -> None:
        text = f"Copied to {path}. Open… offers it beside the others."
        self.status_changed.emit(Status(text, StatusLevel.OK))

    @Slot()
    def stop(self) -> None:
        """Stop issuing."""
        self._again = False
        super().stop()

    @Slot()
    def mark_outdated(self) -> None:
        """The world has changed: issue again, now or when the view is shown."""
        self._answered = None
        self._catch_up()

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Show the designs of another server."""
        self._answered = None
        self.designs, self.samples = info.designs, None
        self.status_changed.emit(Status(info.left_out, StatusLevel.INFO))
        self.designs_changed.emit()

    @Slot()
    def _catch_up(self) -> None:
        info = self._server.info
        if self._watched and info is not None and self._answered != (info.url, self._chosen.username):
            self.issue()

    def _on_samples(self, samples: Samples) -> None:
        if self._again:
            self.issue()
            return
        self.samples = samples
        left_out = "" if self._server.info is None else self._server.info.left_out
        issued = f"{len(samples.tokens)} tokens issued to {samples.username}."
        level = StatusLevel.INFO if left_out else StatusLevel.OK
        self.status_changed.emit(Status(f"{issued} {left_out}".strip(), level))
        self.samples_changed.emit()

    def _on_failure(self, error: WorkbenchError) -> None:
        if self._again:
            self.issue()
            return
        self._answered = None
        self._emit_failure(error)
