"""A page of the window, as the composition root sees it."""

from collections.abc import Sequence
from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from workbench.ui.icons import Icon
from workbench.ui.shell.page import Shortcut, WindowPage


class Page(WindowPage, Protocol):
    """A page with its presenters."""

    def stop(self) -> None:
        """End whatever is under way; the window is closing."""


class PageBase(QObject):
    """A page that does nothing yet: a page overrides what it needs.

    Its presenters are made in the constructor only if something outside the page needs them; all others, and every
    widget, in `build` or in the function that builds their view, with the imports in there.
    """

    id = ""
    title = ""
    icon = Icon.INFO

    @property
    def shortcuts(self) -> Sequence[Shortcut]:
        """No keys beside those of the window."""
        return ()

    def build(self) -> QWidget:
        """An empty page."""
        return QWidget()

    def notices(self) -> Sequence[QWidget]:
        """No strips above the pages."""
        return ()

    @Slot()
    def looked_at(self) -> None:
        """Nothing to do."""

    @Slot()
    def stop(self) -> None:
        """Nothing to end."""
