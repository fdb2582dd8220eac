"""Joins what is done with requests beside replaying them: presenters, the bar below the answers, and the drawer."""

from collections.abc import Sequence

from workbench.core.answers.outcome import Request
from workbench.presenters.background import Background
from workbench.presenters.requests.consents import ConsentsPresenter
from workbench.presenters.requests.repeat import RepeatPresenter
from workbench.presenters.requests.replay import ReplayPresenter
from workbench.presenters.requests.requests import RequestsPresenter
from workbench.presenters.server.server import ServerPresenter
from workbench.presenters.token.editor import EditorPresenter
from workbench.services.http_client.client import HttpClient
from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.bar import RequestsBar
from workbench.ui.requests.consent_strip import ConsentStrip
from workbench.ui.requests.details import AnswerDetails
from workbench.ui.requests.drawer import RequestDrawer
from workbench.ui.requests.why import WhyPanel
from workbench.ui.theme import Appearance


class RequestTools:
    """Editing, importing, copying and repeating requests, and the question before a token leaves."""

    def __init__(
        self,
        client: HttpClient,
        server: ServerPresenter,
        replay: ReplayPresenter,
        consents: ConsentsPresenter,
        background: Background,
    ) -> None:
        self._consents = consents
        self._replay = replay
        self._requests = RequestsPresenter(replay, server)
        self._repeat = RepeatPresenter(client, server, replay, consents, background.run)

    def add_to(self, answers: AnswersPanel, why: WhyPanel, editor: EditorPresenter, look: Appearance) -> AnswerDetails:
        """Put the tools into the card of the answers; what stands below it is *why* or the drawer."""
        answers.add_strip(ConsentStrip("replay.consent", self._consents, look, answers))
        bar = RequestsBar(self._requests, look, answers)
        answers.add_bar(bar)
        self._requests.selected.connect(answers.select_row)
        self._replay.busy_changed.connect(bar.forget)
        bar.token_wanted.connect(editor.token.set_text)
        return AnswerDetails(why, RequestDrawer(self._requests, self._repeat, self._consents, look), bar, answers)

    def set_scenario(self, requests: Sequence[Request]) -> None:
        """Replay these requests of the scenario, and the user's own."""
        self._requests.set_scenario(requests)

    def replace(self, requests: Sequence[Request]) -> None:
        """Replay these requests in place of all others."""
        self._requests.replace(requests)

    def stop(self) -> None:
        """End what is under way."""
        self._repeat.stop()
