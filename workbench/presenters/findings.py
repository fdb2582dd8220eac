"""Remarks on the token that is edited, kept in step with it."""

import uuid

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from workbench.core.findings import Finding, Subject, lint
from workbench.core.token import Reading
from workbench.presenters.editor import EditorPresenter, EditorState

# A token of this many characters is looked at between two keystrokes; a larger one once the typing pauses.
_AT_ONCE_CHARACTERS = 300_000
_PAUSE_MS = 200


class FindingsPresenter(QObject):
    """Looks at the token of an `EditorPresenter` whenever it is another one.

    Signals:
        findings_changed(tuple[Finding, ...]): there is something else to say.
    """

    findings_changed = Signal(object)

    def __init__(self, editor: EditorPresenter, registered: frozenset[str]) -> None:
        super().__init__()
        self._editor = editor
        self._registered = registered
        self._reading: Reading | None = None
        self.findings: tuple[Finding, ...] = ()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        editor.state_changed.connect(self._on_state_changed)

    def fix(self, finding: Finding) -> None:
        """Make the change that *finding* offers."""
        if finding.fix is not None:
            self._editor.fix(finding.fix)

    @Slot(object)
    def _on_state_changed(self, state: EditorState) -> None:
        if state.reading is self._reading:
            return
        self._reading = state.reading
        if len(state.text) > _AT_ONCE_CHARACTERS:
            self._pause.start()
        else:
            self._pause.stop()
            self._look()

    @Slot()
    def _look(self) -> None:
        state = self._editor.state
        found: tuple[Finding, ...] = ()
        if not state.is_empty:
            subject = Subject(
                state.reading, now=self._editor.now, registered=self._registered, new_id=lambda: str(uuid.uuid4())
            )
            found = lint(subject)
        if found != self.findings:
            self.findings = found
            self.findings_changed.emit(found)
