"""Everything but replaying requests: edit, import, copy and repeat them, and consent to send a token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from workbench.presenters.requests.requests import RequestsPresenter
from workbench.ui.requests.answer_actions import AnswerActions
from workbench.ui.requests.bar import RequestsBar
from workbench.ui.requests.consent_strip import ConsentStrip
from workbench.ui.requests.details import AnswerDetails

if TYPE_CHECKING:
    from workbench.app.shared import Shared
    from workbench.core.server.info import ServerInfo
    from workbench.presenters.requests.repeat import RepeatPresenter
    from workbench.ui.requests.answers import AnswersPanel
    from workbench.ui.requests.drawer import RequestDrawer
    from workbench.ui.requests.why import WhyPanel


class RequestTools(QObject):
    """Makes the presenters, the bar below the answers and, when it is first opened, the drawer, and connects them.

    Attributes:
        list: the list of requests.

    Signals:
        drawer_built(QWidget): the drawer was opened for the first time.
    """

    drawer_built = Signal(QWidget)

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self.list = RequestsPresenter(shared.replay, shared.server, shared.client.proven)
        self._repeat: RepeatPresenter | None = None

    def add_to(self, answers: AnswersPanel, why: WhyPanel) -> AnswerDetails:
        """Put the tools into the card of the answers; returns what is below it: *why* or the drawer."""
        look, consents = self._shared.appearance, self._shared.consents
        answers.add_strip(ConsentStrip("replay.consent", consents, look, answers))
        bar = RequestsBar(self.list, look, answers)
        answers.add_bar(bar)
        AnswerActions(answers, self.list, self._shared.replay)
        replayed = self._shared.replayed
        bar.after_login.setChecked(replayed.after_login)
        bar.after_login.toggled.connect(replayed.set_after_login)
        bar.sender_chosen.connect(self._shared.replay.send_as)
        replayed.after_login_changed.connect(bar.after_login.setChecked)
        replayed.refusal_found.connect(answers.show_refusal)
        self.list.selected.connect(answers.select_row)
        self._shared.replay.busy_changed.connect(bar.forget)
        bar.token_wanted.connect(self._shared.editor.token.set_text)
        return AnswerDetails(why, self._make_drawer, bar, answers)

    def _make_drawer(self) -> RequestDrawer:
        from workbench.presenters.requests.repeat import RepeatPresenter
        from workbench.ui.requests.drawer import RequestDrawer

        shared = self._shared
        self._repeat = repeat = RepeatPresenter(
            shared.client, shared.server, shared.replay, shared.consents, shared.background.run
        )
        drawer = RequestDrawer(self.list, repeat, shared.consents, shared.appearance)
        self.drawer_built.emit(drawer)
        return drawer

    @Slot(object)
    def show_server(self, info: ServerInfo) -> None:
        """Replay the requests of this server's scenario, and the user's own."""
        self.list.set_scenario(info.requests)

    def stop(self) -> None:
        """End what is under way."""
        if self._repeat is not None:
            self._repeat.stop()
