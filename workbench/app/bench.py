"""The Bench: the token, its claims and views, the answers with their reasons, and signing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from workbench.app.common_secrets import is_common_secret
from workbench.app.page import PageBase
from workbench.app.requests import RequestTools
from workbench.ui import shortcuts
from workbench.ui.claims.views import ClaimsPanel
from workbench.ui.icons import Icon
from workbench.ui.lint_references import lint_references
from workbench.ui.requests.answers import AnswersPanel
from workbench.ui.requests.why import WhyPanel
from workbench.ui.shell.bench import BenchPanel
from workbench.ui.token.findings import FindingsPanel
from workbench.ui.token.sign import SignPanel
from workbench.ui.token.token_panel import TokenPanel
from workbench.ui.widgets.tabs import View

if TYPE_CHECKING:  # imported when its view is shown
    from workbench.app.shared import Shared
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.presenters.variants.impact import ImpactPresenter
    from workbench.ui.shell.page import Shortcut

Stop = Callable[[], None]


class Bench(PageBase):
    """The page that is shown first.

    Attributes:
        sign: the bar at the bottom.
        requests: what is done with requests beside replaying them.
        impact: what each claim decides; None until that view was shown.
    """

    id = "bench"
    title = "Bench"
    icon = Icon.BENCH

    def __init__(self, shared: Shared) -> None:
        super().__init__()
        self._shared = shared
        self._why = WhyPanel(shared.appearance)
        self._stops: list[Stop] = [shared.replay.cancel, shared.variants.stop]
        self.sign = SignPanel(shared.editor, shared.replay, shared.appearance)
        self.requests = RequestTools(shared)
        self.impact: ImpactPresenter | None = None
        shared.keys.ring.keys_changed.connect(self.sign.show_keys)
        shared.key_findings.findings_changed.connect(self.sign.show_findings)

    @property
    def shortcuts(self) -> Sequence[Shortcut]:
        """Replay, sign, undo and redo."""
        editor = self._shared.editor
        return (
            (shortcuts.REPLAY, self._shared.replay.replay),
            *((keys, editor.sign) for keys in shortcuts.SIGN),
            (shortcuts.UNDO, editor.token.undo),
            *((keys, editor.token.redo) for keys in shortcuts.REDO),
        )

    def build(self) -> QWidget:
        """The panels of the page, connected with each other."""
        from workbench.presenters.token.findings import FindingsPresenter
        from workbench.presenters.token.source import TokenSourcePresenter
        from workbench.services.files.reading import read_text_file

        shared, editor, why, look = self._shared, self._shared.editor, self._why, self._shared.appearance
        answers = AnswersPanel(shared.replay, look)
        answers.answer_selected.connect(why.show_answer)
        why.side_chosen.connect(answers.choose_side)
        why.flip_chosen.connect(editor.apply)
        table = shared.claim_table
        findings = FindingsPresenter(editor, lint_references, is_common_secret)
        shared.keys.ring.keys_changed.connect(findings.set_ring)
        claims = ClaimsPanel(editor, _LateRegistry(_registry, table), _LateRegistry(_header_registry, table), look)
        for view in (
            View("bytes", "Bytes", self._build_bytes),
            View("diff", "Diff", self._build_diff),
            View("variants", "Variants", self._build_variants),
            View("verify", "Verify", self._build_verify),
            View("impact", "Impact", self._build_impact),
        ):
            claims.add_view(view)
        claims.add_view(View("disclosures", "Disclosures", self._build_disclosures), lambda reading: bool(reading.tail))
        source = TokenSourcePresenter(editor.token, read_text_file, shared.background.run)
        token = TokenPanel(editor.token, source, look)
        token.text_pasted.connect(self.requests.list.offer_from)
        return BenchPanel(
            token,
            claims,
            FindingsPanel(findings, look),
            answers,
            self.requests.add_to(answers, why),
            self.sign,
        )

    @Slot()
    def stop(self) -> None:
        """End replays and experiments."""
        for stop in (*self._stops, self.requests.stop):
            stop()

    def _build_bytes(self) -> QWidget:
        from workbench.ui.token.bytes import BytesPanel

        return BytesPanel(self._shared.editor, self._shared.appearance)

    def _build_diff(self) -> QWidget:
        from workbench.ui.token.diff import IssuedDiff

        return IssuedDiff(self._shared.editor.token, self._shared.background.run, self._shared.appearance)

    def _build_variants(self) -> QWidget:
        from workbench.ui.token.diff import DiffView
        from workbench.ui.variants.variants import VariantsPanel

        run, look = self._shared.background.run, self._shared.appearance
        difference = DiffView(run, look, name="variants.diff", table_name="variants.difference")
        panel = VariantsPanel(self._shared.variants, difference, look)
        panel.answer_selected.connect(self._why.show_variant)
        return panel

    def _build_disclosures(self) -> QWidget:
        from workbench.ui.token.disclosures import DisclosuresPanel

        return DisclosuresPanel(self._shared.editor.token, self._shared.appearance)

    def _build_verify(self) -> QWidget:
        from workbench.presenters.token.key_source import KeySourcePresenter
        from workbench.presenters.token.verify import VerifyPresenter
        from workbench.services.files.reading import read_text_file
        from workbench.ui.token.verify import VerifyPanel

        shared, run = self._shared, self._shared.background.run
        source = KeySourcePresenter(read_text_file, run, is_common_secret)
        shared.keys.ring.keys_changed.connect(source.set_ring)
        verify = VerifyPresenter(shared.editor.token, source, shared.expected, run)
        source.set_ring(shared.keys.ring.keys)
        return VerifyPanel(verify, shared.appearance)

    def _build_impact(self) -> QWidget:
        from workbench.presenters.variants.impact import ImpactPresenter
        from workbench.ui.variants.impact import ImpactPanel

        shared = self._shared
        find = shared.experiments.impact
        self.impact = impact = ImpactPresenter(
            shared.editor, shared.replay, shared.server, find, shared.background.run_reporting
        )
        self._stops.append(impact.stop)
        return ImpactPanel(impact, shared.appearance)


class _LateRegistry(Mapping[str, "ClaimMeaning"]):
    """A table that is parsed when the first claim is explained."""

    def __init__(self, parse: Callable[[str], Mapping[str, ClaimMeaning]], table: str) -> None:
        self._parse = parse
        self._table = table

    @cached_property
    def _meanings(self) -> Mapping[str, ClaimMeaning]:
        return self._parse(self._table)

    def __getitem__(self, name: str) -> ClaimMeaning:
        return self._meanings[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._meanings)

    def __len__(self) -> int:
        return len(self._meanings)


def _registry(table: str) -> Mapping[str, ClaimMeaning]:
    from workbench.core.claims.registry import parse_registry

    return parse_registry(table)


def _header_registry(table: str) -> Mapping[str, ClaimMeaning]:
    from workbench.core.claims.registry import parse_header_registry

    return parse_header_registry(table)
