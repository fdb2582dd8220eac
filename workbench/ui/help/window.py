"""The help in a window of its own, beside the program."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from PySide6.QtCore import QSize, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QTextCursor
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from workbench.ui.help.glossary import WORDS
from workbench.ui.help.shortcut_list import GROUPS, in_words

_SIZE = QSize(640, 620)
_PICTURE = re.compile(r"^!\[[^\]]*\]\([^)]*\)\n", re.MULTILINE)  # not in the installed package


class HelpWindow(QDialog):
    """Shows keys, words and version, and on request the README.

    Args:
        version: of the program.
        licence: its short name.
        readme: as Markdown; empty where the program is not installed, which the window then says.
        parent: the main window.
    """

    def __init__(self, version: str, licence: str, readme: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._summary = _summary(version, licence)
        self._readme = _PICTURE.sub("", readme) or (
            "The README is in the folder of the program: `README.md`. Install the program (`pip install .`) to see "
            "it here."
        )
        self.setObjectName("help")
        self.setWindowTitle("Help – Token Workbench")
        self._text = QTextBrowser(self)
        self._text.setObjectName("help.text")
        self._text.setAccessibleName("Help")
        self._text.setOpenLinks(False)
        self._text.anchorClicked.connect(self._follow)
        self._other = QPushButton(self)
        self._other.setObjectName("help.readme")
        self._other.clicked.connect(self._turn)
        close = QPushButton("Close", self)
        close.setObjectName("help.close")
        close.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addWidget(self._other)
        foot.addStretch(1)
        foot.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(self._text, 1)
        layout.addLayout(foot)
        self._shows_readme = False
        self._show()
        self.resize(_SIZE.boundedTo(parent.screen().availableSize()))

    @Slot()
    def _turn(self) -> None:
        self._shows_readme = not self._shows_readme
        self._show()

    def _show(self) -> None:
        if self._shows_readme:
            self._text.setMarkdown(self._readme)
        else:
            self._text.setHtml(self._summary)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._other.setText("Keys and words" if self._shows_readme else "Show the README")
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QUrl)
    def _follow(self, url: QUrl) -> None:
        """Open an address on the web in the browser; others lead to files that may not be there."""
        if url.scheme() in {"http", "https"}:
            QDesktopServices.openUrl(url)


def _summary(version: str, licence: str) -> str:
    keys = "".join(
        f"<h3>{escape(group.title)}</h3>{_table((in_words(keys), words) for keys, words in group.entries)}"
        for group in GROUPS
    )
    return (
        f"<h2>Keys</h2>{keys}<h2>Words</h2>{_table(WORDS)}"
        f"<h2>About</h2><p>Token Workbench {escape(version)}, licence {escape(licence)}. It shows how the choice of "
        "JWT claims changes what a server allows, and why.</p>"
    )


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(
        f'<tr><td width="190" style="padding: 2px 18px 2px 0"><b>{escape(name)}</b></td>'
        f'<td style="padding: 2px 0">{escape(words)}</td></tr>'
        for name, words in rows
    )
    return f"<table>{cells}</table>"
