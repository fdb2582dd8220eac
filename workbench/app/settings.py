"""The user's choices: read at the start, put into the window, and written when they change or the window closes."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from workbench.core.signing.header_update import HeaderUpdate
from workbench.services.files import settings as settings_file
from workbench.services.files.settings import Settings

if TYPE_CHECKING:
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.requests.consents import ConsentsPresenter
    from workbench.presenters.requests.replayed_token import ReplayedToken
    from workbench.presenters.session.session import SessionPresenter
    from workbench.ui.server.login import LoginPanel
    from workbench.ui.theme import Appearance
    from workbench.ui.token.sign import SignPanel


# Who is filled in before the first login: some requests are allowed and others refused, so there is something to see.
_FIRST_USER = "bob"

log = logging.getLogger(__name__)


class UserChoices(QObject):
    """Restores the previous choices into the window, and collects the current ones."""

    def __init__(
        self,
        path: Path,
        settings: Settings,
        appearance: Appearance,
        login: LoginPanel,
        sign: SignPanel,
        consents: ConsentsPresenter,
        replayed: ReplayedToken,
        session: SessionPresenter,
        *,
        prefers_own_design: bool,
    ) -> None:
        """Restore *settings* into the window.

        Args:
            path: the file of the settings.
            settings: what was chosen last time.
            appearance: knows the colours.
            login: knows user and design.
            sign: knows the key, and what happens with each edit.
            consents: knows the hosts to which tokens may be sent.
            replayed: knows whether the requests are replayed after a login.
            session: knows the most recent sessions.
            prefers_own_design: whether the first design of the user's own is chosen when the server has started.
        """
        super().__init__()
        self._path = path
        self._appearance = appearance
        self._login = login
        self._sign = sign
        self._consents = consents
        self._replayed = replayed
        self._session = session
        self._prefers_own_design = prefers_own_design
        login.prefill(settings.username or _FIRST_USER, settings.design)
        sign.prefill(settings.signing_kid, HeaderUpdate(settings.header_update))
        sign.each_edit.setChecked(settings.sign_each_edit)
        sign.replay_each_edit.setChecked(settings.replay_each_edit)
        replayed.set_after_login(settings.replay_after_login)
        session.set_recent(settings.recent_sessions.splitlines())
        consents.changed.connect(self.save)

    @Slot(object)
    def choose_own_design(self, info: ServerInfo) -> None:
        """The server started: choose the design that the user named on the command line, once."""
        if self._prefers_own_design:
            self._prefers_own_design = False
            self._login.choose_design(info.design)

    @Slot()
    def save(self) -> None:
        """Write what is chosen now; a failure is logged."""
        settings = Settings(
            scheme=self._appearance.scheme.value,
            username=self._login.username,
            design=self._login.design,
            sign_each_edit=self._sign.each_edit.isChecked(),
            replay_each_edit=self._sign.replay_each_edit.isChecked(),
            replay_after_login=self._replayed.after_login,
            header_update=self._sign.header_update.value,
            signing_kid=self._sign.kid,
            allowed_hosts=self._consents.kept,
            recent_sessions="\n".join(self._session.recent),
        )
        try:
            settings_file.save(self._path, settings)
        except OSError as error:
            log.warning("settings could not be saved: %s", error)
