"""The variants of the token: kept under names, opened, compared, and replayed side by side."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.core.matrix import Cell
from workbench.core.token import read
from workbench.core.variant import LONGEST_NAME, Variant
from workbench.presenters.editor import EditorPresenter
from workbench.presenters.variants import VariantsPresenter
from workbench.ui import shortcuts
from workbench.ui.models.roles import Role
from workbench.ui.models.variants_table import NAME, VariantsTableModel
from workbench.ui.panels.expectation import ExpectationMenu
from workbench.ui.theme import Appearance
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.status_line import StatusLine
from workbench.ui.widgets.table import make_table

_ROW_HEIGHT = 26
_NAME_WIDTH = (110, 200)
_DIFFERENCE_WIDTH = (110, 260)
_CELL_WIDTH = (68, 200)


class VariantsPanel(QWidget):
    """Shows the variants of a `VariantsPresenter`.

    Signals:
        cell_selected(Cell): the user looks at this answer now.
        comparison_requested(Reading, Reading, tuple[str, str]): the user wants to see how these two differ, which are
            called so.
    """

    cell_selected = Signal(object)
    comparison_requested = Signal(object, object, object)

    def __init__(
        self,
        variants: VariantsPresenter,
        editor: EditorPresenter,
        appearance: Appearance,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._variants = variants
        self._editor = editor
        self._place = (0, NAME)  # row and column that the user looks at
        self._name = QLineEdit(self)
        self._name.setObjectName("variants.name")
        self._name.setMaxLength(LONGEST_NAME)
        self._name.setAccessibleName(self.tr("Name of the variant"))
        self._save = QPushButton(self.tr("Keep token"), self)
        self._save.setObjectName("variants.save")
        self._save.setToolTip(self.tr("Keep the token on the bench under this name"))
        self._control = RunControl(
            ("variants.replay", self.tr("Replay all")),
            "variants.stop",
            ("variants.progress", self.tr("Replay of the variants")),
            self,
            shortcut=shortcuts.RUN_VIEW,
        )
        self._empty = QLabel(
            self.tr(
                "A variant is the token under a name: bob as admin, wrong audience. Keep some, then replay them all "
                "and see which request each of them may make."
            ),
            self,
        )
        self._model = VariantsTableModel(variants, editor, self)
        self._table = make_table("variants.list", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName(self.tr("Variants by requests"))
        self._table.setProperty("dense", True)
        self._table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self._table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._table.horizontalHeader().setStretchLastSection(False)
        ExpectationMenu(variants, self._table)
        self._open = self._button("variants.open", self.tr("Open"), self.tr("Put the variant on the bench (Enter)"))
        self._rename = self._button("variants.rename", self.tr("Rename"), self.tr("Call the variant otherwise (F2)"))
        self._remove = self._button("variants.remove", self.tr("Remove"), self.tr("Take the variant out (Delete)"))
        self._undo = self._button("variants.undo", self.tr("Put back"), "")
        self._compare = self._button(
            "variants.compare",
            self.tr("Compare"),
            self.tr("Show how two selected variants differ, or one from the token on the bench"),
        )
        self._pin = self._button(
            "variants.pin",
            self.tr("Pin answers"),
            self.tr("Expect of every cell what it answers now; its menu (Shift+F10) expects something else"),
        )
        self._status = StatusLine("variants.status", appearance, self)
        self._lay_out()
        self._connect()
        self._show_variants()

    def _connect(self) -> None:
        self._control.connect_to(self._variants, self._on_replay_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._name.returnPressed.connect(self._on_save_clicked)
        self._open.clicked.connect(self._on_open_clicked)
        self._rename.clicked.connect(self._on_rename_clicked)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._undo.clicked.connect(self._variants.undo_removal)
        self._compare.clicked.connect(self._on_compare_clicked)
        self._pin.clicked.connect(self._on_pin_clicked)
        for keys, slot in (
            (QKeySequence.StandardKey.Delete, self._on_remove_clicked),
            ("F2", self._on_rename_clicked),
            ("Return", self._on_open_clicked),
        ):
            shortcut = QShortcut(QKeySequence(keys), self._table)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        self._table.doubleClicked.connect(self._on_double_clicked)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self._table.selectionModel().currentChanged.connect(self._on_current_changed)
        self._model.modelReset.connect(self._show_variants)
        self._variants.status_changed.connect(self._status.show_status)
        self._variants.removal_changed.connect(self._show_removal)
        self._editor.history_changed.connect(self._suggest)
        self._show_removal("")

    def _selected(self) -> tuple[Variant, ...]:
        rows = sorted({index.row() for index in self._table.selectionModel().selectedIndexes()})
        return tuple(self._model.rows()[row] for row in rows)

    @Slot()
    def _show_variants(self) -> None:
        there = bool(self._model.rows())
        self._empty.setVisible(not there)
        self._table.setVisible(there)
        last = self._model.columnCount() - 1
        limits = {NAME: _NAME_WIDTH, last: _DIFFERENCE_WIDTH}
        head = self._table.horizontalHeader()
        for column in range(last + 1):
            least, most = limits.get(column, _CELL_WIDTH)
            wanted = max(self._table.sizeHintForColumn(column), head.sectionSizeHint(column))
            self._table.setColumnWidth(column, min(max(least, wanted), most))
        self._suggest()
        row, column = self._place
        if there and not self._table.currentIndex().isValid():
            self._table.setCurrentIndex(
                self._model.index(min(row, self._model.rowCount() - 1), column if column < last else NAME)
            )
        self._on_selection_changed()

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self._place = (current.row(), current.column())

    @Slot()
    def _suggest(self) -> None:
        self._name.setPlaceholderText(self._variants.suggested_name)
        self._save.setEnabled(not self._editor.state.is_empty)

    @Slot()
    def _on_selection_changed(self) -> None:
        chosen = len(self._selected())
        for button in (self._open, self._rename, self._remove):
            button.setEnabled(chosen == 1)
        self._compare.setEnabled(chosen == 2 or (chosen == 1 and not self._editor.state.is_empty))
        self._pin.setEnabled(self._variants.matrix is not None)
        cell = self._table.currentIndex().data(Role.SUBJECT)
        if chosen and isinstance(cell, Cell):
            self.cell_selected.emit(cell)

    @Slot()
    def _on_save_clicked(self) -> None:
        if self._variants.save(self._name.text().strip() or self._name.placeholderText()):
            self._name.clear()

    @Slot()
    def _on_replay_clicked(self) -> None:
        self._variants.replay()

    @Slot()
    def _on_open_clicked(self) -> None:
        for variant in self._selected()[:1]:
            self._variants.open(variant.name)

    @Slot(QModelIndex)
    def _on_double_clicked(self, index: QModelIndex) -> None:
        self._variants.open(self._model.rows()[index.row()].name)

    @Slot()
    def _on_rename_clicked(self) -> None:
        index = self._table.currentIndex().siblingAtColumn(NAME)
        self._table.setCurrentIndex(index)
        self._table.edit(index)

    @Slot()
    def _on_remove_clicked(self) -> None:
        for variant in self._selected()[:1]:
            self._variants.remove(variant.name)

    @Slot()
    def _on_compare_clicked(self) -> None:
        chosen = self._selected()
        if not chosen:
            return
        first, second = read(chosen[0].compact), self._editor.state.reading
        names = (chosen[0].name, self.tr("on the bench"))
        if len(chosen) > 1:
            second, names = read(chosen[1].compact), (chosen[0].name, chosen[1].name)
        self.comparison_requested.emit(first, second, names)

    @Slot()
    def _on_pin_clicked(self) -> None:
        if self._variants.matrix is not None:
            self._variants.expect(self._variants.matrix.cells)

    @Slot(str)
    def _show_removal(self, name: str) -> None:
        self._undo.setVisible(bool(name))
        self._undo.setToolTip(name)

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("flat", True)
        button.setToolTip(tip)
        return button

    def _lay_out(self) -> None:
        self._empty.setProperty("role", "empty")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        top, below = QHBoxLayout(), QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._name, 1)
        top.addWidget(self._save)
        top.addStretch(0)
        top.addWidget(self._control.stop)
        top.addWidget(self._control.start)
        below.setSpacing(4)
        for button in (self._open, self._compare, self._rename, self._remove, self._undo, self._pin):
            below.addWidget(button)
        below.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self._control.progress)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._table, 1)
        layout.addLayout(below)
        layout.addWidget(self._status)
