"""Ids that are longer than their cell: their ends tell them apart, so it is the middle that goes."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from workbench.ui.item_views.tone_delegate import ToneDelegate


class MiddleDelegate(ToneDelegate):
    """Shortens a text in the middle; the model's tool tip has it whole."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Take the ellipsis to the middle."""
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideMiddle
