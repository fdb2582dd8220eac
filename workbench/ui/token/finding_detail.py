"""The selected finding in full: the whole sentence, what its fix changes, and its sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from workbench.ui.icons import Icon, icon
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.sentence_label import SentenceLabel, WrappedLabel

if TYPE_CHECKING:
    from workbench.core.lint.source_links import SourceLink
    from workbench.core.lint.tokens import Finding


_MOST_LINKS = 2
_GAP = 8

# Of what a fix changes, in pixels: with less it goes on a line without the sources.
_ENOUGH_OF_A_CHANGE = 200


class FindingDetail(QWidget):
    """Shows one finding; nothing of it is opened before the user asks for it.

    Signals:
        fix_wanted(): make the change that the finding offers.
        source_wanted(str): open this address in the browser.
    """

    fix_wanted = Signal()
    source_wanted = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._links: tuple[SourceLink, ...] = ()
        self._message = WrappedLabel("findings.message", self)
        self._message.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._fix = ElidedButton("findings.fix", self)
        self._fix.setAccessibleName("Fix the selected finding")
        self._change = ElidedLabel("findings.change", self)
        self._source = SentenceLabel("findings.source", self)
        self._source.setProperty("role", "caption")
        self._open = [ElidedButton(f"findings.open_source_{number}", self) for number in range(_MOST_LINKS)]
        self._lay_out()
        self._fix.clicked.connect(self.fix_wanted)
        for button in self._open:
            button.setAccessibleName("Open the source in the browser")
            button.clicked.connect(self._on_open_clicked)
        appearance.changed.connect(self._paint_icons)
        self._paint_icons()
        self.hide()

    def show_finding(self, finding: Finding | None, change: str) -> None:
        """Show *finding*, and the *change* that its fix makes; None hides all."""
        self.setVisible(finding is not None)
        if finding is None:
            return
        from workbench.core.lint.source_links import source_links

        self._message.setText(finding.message)
        fix = finding.fix
        self._fix.setVisible(fix is not None)
        words = fix.label if fix is not None else ""
        self._fix.show_words(words, f"{words}: make this change in the edited token (Enter); then sign and replay")
        self._change.setVisible(fix is not None)
        self._change.show_text(change)
        self._links = source_links(finding.source)[:_MOST_LINKS]
        self._source.setText("" if self._links else finding.source)
        self._source.setVisible(not self._links)
        for number, button in enumerate(self._open):
            link = self._links[number] if number < len(self._links) else None
            button.setVisible(link is not None)
            if link is not None:
                button.show_words(link.words, f"Open {link.words} in the browser: {link.url}")
        self._arrange()

    @Slot()
    def _on_open_clicked(self) -> None:
        button = self.sender()
        assert isinstance(button, ElidedButton)  # noqa: S101  only these are connected
        self.source_wanted.emit(self._links[self._open.index(button)].url)

    @Slot()
    def _paint_icons(self) -> None:
        self._fix.setIcon(icon(Icon.APPLY, self._appearance, Tone.ACCENT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put fix and sources beside each other if both fit."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Save a row of the page where fix, change and sources fit beside each other."""
        offered = [self._fix] if not self._fix.isHidden() else []
        opened = [button for button in self._open if not button.isHidden()]
        buttons = sum(button.sizeHint().width() + _GAP for button in (*offered, *opened))
        change = self._change.fontMetrics().horizontalAdvance(self._change.text()) if offered else 0
        beside = self._source.isHidden() and buttons + min(change, _ENOUGH_OF_A_CHANGE) + _GAP <= self.width()
        wanted = QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
        if wanted != self._actions.direction():
            self._actions.setDirection(wanted)
            self.updateGeometry()

    def _lay_out(self) -> None:
        fix = QHBoxLayout()
        fix.setSpacing(_GAP)
        fix.addWidget(self._fix)
        fix.addWidget(self._change, 1)
        sources = QHBoxLayout()
        sources.setSpacing(_GAP)
        sources.addWidget(self._source, 1)
        for button in self._open:
            sources.addWidget(button)
        sources.addStretch(1)
        self._actions = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._actions.setSpacing(4)
        self._actions.addLayout(fix, 1)
        self._actions.addLayout(sources)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._message)
        column.addLayout(self._actions)
