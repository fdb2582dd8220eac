"""Paints check boxes in cells, which the delegate of every table leaves out to be quick."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyleOptionViewItem

from workbench.ui.widgets.tone_delegate import ToneDelegate


class CheckDelegate(ToneDelegate):
    """As `ToneDelegate`, with a check box where the model has one."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Ask for the check box as well."""
        super().initStyleOption(option, index)
        checked = index.data(Qt.ItemDataRole.CheckStateRole)
        if checked is not None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
            option.checkState = Qt.CheckState(checked)
