"""Session files: what a session keeps, the menu at the foot of the navigation, and the strip above the pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.presenters.session.session import SessionPresenter
from workbench.presenters.session.workspace import Workspace
from workbench.services.files.autosave import Autosave
from workbench.services.files.session import SessionFiles
from workbench.ui.shell.session import SessionBar, SessionMenu

if TYPE_CHECKING:
    from workbench.app.shared import Shared
    from workbench.core.requests.request import Request
    from workbench.presenters.designs.decisions import DesignsPresenter


class SessionParts:
    """Makes the presenter and the widgets of session files.

    Attributes:
        presenter: new, open, save, undo.
        bar: the strip above the pages.
        menu: the menu at the foot of the navigation.
    """

    def __init__(
        self,
        shared: Shared,
        decisions: DesignsPresenter,
        set_requests: Callable[[Sequence[Request]], None],
        data_dir: Path,
    ) -> None:
        workspace = Workspace(
            shared.variants, decisions, shared.editor.token, shared.replay, set_requests, shared.server
        )
        self.presenter = SessionPresenter(workspace, SessionFiles(), Autosave(data_dir), shared.background.run)
        self.bar = SessionBar(self.presenter, shared.appearance)
        self.menu = SessionMenu(self.presenter, self.bar, shared.appearance)
        shared.keys.ring.keys_changed.connect(self.presenter.set_keys)
        shared.keys.ring.opened.connect(self.presenter.look_for_lost)

    def close(self) -> None:
        """Keep unsaved work for the next start."""
        self.presenter.close()
