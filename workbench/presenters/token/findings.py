"""The findings on the edited token, updated with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot

if TYPE_CHECKING:
    from workbench.core.diff.members import Row
    from workbench.core.keys.signing_key import SigningKey
    from workbench.core.lint.tokens import Finding, KeyFacts, References, TokenKind
    from workbench.core.token.compact import Reading
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState


# A token of this many characters is checked between two keystrokes; a larger one once typing pauses.
_AT_ONCE_CHARACTERS = 300_000
_PAUSE_MS = 200

# Of a value that a fix changes: more would hide the other value.
_SHOWN_CHARACTERS = 60


@dataclass(frozen=True, slots=True)
class KindShown:
    """What the token is taken for.

    Attributes:
        kind: the kind; None where there is no token.
        words: the kind in a sentence: ``an access token``.
        reason: why it is taken for it: ``typ is at+jwt``.
        chosen: the kind that the user chose; None if it was recognized.
    """

    kind: TokenKind | None = None
    words: str = ""
    reason: str = ""
    chosen: TokenKind | None = None

    @property
    def sentence(self) -> str:
        """What the findings rest on, in one line; empty where there is no token."""
        from workbench.core.lint.tokens import TokenKind
        from workbench.core.text.wording import printable

        if self.kind is None:
            return ""
        general = "; only the general rules apply" if self.kind is TokenKind.UNKNOWN else ""
        return f"Read as {self.words}: {printable(self.reason)}{general}."


class FindingsPresenter(QObject):
    """Checks the token of an `EditorPresenter` whenever it changes.

    Signals:
        findings_changed(tuple[Finding, ...]): the new findings.
        kind_changed(KindShown): the token is taken for another kind, or for another reason.
    """

    findings_changed = Signal(object)
    kind_changed = Signal(object)

    def __init__(
        self,
        editor: EditorPresenter,
        references: Callable[[], References],
        is_common: Callable[[bytes], bool] | None = None,
    ) -> None:
        """Check the token of *editor*.

        Args:
            editor: has the token.
            references: reads what is known of claims and of servers; called when there is a token.
            is_common: recognizes commonly used secrets.
        """
        super().__init__()
        self._is_common = is_common
        self._ring: tuple[SigningKey, ...] = ()
        self._editor = editor
        self._references = references
        self._reading: Reading | None = None
        self._chosen: TokenKind | None = None
        self._generation = editor.token.state.generation
        self._baseline = editor.token.state.baseline
        self.findings: tuple[Finding, ...] = ()
        self.kind = KindShown()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        editor.token.state_changed.connect(self._on_state_changed)

    def fix(self, finding: Finding) -> None:
        """Make the change that *finding* offers."""
        if finding.fix is not None:
            self._editor.fix(finding.fix)

    def choose_kind(self, kind: TokenKind | None) -> None:
        """Check the token as one of this kind; None recognizes it again."""
        self._chosen = kind
        self._look()

    def preview(self, finding: Finding) -> str:
        """What the fix of *finding* changes, member by member; empty if it offers none."""
        from workbench.core.diff.members import compare
        from workbench.core.lint.tokens.finding import apply_fix
        from workbench.core.token.compact import read

        if finding.fix is None:
            return ""
        before = self._editor.token.state.reading
        rows = compare(before, read(apply_fix(before, finding.fix))).rows
        return "; ".join(_change_words(row) for row in rows)

    @Slot(object)
    def set_ring(self, keys: tuple[SigningKey, ...]) -> None:
        """Check a token together with the key among *keys* that its header names."""
        self._ring = keys
        self._look()

    def _key_of(self, reading: Reading) -> KeyFacts | None:
        from workbench.core.lint.tokens.subject import key_facts

        header = reading.header or {}
        named = (key for key in self._ring if (key.kid, key.algorithm) == (header.get("kid"), header.get("alg")))
        key = next(named, None)
        return None if key is None or self._is_common is None else key_facts(key, self._is_common)

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        if state.reading is self._reading:
            return
        if self._is_another(state):
            self._chosen = None  # the choice was made for the token before
        self._reading, self._generation, self._baseline = state.reading, state.generation, state.baseline
        if len(state.text) > _AT_ONCE_CHARACTERS:
            self._pause.start()
        else:
            self._pause.stop()
            self._look()

    def _is_another(self, state: EditorState) -> bool:
        """Whether this is another token, not the one before with a part edited, or as it was issued."""
        if state.generation == self._generation or self._reading is None:
            return False
        if state.baseline is self._baseline and state.baseline is not None and state.text == state.baseline.text:
            return False
        parts = zip_longest(self._reading.segments, state.reading.segments, fillvalue="")
        return sum(before != after for before, after in parts) > 1

    @Slot()
    def _look(self) -> None:
        import uuid

        from workbench.core.lint.tokens import Subject, lint

        state = self._editor.token.state
        found: tuple[Finding, ...] = ()
        kind = KindShown()
        if not state.is_empty:
            subject = Subject(
                state.reading,
                now=self._editor.token.now,
                profile=self._chosen,
                key=self._key_of(state.reading),
                references=self._references(),
                new_id=lambda: str(uuid.uuid4()),
            )
            found = lint(subject)
            kind = KindShown(subject.kind, subject.table.words, subject.kind_reason, self._chosen)
        if kind != self.kind:
            self.kind = kind
            self.kind_changed.emit(kind)
        if found != self.findings:
            self.findings = found
            self.findings_changed.emit(found)


def _change_words(row: Row) -> str:
    """One changed member, such as ``sub: "bob" → "4711"``."""
    if row.before is None:
        return f"adds {row.name}: {_value(row.after)}"
    if row.after is None:
        return f"removes {row.name}: {_value(row.before)}"
    return f"{row.name}: {_value(row.before)} → {_value(row.after)}"


def _value(text: str | None) -> str:
    from workbench.core.text.wording import shortened

    return shortened(text or "", _SHOWN_CHARACTERS)
