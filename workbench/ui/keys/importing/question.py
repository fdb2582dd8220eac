"""The question what to do with a key whose kid another one has, below the keys that it is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.core.key_files.import_plan import Conflict, ConflictChoice
from workbench.presenters.status import Status, StatusLevel
from workbench.ui.theme import Appearance, Tone
from workbench.ui.widgets.restyle import set_style_property
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.keys.importing import ImportState, KeyImportPresenter


class KeyImportQuestion(QFrame):
    """Takes no room until there is a question.

    Signals:
        settled(): the last question was answered here.
    """

    settled = Signal()

    def __init__(self, importing: KeyImportPresenter, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._importing = importing
        self._asked: Conflict | None = None
        self.setProperty("notice", True)
        set_style_property(self, "tone", Tone.WARNING.value)
        self._words = StatusLine("key_import.question", appearance, self)
        self._for_all = QCheckBox(self)
        self._for_all.setObjectName("key_import.for_all")
        self._replace = self._button("key_import.replace", "Replace it")
        self._keep_both = self._button("key_import.keep_both", "Keep both, with a new kid")
        self._skip = self._button("key_import.skip", "Skip")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self._replace, self._keep_both, self._skip):
            buttons.addWidget(button)
        buttons.addWidget(self._for_all)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(8)
        layout.addWidget(self._words)
        layout.addLayout(buttons)
        self._replace.clicked.connect(self._on_replace)
        self._keep_both.clicked.connect(self._on_keep_both)
        self._skip.clicked.connect(self._on_skip)
        importing.state_changed.connect(self._show)
        self._show(importing.state)

    @Slot(object)
    def _show(self, state: ImportState) -> None:
        question, open_ones = state.question, len(state.choices.conflicts)
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self.isAncestorOf(focused)
        self.setVisible(question is not None)
        if question is None:
            self._words.show_status(Status(""))
            self._for_all.setChecked(False)
            if had_keyboard:
                self.settled.emit()
        else:
            counted = f" ({1} of {open_ones})" if open_ones > 1 else ""
            self._words.show_status(Status(f"{question.sentence}{counted}", StatusLevel.WARNING))
            self._replace.setVisible(ConflictChoice.REPLACE in question.answers)
            self._for_all.setText(f"the same for all {open_ones}")
            self._for_all.setVisible(open_ones > 1)
            if had_keyboard and self._replace.isHidden() and not self._keep_both.hasFocus():
                self._keep_both.setFocus(Qt.FocusReason.OtherFocusReason)
        self._asked = question

    @Slot()
    def _on_replace(self) -> None:
        self._importing.answer(ConflictChoice.REPLACE, for_all=self._for_all.isChecked())

    @Slot()
    def _on_keep_both(self) -> None:
        self._importing.answer(ConflictChoice.KEEP_BOTH, for_all=self._for_all.isChecked())

    @Slot()
    def _on_skip(self) -> None:
        self._importing.answer(ConflictChoice.SKIP, for_all=self._for_all.isChecked())

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        return button
