"""What the main window knows of a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from workbench.ui.icons import Icon

Shortcut = tuple[str, Callable[[], None]]
"""Keys, and the bound method that they call anywhere in the window."""


class WindowPage(Protocol):
    """A page of the main window, whose widget is made when it is first shown.

    Attributes:
        id: names the page in code; never shown.
        title: the words in the navigation.
        icon: the icon above them.
    """

    id: str
    title: str
    icon: Icon

    @property
    def shortcuts(self) -> Sequence[Shortcut]:
        """What the page offers from the keyboard while any page is shown."""

    def build(self) -> QWidget:
        """Make the widget; called once, when the page is first shown."""

    def notices(self) -> Sequence[QWidget]:
        """Strips above the pages that came with the widget."""

    def looked_at(self) -> None:
        """The user turned to the page, from another one or from another program."""
