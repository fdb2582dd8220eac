"""The splitter of all pages: the gap can be dragged, and no part collapses."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

GAP = 12
"""The gap between two cards, in pixels."""


def make_splitter(name: str, widgets: Sequence[QWidget], sizes: Sequence[int], *, vertical: bool = False) -> QSplitter:
    """A splitter with parts in the ratio of *sizes*; the main window remembers it by *name*."""
    splitter = QSplitter(Qt.Orientation.Vertical if vertical else Qt.Orientation.Horizontal)
    splitter.setObjectName(name)
    splitter.setHandleWidth(GAP)
    splitter.setChildrenCollapsible(False)
    for position, widget in enumerate(widgets):
        splitter.addWidget(widget)
        splitter.setStretchFactor(position, sizes[position])
    splitter.setSizes(list(sizes))
    return splitter
