"""The view In the token: the designs, and what the chosen one is, puts in the token, and decides by."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.designs.sample_tokens import decision_words
from workbench.ui import shortcuts
from workbench.ui.designs.contents.table import Column, ContentsTableModel
from workbench.ui.designs.user_box import UserBox
from workbench.ui.editing.json_highlighter import JsonHighlighter
from workbench.ui.item_views.table import fit_columns, make_table
from workbench.ui.widgets.caption import caption
from workbench.ui.widgets.card import Card
from workbench.ui.widgets.main_action import set_main_action
from workbench.ui.widgets.open_file import ChooseFile, choose_file
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import WrappedLabel
from workbench.ui.widgets.splitter import GAP, make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.core.server.info import DesignInfo
    from workbench.presenters.designs.chosen_user import ChosenUser
    from workbench.presenters.designs.contents import ContentsPresenter
    from workbench.ui.theme import Appearance

_ROW_HEIGHT = 26
_WIDTHS = {Column.DESIGN: (96, 150), Column.TITLE: (110, 180)}
_REFERENCE = "The token is a random text that names an entry at the authorization server. Only introspection says what."


def _choose_new_file(parent: QWidget, name: str) -> str:
    """Ask where to write a design in the system's dialog; empty if the user gave it up."""
    path, _ = QFileDialog.getSaveFileName(
        parent, "Copy the design", str(Path.home() / name), "Designs (*.toml);;All files (*)"
    )
    return path


class ContentsPanel(QWidget):
    """Shows the designs of a `ContentsPresenter`.

    Signals:
        bench_requested(str): the user wants to log in with this design.
    """

    bench_requested = Signal(str)

    def __init__(
        self,
        contents: ContentsPresenter,
        chosen: ChosenUser,
        appearance: Appearance,
        parent: QWidget | None = None,
        *,
        choose_file: ChooseFile = choose_file,
        choose_new_file: Callable[[QWidget, str], str] = _choose_new_file,
    ) -> None:
        super().__init__(parent)
        self._contents = contents
        self._choose_file = choose_file
        self._choose_new_file = choose_new_file
        self.setProperty("ground", True)
        self._list = Card("What each design puts in the token", self)
        self._model = ContentsTableModel(self)
        self._table = make_table("contents.table", self._model, appearance, self._list, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("Designs, and what each puts in the token")
        self._table.setProperty("dense", True)
        self._status = StatusLine("contents.status", appearance, self._list)
        self._design = Card("", self)
        self._design.title.setObjectName("contents.title")
        self._description = WrappedLabel("contents.description", self._design)
        self._decision = WrappedLabel("contents.decision", self._design, role="caption")
        self._user = UserBox("contents.user", chosen, self._design)
        self._size = QLabel(self._design)
        self._size.setObjectName("contents.size")
        self._size.setProperty("role", "caption")
        self._example = QPlainTextEdit(self._design)
        self._example.setObjectName("contents.example")
        self._example.setAccessibleName("Example of the payload")
        self._example.setProperty("mono", True)
        self._example.setReadOnly(True)
        self._example.setTabChangesFocus(True)
        JsonHighlighter(self._example, appearance)
        self._bench = QPushButton("Log in with it", self._design)
        self._bench.setObjectName("contents.bench")
        self._bench.setToolTip("Log in with this design, and show its token on the bench.")
        set_main_action(self._bench)
        self._copy = QPushButton("Copy this design to a file…", self._design)
        self._copy.setObjectName("contents.copy")
        self._copy.setToolTip("Copy the file of this design, to make one of your own from it")
        self._open = QPushButton("Open…", self._list)
        self._open.setObjectName("contents.open")
        self._open.setToolTip("Offer the design of a file beside the others; the demo server is restarted")
        for button in (self._copy, self._open):
            button.setProperty("flat", True)
        self._control = RunControl(
            ("contents.issue", "Issue again"),
            "contents.stop",
            ("contents.progress", "Tokens issued"),
            self._list,
            shortcut=shortcuts.RUN_VIEW,
            primary=False,
        )
        self._lay_out()
        self._connect()
        self._show_designs()

    def showEvent(self, event: QShowEvent) -> None:
        """Issue the tokens if those shown are not the chosen user's."""
        super().showEvent(event)
        self._contents.watch()

    def hideEvent(self, event: QHideEvent) -> None:
        """Issue nothing while hidden."""
        super().hideEvent(event)
        self._contents.unwatch()

    def _connect(self) -> None:
        self._control.connect_to(self._contents, self._contents.issue)
        self._contents.status_changed.connect(self._status.show_status)
        self._contents.designs_changed.connect(self._show_designs)
        self._contents.samples_changed.connect(self._show_samples)
        self._table.selectionModel().currentRowChanged.connect(self._show_design)
        self._bench.clicked.connect(self._on_bench)
        self._copy.clicked.connect(self._on_copy)
        self._open.clicked.connect(self._on_open)

    @property
    def _chosen(self) -> DesignInfo | None:
        row, designs = self._table.currentIndex().row(), self._model.rows()
        return designs[row] if 0 <= row < len(designs) else None

    @Slot()
    def _show_designs(self) -> None:
        before = self._chosen
        designs = self._contents.designs
        self._model.show(designs)
        self._model.show_samples(self._contents.samples)
        fit_columns(self._table, _WIDTHS)
        if designs:
            row = next((at for at, each in enumerate(designs) if before is not None and each.id == before.id), 0)
            self._table.setCurrentIndex(self._model.index(row, 0))
        self._show_design()

    @Slot()
    def _show_samples(self) -> None:
        self._model.show_samples(self._contents.samples)
        self._show_design()

    @Slot()
    def _show_design(self) -> None:
        design = self._chosen
        self._design.setEnabled(design is not None)
        if design is None:
            self._design.title.setText("No design")
            return
        self._design.title.setText(design.title)
        self._description.setText(design.summary)
        samples = self._contents.samples
        sample = samples.of(design.id) if samples is not None else None
        self._decision.setText(decision_words(design, sample))
        self._size.setText(f"{sample.token_bytes:,} B" if sample is not None else "")
        text = "" if sample is None else sample.claims_text or _REFERENCE
        if text != self._example.toPlainText():
            self._example.setPlainText(text)

    @Slot()
    def _on_bench(self) -> None:
        if self._chosen is not None:
            self.bench_requested.emit(self._chosen.id)

    @Slot()
    def _on_open(self) -> None:
        path = self._choose_file(self, "Open a design", "Designs (*.toml);;All files (*)")
        if path:
            self._contents.open(path)

    @Slot()
    def _on_copy(self) -> None:
        design = self._chosen
        path = "" if design is None else self._choose_new_file(self, f"{design.id}.toml")
        if design is not None and path:
            self._contents.copy(design.id, Path(path))

    def _lay_out(self) -> None:
        self._list.head.addStretch(1)
        for button in (self._open, self._control.stop, self._control.start):
            self._list.head.addWidget(button)
        self._list.body.addWidget(self._control.progress)
        self._list.body.addWidget(self._table, 1)
        self._list.body.addWidget(self._status)
        self._design.head.addStretch(1)
        self._design.head.addWidget(self._bench)
        example = QHBoxLayout()
        example.addWidget(caption("Example payload for", self._user, self._design))
        example.addWidget(self._user, 1)
        example.addWidget(self._size)
        self._design.body.setSpacing(6)
        self._design.body.addWidget(self._description)
        self._design.body.addWidget(self._decision)
        self._design.body.addLayout(example)
        self._design.body.addWidget(self._example, 1)
        self._design.body.addWidget(self._copy, 0, Qt.AlignmentFlag.AlignLeft)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 0)
        layout.addWidget(make_splitter("contents.whole", (self._list, self._design), (600, 520)))
