"""The splitters of all pages: the gap can be dragged, no part collapses, and columns become rows without room."""

from collections.abc import Sequence

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget

GAP = 12
"""The gap between two cards, in pixels."""

State = QByteArray | bytes | bytearray | memoryview


def make_splitter(name: str, widgets: Sequence[QWidget], sizes: Sequence[int], *, vertical: bool = False) -> QSplitter:
    """A splitter with parts in the ratio of *sizes*; the main window remembers it by *name*.

    Parts side by side are `Columns`.
    """
    splitter = CardSplitter(Qt.Orientation.Vertical) if vertical else Columns()
    splitter.setObjectName(name)
    splitter.setHandleWidth(GAP)
    splitter.setChildrenCollapsible(False)
    for position, widget in enumerate(widgets):
        splitter.addWidget(widget)
        splitter.setStretchFactor(position, sizes[position])
    splitter.setSizes(list(sizes))
    return splitter


class CardSplitter(QSplitter):
    """Restores its sizes also where they are restored before it has its own size, as in a window not shown yet."""

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(orientation, parent)
        self._restored: QByteArray | None = None
        self.splitterMoved.connect(self._forget)

    def restoreState(self, state: State) -> bool:
        """Restore the sizes now, and again with each size of the splitter until the user drags it."""
        done = super().restoreState(state)
        self._restored = QByteArray(state) if done else None
        return done

    def setSizes(self, sizes: Sequence[int]) -> None:
        """Share the room by *sizes* from now on."""
        self._restored = None
        super().setSizes(sizes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the new room."""
        super().resizeEvent(event)
        if self._restored is not None:
            super().restoreState(self._restored)

    @Slot()
    def _forget(self) -> None:
        self._restored = None


class Columns(CardSplitter):
    """Parts side by side; below each other while there is too little width for that.

    What is remembered of it is always the arrangement side by side: below each other, the parts share the height by
    what they need.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._side_by_side: QByteArray | None = None

    @property
    def is_stacked(self) -> bool:
        """Whether the parts are below each other."""
        return self.orientation() is Qt.Orientation.Vertical

    def minimumSizeHint(self) -> QSize:
        """As wide as the widest part: where there is no more room, the others go below it."""
        size = super().minimumSizeHint()
        return QSize(max((_least_width(part) for part in self._parts()), default=0), size.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the parts for the new width."""
        super().resizeEvent(event)
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Arrange the parts again when one of them needs another width."""
        done = super().event(event)
        if event.type() is QEvent.Type.LayoutRequest:
            self._arrange()
        return done

    def saveState(self) -> QByteArray:
        """The arrangement side by side, to be remembered."""
        return super().saveState() if self._side_by_side is None else self._side_by_side

    def restoreState(self, state: State) -> bool:
        """Restore the arrangement side by side, now or when there is room for it."""
        self._side_by_side = None
        done = super().restoreState(state)
        self._arrange()
        return done

    def _parts(self) -> list[QWidget]:
        parts = [self.widget(position) for position in range(self.count())]
        return [part for part in parts if part is not None and not part.isHidden()]

    def _arrange(self) -> None:
        parts = self._parts()
        needed = sum(_least_width(part) for part in parts) + self.handleWidth() * (len(parts) - 1)
        stacked = needed > self.width()
        if stacked == self.is_stacked:
            return
        if stacked:
            self._side_by_side = self._restored or super().saveState()
            self.setOrientation(Qt.Orientation.Vertical)
            self.setSizes([part.sizeHint().height() for part in parts])
        elif self._side_by_side is not None:
            state, self._side_by_side = self._side_by_side, None
            super().restoreState(state)  # brings the orientation back, too
        else:
            self.setOrientation(Qt.Orientation.Horizontal)
        self.updateGeometry()


def _least_width(part: QWidget) -> int:
    return max(part.minimumSizeHint().width(), part.minimumWidth())
