"""Item roles that the models fill and the delegate paints; a model names no colour and no font."""

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Role(IntEnum):
    """Roles beyond Qt's own."""

    TONE = Qt.ItemDataRole.UserRole + 1  # Tone of the text
    ICON = Qt.ItemDataRole.UserRole + 2  # Icon in front of the text, in the text's colour
    GROUND = Qt.ItemDataRole.UserRole + 3  # Tone of the soft ground of a marked row
    MONO = Qt.ItemDataRole.UserRole + 4  # bool: the fixed font
    STRONG = Qt.ItemDataRole.UserRole + 5  # bool: bold
    ICON_TONE = Qt.ItemDataRole.UserRole + 7  # Tone of the icon, where it is not the text's
    SUBJECT = Qt.ItemDataRole.UserRole + 6  # the domain value of the row
    MARK = Qt.ItemDataRole.UserRole + 8  # Icon at the end of the cell, muted
