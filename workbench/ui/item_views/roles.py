"""Item roles that the models fill and the delegate paints; a model names no colour and no font."""

from enum import IntEnum

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


class Role(IntEnum):
    """Roles beyond Qt's own."""

    TONE = Qt.ItemDataRole.UserRole + 1  # Tone of the text
    ICON = Qt.ItemDataRole.UserRole + 2  # Icon in front of the text, in the text's colour
    EDGE = Qt.ItemDataRole.UserRole + 42  # Tone of an edge that marks a cell which differs
    GROUND = Qt.ItemDataRole.UserRole + 3  # Tone of the soft background of a marked row
    MONO = Qt.ItemDataRole.UserRole + 4  # bool: the fixed font
    STRONG = Qt.ItemDataRole.UserRole + 5  # bool: bold
    ICON_TONE = Qt.ItemDataRole.UserRole + 7  # Tone of the icon, where it is not the text's
    PARTS = Qt.ItemDataRole.UserRole + 8  # lengths of the parts of a bar, each from 0 to 1
    ORDER = Qt.ItemDataRole.UserRole + 9  # float: what the rows are sorted by
    SUBJECT = Qt.ItemDataRole.UserRole + 6  # the domain value of the row
    BAR = Qt.ItemDataRole.UserRole + 20  # Bar in front of the text
    STRIP = Qt.ItemDataRole.UserRole + 21  # Strip in front of the text
    SHARE = Qt.ItemDataRole.UserRole + 22  # float from 0 to 1: how long a bar in the cell is
    DETAIL = Qt.ItemDataRole.UserRole + 30  # a detail of a choice beside its text
    MARK = Qt.ItemDataRole.UserRole + 23  # Icon at the end of the cell, muted
    NOTE = Qt.ItemDataRole.UserRole + 24  # a word in small type after the text
    WORDS = Qt.ItemDataRole.UserRole + 25  # what a copied cell says, if pictures and colours say more than its text
    SPANS = Qt.ItemDataRole.UserRole + 40  # first and last character of each marked part of a text in the fixed font
    GROUP = Qt.ItemDataRole.UserRole + 41  # of a head: what it has in common with its neighbours
