"""What a bar shows while it has room, and offers in a menu otherwise."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QCheckBox, QComboBox, QMenu, QWidget


class Foldable(QObject):
    """A part of a bar that can go into a menu, where *action* stands for it."""

    def __init__(self, field: QWidget, action: QAction, beside: Sequence[QWidget] = ()) -> None:
        """Make one that is in the bar; *beside* are labels that come and go with *field*."""
        super().__init__(field)
        self._widgets = (*beside, field)
        self._action = action
        action.setVisible(False)

    @property
    def is_folded(self) -> bool:
        """Whether it is in the menu."""
        return self._action.isVisible()

    def width(self, gap: int) -> int:
        """The room it takes in a bar with this *gap* between its parts."""
        return sum(widget.sizeHint().width() + gap for widget in self._widgets)

    def set_folded(self, folded: bool) -> None:
        """Put it into the menu, or back into the bar."""
        self._action.setVisible(folded)
        for widget in self._widgets:
            widget.setVisible(not folded)


class FoldableCheck(Foldable):
    """A check box that a checkable entry of *menu* stands for."""

    def __init__(self, box: QCheckBox, menu: QMenu) -> None:
        action = menu.addAction(box.text())
        action.setCheckable(True)
        action.setChecked(box.isChecked())
        super().__init__(box, action)
        action.toggled.connect(box.setChecked)
        box.toggled.connect(action.setChecked)


class FoldableChoice(Foldable):
    """A combo box that a submenu of *menu* stands for; its title tells the current choice."""

    def __init__(self, box: QComboBox, title: str, menu: QMenu, beside: Sequence[QWidget] = ()) -> None:
        self._menu = QMenu(menu)
        super().__init__(box, menu.addMenu(self._menu), beside)
        self._box = box
        self._title = title
        self._menu.aboutToShow.connect(self._fill)
        self._menu.triggered.connect(self._on_chosen)
        box.currentTextChanged.connect(self._name)
        self._name(box.currentText())

    @Slot(str)
    def _name(self, words: str) -> None:
        self._menu.setTitle(f"{self._title}: {words.replace('&', '&&')}")

    @Slot()
    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for row in range(self._box.count()):
            action = self._menu.addAction(self._box.itemText(row).replace("&", "&&"))
            action.setData(row)
            action.setCheckable(True)
            action.setChecked(row == self._box.currentIndex())
            group.addAction(action)

    @Slot(QAction)
    def _on_chosen(self, action: QAction) -> None:
        self._box.setCurrentIndex(int(action.data()))


def fold_to_fit(parts: Sequence[Foldable], room: int, gap: int) -> None:
    """Put as many of *parts* into their menu, the last ones first, as the others need to fit into *room*."""
    for part in parts:
        width = part.width(gap)
        folded = width > room
        room = 0 if folded else room - width
        if folded != part.is_folded:
            part.set_folded(folded)
