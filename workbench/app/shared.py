"""What the pages share. Seen by the composition root alone: presenters and panels take what they need, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

if TYPE_CHECKING:
    from workbench.app.experiments import Experiments
    from workbench.presenters.background import Background
    from workbench.presenters.keys.findings import KeyFindingsPresenter
    from workbench.presenters.keys.keys import KeysPresenter
    from workbench.presenters.requests.consents import ConsentsPresenter
    from workbench.presenters.requests.replay import ReplayPresenter
    from workbench.presenters.requests.replayed_token import ReplayedToken
    from workbench.presenters.server.server import ServerPresenter
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.expectations import TokenExpectations
    from workbench.presenters.variants.variants import VariantsPresenter
    from workbench.services.http_client.late import LateHttpClient
    from workbench.services.server_host import ServerHost
    from workbench.ui.theme import Appearance


@dataclass(frozen=True)
class Shared:
    """One object of each kind for the whole window.

    Attributes:
        background: runs what would block.
        second: ticks once a second, for countdowns.
        client: speaks HTTP.
        host: owns the demo server.
        experiments: what is found out on servers of its own.
        server: the demo server as the window sees it.
        keys: the key ring.
        key_findings: what is wrong with the keys of the ring.
        editor: the token on the bench.
        replay: the requests and their answers.
        consents: where tokens may be sent.
        expected: what the demo server expects of the token on the bench.
        replayed: keeps token, replay and design in step.
        variants: the saved states of the token.
        claim_table: the registered claims and header parameters, as CSV.
        appearance: the colours in use.
    """

    background: Background
    second: QTimer
    client: LateHttpClient
    host: ServerHost
    experiments: Experiments
    server: ServerPresenter
    keys: KeysPresenter
    key_findings: KeyFindingsPresenter
    editor: EditorPresenter
    replay: ReplayPresenter
    consents: ConsentsPresenter
    expected: TokenExpectations
    replayed: ReplayedToken
    variants: VariantsPresenter
    claim_table: str
    appearance: Appearance
