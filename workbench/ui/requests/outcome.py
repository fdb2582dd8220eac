"""The explanation of one answer: verdict, checks, claims read, changes that would reverse it, response."""

from __future__ import annotations

import contextlib
import json
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.core.answers.decision import asked_words
from workbench.core.text.wording import counted
from workbench.ui.arrangement import eliding
from workbench.ui.requests.flips import FlipsRow
from workbench.ui.requests.folded_checks import FoldedChecks
from workbench.ui.requests.verdict_icon import VerdictIcon
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.segments import SegmentedButtons
from workbench.ui.widgets.sentence_label import WrappedLabel

if TYPE_CHECKING:
    from workbench.core.answers.outcome import Check, Decision, Flip, Outcome
    from workbench.core.requests.request import SentRequest
    from workbench.ui.theme import Appearance


# Of the verdict: a foreign server may call its status anything.
_MOST_VERDICT = 340

# The reason the demo server gives with 431.
_HEADER_TOO_LARGE = "http.header_block_too_large"


class OutcomeView(QWidget):
    """Explains an `Outcome`; `views` switches between checks and response, and is placed by its owner.

    Signals:
        flip_chosen(Flip): make this change of a claim.
    """

    flip_chosen = Signal(object)

    def __init__(self, name: str, appearance: Appearance, parent: QWidget) -> None:
        """Make a view whose parts have the object names ``name.part``."""
        super().__init__(parent)
        choices = (("checks", "Checks"), ("response", "Response"), ("sent", "Sent"))
        self.views = SegmentedButtons(f"{name}.view", choices, parent)
        self.views.choose("checks")
        self._verdict_icon = VerdictIcon(appearance, self)
        self._verdict = QLabel(self)
        self._verdict.setObjectName(f"{name}.verdict")
        self._verdict.setTextFormat(Qt.TextFormat.PlainText)
        self._verdict.setProperty("role", "verdict")
        self._request = ElidedLabel(f"{name}.request", self)
        self._reason = WrappedLabel(f"{name}.reason", self)
        self._reason.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._checks = FoldedChecks(name, appearance, self)
        self._read = WrappedLabel(f"{name}.read", self, role="caption")
        self._flips = FlipsRow(f"{name}.flip", appearance, self)
        self._response = _text(f"{name}.response", "Response", self)
        self._sent = _text(f"{name}.sent", "Sent", self)
        self._measures = WrappedLabel(f"{name}.measures", self, role="caption")
        self._stack = QStackedWidget(self)
        self._lay_out()
        self._flips.flip_chosen.connect(self.flip_chosen)
        self.views.chosen.connect(self._on_view_chosen)

    def show_outcome(self, outcome: Outcome, *, appliable: bool) -> None:
        """Explain *outcome*; *appliable* if its advice can be followed with a button."""
        decision = outcome.decision
        self._request.show_text(outcome.request.label)
        self._verdict_icon.show_verdict(allowed=outcome.allowed)
        words = _verdict(outcome)
        self._verdict.setText(eliding.in_middle(words, self._verdict.fontMetrics(), _MOST_VERDICT))
        self._verdict.setToolTip(tool_tip.literal(words) if self._verdict.text() != words else "")
        set_style_property(self._verdict, "tone", "allowed" if outcome.allowed else "refused")
        self._reason.setText(_reason(outcome))
        self._checks.show_checks(decision.checks if decision is not None else ())
        self._read.setText(_figures(outcome))
        self._read.setToolTip(_lookup_tip(outcome.decision))
        self._flips.show_flips(_flips(decision), allowed=outcome.allowed, appliable=appliable)
        self._measures.setText(_measures(outcome))
        sent = _sent(outcome.sent) if outcome.sent is not None else ""
        for field, text in ((self._response, _response(outcome)), (self._sent, sent)):
            if text != field.toPlainText():
                field.setPlainText(text)

    def show_nothing(self, text: str) -> None:
        """Show *text* instead: why there is nothing to explain, and what to do."""
        self._verdict_icon.hide()
        self._reason.setText(text)
        self._request.show_text("")
        for label in (self._verdict, self._read, self._measures):
            label.setText("")
        self._checks.show_checks(())
        self._flips.show_flips((), allowed=True, appliable=False)
        self._response.clear()
        self._sent.clear()

    @Slot(str)
    def _on_view_chosen(self, view: str) -> None:
        self._stack.setCurrentIndex(("checks", "response", "sent").index(view))
        for field in (self._response, self._sent):  # laid out only now; show the first line
            field.verticalScrollBar().setValue(0)

    def _lay_out(self) -> None:
        verdict = QHBoxLayout()
        verdict.setSpacing(8)
        verdict.addWidget(self._verdict_icon)
        verdict.addWidget(self._verdict)
        self._request.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        verdict.addWidget(self._request, 1)
        checks = QWidget(self)
        column = QVBoxLayout(checks)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._checks, 1)
        column.addWidget(self._read)
        column.addWidget(self._flips)
        self._stack.addWidget(checks)
        response = QWidget(self)
        below = QVBoxLayout(response)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(4)
        below.addWidget(self._response, 1)
        below.addWidget(self._measures)
        self._stack.addWidget(response)
        self._stack.addWidget(self._sent)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addLayout(verdict)
        layout.addWidget(self._reason)
        layout.addWidget(self._stack, 1)


def _text(name: str, words: str, parent: QWidget) -> QPlainTextEdit:
    field = QPlainTextEdit(parent)
    field.setObjectName(name)
    field.setAccessibleName(words)
    field.setProperty("mono", True)
    field.setReadOnly(True)
    field.setTabChangesFocus(True)
    return field


def _verdict(outcome: Outcome) -> str:
    decision = outcome.decision
    if outcome.request.base_url is not None:  # only that server knows what its status means
        return f"{outcome.status} {outcome.reason_phrase}".strip()
    if outcome.allowed:
        granted = next((grant.kind for grant in decision.grants if grant.granted), "") if decision is not None else ""
        return f"{outcome.status} allowed by {granted}" if granted else f"{outcome.status} allowed"
    if outcome.reason == _HEADER_TOO_LARGE:
        return f"{outcome.status} refused by the header limit"
    failed = _first_failure(decision)
    return f"{outcome.status} refused by {failed.name}" if failed else f"{outcome.status} {outcome.reason_phrase}"


def _first_failure(decision: Decision | None) -> Check | None:
    from workbench.core.answers.check_outcome import CheckOutcome

    checks = decision.checks if decision is not None else ()
    return next((check for check in checks if check.outcome is CheckOutcome.FAIL), None)


def _flips(decision: Decision | None) -> tuple[Flip, ...]:
    """The advice of all grants without duplicates. A flip may hold a list, so it cannot be a dictionary key."""
    flips: list[Flip] = []
    for grant in decision.grants if decision is not None else ():
        flips += [flip for flip in grant.flip if flip not in flips]
    return tuple(flips)


def _reason(outcome: Outcome) -> str:
    """The deciding sentence: of the first failed check, else of the grant that allowed it."""
    decision = outcome.decision
    if decision is None:
        return _without_decision(outcome)
    failed = _first_failure(decision)
    if failed is not None:
        return failed.detail
    granted = next((grant.detail for grant in decision.grants if grant.granted), "")
    why = granted or next((check.detail for check in decision.checks if check.name == "permission"), "")
    return why if decision.filtered is None else f"{why.removesuffix('.')}. {decision.filtered.summary}"


def _without_decision(outcome: Outcome) -> str:
    """The answer's own detail and a hint, for an answer without a decision."""
    if outcome.request.base_url is not None:
        return _of_a_foreign_server(outcome)
    if not outcome.detail:
        return "The server has no decision for this request: it answered before it read the token."
    text = f"{outcome.status}: {outcome.detail}. The token was not checked."
    if outcome.reason == _HEADER_TOO_LARGE:
        return f"{text} Make the token smaller, or raise the header limit in the demo server's menu at the top."
    return text


def _of_a_foreign_server(outcome: Outcome) -> str:
    """A description of an answer from a server that sends no decisions."""
    if 300 <= outcome.status < 400:
        location = next((value for name, value in outcome.headers if name.lower() == "location"), "")
        goal = f" to {location}" if location else ""
        return f"The server redirects{goal}. The redirect is not followed, so the token is not sent there."
    text = f"{outcome.detail.rstrip('.')}. " if outcome.detail else ""
    return f"{text}This server gives no reason; its answer is under Response."


def _measures(outcome: Outcome) -> str:
    parts = [f"{outcome.elapsed_ms:,.1f} ms"]
    if outcome.request.base_url is not None:
        parts[0] += " including connecting"
    if outcome.body_bytes is not None:
        parts.append(f"body {outcome.body_bytes:,} B")
    if outcome.cut:
        parts.append("truncated: at most 1 MiB is read")
    return " · ".join(parts)


def _sent(sent: SentRequest) -> str:
    """The request as it was sent, and its proof of possession as JSON if it has one."""
    from workbench.core.signing.possession import proof_in_words

    return "\n\n".join(filter(None, (sent.shown, proof_in_words(sent))))


def _figures(outcome: Outcome) -> str:
    decision = outcome.decision
    if decision is None:
        return _measures(outcome)
    parts = [f"Design {decision.design}"]
    if decision.claims_read:
        parts.append(f"read {', '.join(decision.claims_read)}")
    parts.append(_lookup_words(decision))
    parts.append(f"{decision.elapsed_us:,.0f} µs")
    parts.append(f"{decision.token_bytes:,} B")
    return " · ".join(parts)


def _lookup_words(decision: Decision) -> str:
    return counted(decision.questions if decision.asked else decision.lookups, "lookup")


def _lookup_tip(decision: Decision | None) -> str:
    return f"Lookups: {asked_words(decision.asked)}" if decision is not None and decision.asked else ""


def _response(outcome: Outcome) -> str:
    lines = [f"{outcome.http_version} {outcome.status} {outcome.reason_phrase}"]
    lines += [f"{name}: {value}" for name, value in outcome.headers]
    body = outcome.body
    with contextlib.suppress(ValueError):  # not JSON: shown unchanged
        body = json.dumps(json.loads(body), indent=2, ensure_ascii=False)
    return "\n".join([*lines, "", body])
