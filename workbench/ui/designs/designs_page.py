"""The Designs page: the views of one question, what should stand in the token."""

from PySide6.QtWidgets import QWidget

from workbench.ui.widgets.tabbed_page import TabbedPage


class DesignsPage(TabbedPage):
    """The views of the designs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("designs", "Designs", "Views of the designs", parent)
