"""A check box in front of a cell's text: toggled by mouse, and by Space if the view passes it on."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from workbench.ui.item_views.tone_delegate import ToneDelegate


class CheckDelegate(ToneDelegate):
    """Cells carry the state under Qt's own role; one that cannot be changed is painted as disabled."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        """Add the box."""
        super().initStyleOption(option, index)
        state = index.data(Qt.ItemDataRole.CheckStateRole)
        if state is None:
            return
        option.features |= QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator
        option.checkState = Qt.CheckState(state)
        if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
            option.state &= ~QStyle.StateFlag.State_Enabled
