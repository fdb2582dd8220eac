"""What the demo server expects of the token on the bench."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from workbench.presenters.token.editor_state import EditorState, TokenOrigin

if TYPE_CHECKING:
    from workbench.core.server.subjects import Subjects
    from workbench.presenters.token.bench_token import BenchToken


class TokenExpectations(QObject):
    """Judges the token of a `BenchToken` as the demo server does, and knows whether that server issued it.

    Signals:
        changed(ClaimExpectations): something else is expected.

    Attributes:
        present: issuer, audience and type for tokens of the demo server; anything for those from elsewhere.
    """

    changed = Signal(object)

    def __init__(self, token: BenchToken) -> None:
        from workbench.core.verification.claim_expectations import ClaimExpectations

        super().__init__()
        self._token = token
        self._demo = ClaimExpectations()
        self._generation: int | None = None
        self.present = ClaimExpectations()
        token.state_changed.connect(self._on_state_changed)

    def expect(self, issuer: str | None, audience: str | None) -> None:
        """The demo server expects this ``iss`` and this ``aud``."""
        self._demo = replace(self._demo, issuer=issuer, audience=audience)
        self._token.expect(issuer, audience)
        self._update(self._token.state)

    def expect_design(self, token_type: str | None, subjects: Subjects | None) -> None:
        """The design in use expects this ``typ``, and names users like this."""
        self._demo = replace(self._demo, token_type=token_type)
        self._token.expect_design(token_type, subjects)
        self._update(self._token.state)

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        if state.generation != self._generation:
            self._generation = state.generation
            self._update(state)

    def _update(self, state: EditorState) -> None:
        from workbench.core.verification.claim_expectations import ClaimExpectations

        claims, baseline = state.reading.claims, state.baseline
        is_issued = state.origin is TokenOrigin.ISSUED and baseline is not None and baseline.text == state.reading.text
        names_demo = claims is not None and claims.get("iss") == self._demo.issuer
        elsewhere = not (state.is_empty or is_issued or names_demo)
        wanted = ClaimExpectations() if elsewhere else self._demo
        if wanted != self.present:
            self.present = wanted
            self.changed.emit(wanted)
