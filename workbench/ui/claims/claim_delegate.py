"""The delegate of the claims table: long names lose their middle, and a typed one is completed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, QStringListModel, Qt
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyleOptionViewItem, QWidget

from workbench.ui.item_views.tone_delegate import ToneDelegate

if TYPE_CHECKING:
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.ui.theme import Appearance


class ClaimDelegate(ToneDelegate):
    """Offers every known claim with its meaning in the column of names, and shows states as icons alone."""

    def __init__(
        self,
        appearance: Appearance,
        parent: QWidget,
        registry: Mapping[str, ClaimMeaning],
        *,
        name_column: int,
        state_column: int,
    ) -> None:
        super().__init__(appearance, parent)
        self._name_column = name_column
        self._state_column = state_column
        self._registry = registry

    @cached_property
    def _choices(self) -> list[str]:
        return [f"{each.name} – {each.purpose}" for each in self._registry.values()]

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Elide names in the middle, for those of one namespace differ at their ends; leave out the words of a state.

        The words stand behind the value where there is room, and in the tool tip of the icon.
        """
        super().initStyleOption(option, index)
        if index.column() == self._name_column:
            option.textElideMode = Qt.TextElideMode.ElideMiddle
        elif index.column() == self._state_column:
            option.text = ""

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QWidget:
        """The field, with completion where a name is typed."""
        editor = super().createEditor(parent, option, index)
        if index.column() == self._name_column and isinstance(editor, QLineEdit):
            completer = QCompleter(editor)
            completer.setModel(QStringListModel(self._choices, completer))
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            choices = QListView()
            choices.setProperty("popup", True)
            completer.setPopup(choices)
            editor.setCompleter(completer)
        return editor

    def setModelData(
        self, editor: QWidget, model: QAbstractItemModel, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Store only the name if a choice with its meaning was accepted."""
        if index.column() == self._name_column and isinstance(editor, QLineEdit) and editor.text() in self._choices:
            editor.setText(editor.text().partition(" – ")[0])
        super().setModelData(editor, model, index)
