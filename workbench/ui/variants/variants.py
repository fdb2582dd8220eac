"""The variants of the token: a list, and the demo server's answers beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.core.answers.matrix import Cell
from workbench.core.variants.variant import MOST_NAME
from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import Appearance, Tone
from workbench.ui.variants.comparison import VariantComparison
from workbench.ui.variants.expectation import ExpectationMenu
from workbench.ui.variants.twin_tables import TwinTables
from workbench.ui.variants.variants_table import Column, VariantsTableModel
from workbench.ui.widgets import tool_tip
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import WrappedLabel
from workbench.ui.widgets.splitter import make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.variants.variants import VariantsPresenter
    from workbench.ui.token.diff import DiffView

_ROW_HEIGHT = 26
_HEAD_HEIGHT = 42
_NAME_WIDTH = (110, 210)
_CELL_WIDTH, _PINNED_WIDTH = 62, 74  # icon and figure, and a pin
_WIDTHS = (200, 400)
_LEAST_FOR_DETAILS = 380


class VariantsPanel(QWidget):
    """Shows the variants of a `VariantsPresenter`.

    Signals:
        answer_selected(str, Outcome): the user selected this answer to the variant of that name.
    """

    answer_selected = Signal(str, object)

    def __init__(
        self,
        variants: VariantsPresenter,
        difference: DiffView,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        """Make the panel; *difference* compares two tokens."""
        super().__init__(parent)
        self._variants = variants
        self._appearance = appearance
        self._typed = False
        self._name = QLineEdit(self)
        self._name.setObjectName("variants.name")
        self._name.setAccessibleName("Name of the variant")
        self._name.setPlaceholderText("a name for the current token")
        self._name.setMaxLength(MOST_NAME)
        self._save = _button("variants.save", "Save variant", self)
        self._save.setToolTip("Save the token on the bench under this name")
        self._empty = WrappedLabel("variants.empty", self)
        self._empty.setText(
            "Save versions of the token here, such as “bob as admin” or “wrong audience”: edit it, sign it, save "
            "it under a name. Then replay all of them side by side, and compare any two."
        )
        self._model = VariantsTableModel(variants, self)
        self._list = make_table("variants.list", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._list.setAccessibleName("Variants")
        self._results = make_table("variants.results", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._results.setAccessibleName("Answers to the variants")
        for table in (self._list, self._results):
            table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            ExpectationMenu(variants, table, f"{table.objectName()}_menu")
        self._twins = TwinTables(self._list, self._results, Column, _HEAD_HEIGHT)
        self._open = _button("variants.open", "Open", self, flat=True)
        self._open.setToolTip("Open the variant on the bench (Enter or double-click); Undo restores the previous token")
        self._rename = _button("variants.rename", "Rename", self, flat=True)
        self._rename.setToolTip("Rename the variant in its row (F2)")
        self._remove = _button("variants.remove", "Remove", self, flat=True)
        self._remove.setToolTip("Remove the selected variants (Delete)")
        self._compare = _button("variants.compare", "Compare", self, flat=True)
        self._compare.setToolTip("Compare two selected variants (select with Ctrl), or one with the token on the bench")
        self._pin = _button("variants.pin", "Pin", self, flat=True)
        self._pin.setToolTip("Expect the current answers of every variant; Shift+F10 on a cell changes its expectation")
        self._unpin = _button("variants.unpin", "Unpin", self, flat=True)
        self._unpin.setToolTip("Clear expectations for the answers shown")
        self._only_differing = QCheckBox("Only where they differ", self)
        self._only_differing.setObjectName("variants.only_differing")
        self._only_differing.setToolTip("Hide the requests that are answered alike to all variants")
        self._control = RunControl(
            ("variants.replay", "Replay"),
            "variants.stop",
            ("variants.progress", "Replay of the variants"),
            self,
            shortcut=shortcuts.RUN_VIEW,
            primary=False,
        )
        self._control.start.setToolTip("Send every request with every variant to the demo server")
        self._status = StatusLine("variants.status", appearance, self)
        self._undo = _button("variants.undo", "Undo", self, flat=True)
        self._comparison = VariantComparison(variants, difference, self)
        self._stack = QStackedWidget(self)
        self._tables = make_splitter("variants.columns", (self._list, self._results), _WIDTHS)
        self._lay_out()
        self._connect()
        self._paint_icons()
        self._show_variants()
        self._show_suggestion(variants.suggestion)
        self._show_undo("")

    def _connect(self) -> None:
        variants = self._variants
        self._name.textEdited.connect(self._on_name_typed)
        self._name.returnPressed.connect(self._on_save_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self._rename.clicked.connect(self._on_rename_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._pin.clicked.connect(variants.expect_answers)
        self._unpin.clicked.connect(variants.expect_nothing_at_all)
        self._undo.clicked.connect(variants.undo_removal)
        self._control.connect_to(variants, variants.replay)
        self._comparison.closed.connect(self._show_list)
        self._tables.splitterMoved.connect(self._fit)
        self._only_differing.toggled.connect(self._fit)
        self._list.doubleClicked.connect(self._on_open_clicked)
        for table in (self._list, self._results):
            for keys, slot in (
                (Qt.Key.Key_Return, self._on_open_clicked),
                (Qt.Key.Key_Enter, self._on_open_clicked),
                (Qt.Key.Key_Delete, self._on_remove_clicked),
            ):
                shortcut = QShortcut(QKeySequence(keys), table)
                shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
                shortcut.activated.connect(slot)
        selection = self._list.selectionModel()
        selection.currentChanged.connect(self._on_current_changed)
        selection.selectionChanged.connect(self._show_buttons)
        self._results.clicked.connect(self._tell)
        self._model.name_refused.connect(self._on_name_refused)
        variants.variants_changed.connect(self._show_variants)
        variants.answers_changed.connect(self._show_answers)
        variants.expectations_changed.connect(self._show_buttons)
        variants.expectations_changed.connect(self._fit)
        variants.suggestion_changed.connect(self._show_suggestion)
        variants.status_changed.connect(self._status.show_status)
        variants.undo_changed.connect(self._show_undo)
        variants.busy_changed.connect(self._show_buttons)
        self._appearance.changed.connect(self._paint_icons)

    @Slot()
    def _show_variants(self) -> None:
        some = self._model.rowCount() > 0
        self._empty.setVisible(not some)
        self._tables.setVisible(some)
        if some and not self._list.selectionModel().hasSelection():
            row = min(max(0, self._list.currentIndex().row()), self._model.rowCount() - 1)
            self._list.setCurrentIndex(self._model.index(row, Column.NAME))
        self._fit()
        self._show_buttons()

    @Slot()
    def _show_answers(self) -> None:
        if self._model.requests and self._results.isHidden():
            self._results.show()
            self._tables.setSizes(list(_WIDTHS))
        self._results.setVisible(bool(self._model.requests))
        current = self._list.currentIndex()
        if self._model.requests and not current.isValid() and self._model.rowCount():
            self._results.setCurrentIndex(self._model.index(0, len(Column)))
        self._fit()
        self._show_buttons()
        self._tell(self._list.currentIndex())

    @Slot()
    def _fit(self) -> None:
        """Fit the columns to their contents; beside the answers there may only be room for the names."""
        narrow = not self._results.isHidden() and self._list.width() < _LEAST_FOR_DETAILS
        head = self._list.horizontalHeader()
        modes = QHeaderView.ResizeMode
        head.setSectionResizeMode(Column.NAME, modes.Stretch if narrow else modes.Interactive)
        for column in (Column.DIFFERS, Column.SIGNED_BY):
            self._list.setColumnHidden(column, narrow)
        if not narrow:
            least, most = _NAME_WIDTH
            wanted = self._list.sizeHintForColumn(Column.NAME)
            self._list.setColumnWidth(Column.NAME, min(max(least, wanted), most))
        pinned = self._is_pinned()
        only_differing = self._only_differing.isChecked() and self._model.differing() > 0
        for place in range(len(self._model.requests)):
            behind = len(Column) + place
            hidden = only_differing and self._model.agrees(behind)
            self._results.setColumnHidden(behind, hidden)
            if hidden:
                continue
            width = max(
                _PINNED_WIDTH if pinned else _CELL_WIDTH, self._results.horizontalHeader().sectionSizeHint(behind)
            )
            if self._model.has_broken(behind):  # which shows the expected answer as text
                width = max(width, self._results.sizeHintForColumn(behind))
            self._results.setColumnWidth(behind, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        self._fit()

    @Slot(str)
    def _show_suggestion(self, suggestion: str) -> None:
        self._save.setEnabled(self._variants.token is not None)
        if not self._typed:
            self._name.setText(suggestion)
            self._name.setCursorPosition(0)

    @Slot()
    def _show_buttons(self) -> None:
        chosen = len(self._selected())
        for button in (self._open, self._rename):
            button.setEnabled(chosen == 1)
        self._remove.setEnabled(chosen > 0)
        self._compare.setEnabled(chosen in (1, 2))
        busy = self._variants.busy
        self._control.start.setEnabled(self._model.rowCount() > 0)
        answers = self._variants.answers
        cells = () if answers is None else answers.matrix.cells
        pinned = self._is_pinned()
        self._only_differing.setVisible(bool(cells))
        self._only_differing.setEnabled(self._model.differing() > 0)
        self._pin.setVisible(bool(cells))
        self._pin.setEnabled(not busy)
        self._unpin.setVisible(pinned)

    def _is_pinned(self) -> bool:
        answers = self._variants.answers
        cells = () if answers is None else answers.matrix.cells
        return any(self._variants.expectations.status_of(cell) is not None for cell in cells)

    @Slot(str)
    def _show_undo(self, words: str) -> None:
        self._undo.setVisible(bool(words))
        self._undo.setToolTip(tool_tip.literal(f"Restore {words}") if words else "")

    @Slot()
    def _on_name_typed(self) -> None:
        self._typed = bool(self._name.text())

    @Slot()
    def _on_save_clicked(self) -> None:
        if not self._save.isEnabled() or not self._variants.save(self._name.text()):
            self._name.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._typed = False
        self._show_suggestion(self._variants.suggestion)
        self._list.setCurrentIndex(self._model.index(self._model.rowCount() - 1, Column.NAME))

    @Slot()
    def _on_open_clicked(self) -> None:
        chosen = self._selected()
        if len(chosen) == 1:
            self._variants.open(chosen[0])

    @Slot()
    def _on_rename_clicked(self) -> None:
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.edit(self._list.currentIndex().siblingAtColumn(Column.NAME))

    @Slot(int)
    def _on_name_refused(self, row: int) -> None:
        self._list.setCurrentIndex(self._model.index(row, Column.NAME))

    @Slot()
    def _on_remove_clicked(self) -> None:
        row = self._list.currentIndex().row()
        self._variants.remove(self._selected())
        if self._model.rowCount():
            row = min(max(0, row), self._model.rowCount() - 1)
            self._list.setCurrentIndex(self._model.index(row, Column.NAME))

    @Slot()
    def _on_compare_clicked(self) -> None:
        chosen = self._selected()
        others = [name for name, _reading in self._variants.comparable()]
        before, after = chosen if len(chosen) == 2 else (others[0], chosen[0])
        if len(chosen) == 1 and "token on the bench" in others:
            before = "token on the bench"
        self._comparison.compare(before, after)
        self._stack.setCurrentWidget(self._comparison)

    @Slot()
    def _show_list(self) -> None:
        self._stack.setCurrentIndex(0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._tell(current)

    @Slot(QModelIndex)
    def _tell(self, index: QModelIndex) -> None:
        """Have the selected answer explained."""
        cell = index.data(Role.SUBJECT) if index.isValid() else None
        if isinstance(cell, Cell) and cell.outcome is not None and self.isVisible():
            self.answer_selected.emit(cell.user, cell.outcome)

    def _selected(self) -> list[str]:
        rows = {index.row() for index in self._list.selectionModel().selectedIndexes()}
        return [self._model.rows()[row].name for row in sorted(rows) if row < self._model.rowCount()]

    @Slot()
    def _paint_icons(self) -> None:
        for button, picture in (
            (self._open, Icon.OPEN),
            (self._rename, Icon.EDITED),
            (self._remove, Icon.REMOVE),
            (self._compare, Icon.CHANGED),
            (self._pin, Icon.PINNED),
        ):
            button.setIcon(icon(picture, self._appearance, Tone.ACCENT))

    def _lay_out(self) -> None:
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._results.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._results.setProperty("dense", True)
        for table in (self._list, self._results):
            table.setAlternatingRowColors(True)
        self._set_heads(self._list, self._results)
        self._results.hide()
        name = QHBoxLayout()
        name.setSpacing(8)
        name.addWidget(self._name, 1)
        for button in (self._save, self._control.stop, self._control.start):
            name.addWidget(button)
        buttons = QHBoxLayout()
        buttons.setSpacing(0)
        for button in (self._open, self._rename, self._remove, self._compare):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self._only_differing)
        buttons.addWidget(self._pin)
        status = QHBoxLayout()
        status.setSpacing(8)
        status.addWidget(self._status, 1)
        status.addWidget(self._unpin, 0, Qt.AlignmentFlag.AlignTop)
        status.addWidget(self._undo, 0, Qt.AlignmentFlag.AlignTop)
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(name)
        column.addWidget(self._empty, 1)
        column.addWidget(self._tables, 1)
        column.addWidget(self._control.progress)
        column.addLayout(buttons)
        column.addLayout(status)
        self._stack.addWidget(listed)
        self._stack.addWidget(self._comparison)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.addWidget(self._stack)

    def _set_heads(self, names: QTableView, results: QTableView) -> None:
        head = names.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(Column.DIFFERS, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(Column.SIGNED_BY, QHeaderView.ResizeMode.Interactive)
        names.setColumnWidth(Column.SIGNED_BY, 120)
        results.horizontalHeader().setStretchLastSection(False)


def _button(name: str, words: str, parent: QWidget, *, flat: bool = False) -> QPushButton:
    button = QPushButton(words, parent)
    button.setObjectName(name)
    button.setProperty("flat", flat)
    return button
