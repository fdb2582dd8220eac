"""The inside of a claim that is an array or an object: a tree whose every part can be edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.core.errors import ClaimEditError
from workbench.ui.item_views.roles import Role

if TYPE_CHECKING:
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.claim_set import ClaimSet
    from workbench.core.claims.nested_edits import Path
    from workbench.core.strict_json import edits as json_edits
    from workbench.presenters.token.editor import EditorPresenter
    from workbench.presenters.token.editor_state import EditorState


_NAME, _VALUE = 0, 1
_MOST_SHOWN = 500
"""Parts of one array or object that are shown; the JSON view shows the rest of a longer one."""


class ClaimDetail(QWidget):
    """Edits the inside of the claim in one row of an `EditorPresenter`'s token.

    Attributes:
        buttons: the actions on the selected part; placed by the owner.

    Signals:
        edit_rejected(ClaimEditError): a typed text was rejected.
        edit_taken(): a typed text was accepted.
    """

    edit_rejected = Signal(object)
    edit_taken = Signal()

    def __init__(self, editor: EditorPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = editor
        self._row = -1
        self._shown = ""
        self._path: Path = ()
        self._filling = False
        self._tree = QTreeWidget(self)
        self._tree.setObjectName("claims.detail")
        self._tree.setAccessibleName("Inside the claim")
        self._tree.setHeaderLabels(["Inside", "Value"])
        self._tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._tree.setUniformRowHeights(True)
        self._tree.itemDoubleClicked.connect(self._on_edit_wanted)
        self._tree.itemChanged.connect(self._on_item_changed)
        self._tree.currentItemChanged.connect(self._on_current_changed)
        self._add = self._button("claims.detail_add", "Add inside", self._on_add_clicked)
        self._edit = self._button("claims.detail_edit", "Edit", self._on_edit_clicked)
        self._remove = self._button("claims.detail_remove", "Remove", self._on_remove_clicked)
        self._up = self._button("claims.detail_up", "Up", self._on_up_clicked)
        self._down = self._button("claims.detail_down", "Down", self._on_down_clicked)
        for keys, slot in (("F2", self._on_edit_clicked), ("Delete", self._on_remove_clicked)):
            shortcut = QShortcut(QKeySequence(keys), self._tree)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(slot)
        self.buttons = (self._add, self._edit, self._remove, self._up, self._down)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._tree)
        editor.token.state_changed.connect(self._on_state_changed)

    def show_row(self, row: int) -> None:
        """Show the inside of the claim in *row*."""
        if row != self._row:
            self._row, self._path, self._shown = row, (), ""
        self._on_state_changed(self._editor.token.state)

    @Slot(object)
    def _on_state_changed(self, _state: EditorState) -> None:
        from workbench.core.strict_json import edits as json_edits
        from workbench.core.text.invisible import escaped

        claim = self._claim()
        if self.isHidden() or claim is None:
            return
        text = f"{claim.name_text}:{claim.text}"
        if text == self._shown:
            return
        self._shown = text
        # An open field goes with its row, and Qt would move the focus to the next button.
        focused = QApplication.focusWidget()
        is_typed_in = focused is not None and self._tree.isAncestorOf(focused)
        self._filling = True
        self._tree.clear()
        node = json_edits.tree(claim.text)
        root = QTreeWidgetItem(self._tree, [escaped(claim.name), _shown(claim.text, node)])
        root.setData(_NAME, Role.SUBJECT, ())
        self._fill(root, claim.text, node, ())
        self._tree.expandAll()
        self._tree.resizeColumnToContents(_NAME)
        self._filling = False
        self._tree.setCurrentItem(self._item(self._path) or root)
        if is_typed_in:
            self._tree.setFocus()

    def _fill(self, parent: QTreeWidgetItem, text: str, node: json_edits.Node, path: Path) -> None:
        from workbench.core.text.invisible import escaped

        names = Counter(part.name for part in node.children)
        for number, part in enumerate(node.children[:_MOST_SHOWN]):
            # A duplicate name does not identify the member.
            step = number if part.name is None or names[part.name] > 1 else part.name
            words = str(number + 1) if part.name is None else escaped(part.name)
            item = QTreeWidgetItem(parent, [words, _shown(text, part)])
            item.setData(_NAME, Role.SUBJECT, (*path, step))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
            self._fill(item, text, part, (*path, step))
        if len(node.children) > _MOST_SHOWN:
            more = f"{len(node.children) - _MOST_SHOWN:,} more: see JSON"
            QTreeWidgetItem(parent, ["…", more])

    def _item(self, path: Path) -> QTreeWidgetItem | None:
        item = self._tree.topLevelItem(0)
        for length in range(1, len(path) + 1):
            if item is None:
                return None
            children = (item.child(number) for number in range(item.childCount()))
            item = next((each for each in children if each is not None and _path_of(each) == path[:length]), None)
        return item

    @Slot()
    def _on_current_changed(self) -> None:
        item = self._tree.currentItem()
        path = _path_of(item) if item is not None else None
        if path is not None:
            self._path = path
        inside = bool(path)
        for button in (self._edit, self._remove, self._up, self._down):
            button.setEnabled(inside)
        self._add.setEnabled(path is not None)

    @Slot(QTreeWidgetItem, int)
    def _on_edit_wanted(self, item: QTreeWidgetItem, column: int) -> None:
        path = _path_of(item)
        if not path:
            return
        if not item.childCount() if column == _VALUE else self._name_at(path) is not None:
            self._tree.editItem(item, column)

    @Slot()
    def _on_edit_clicked(self) -> None:
        item = self._tree.currentItem()
        if item is not None:
            self._on_edit_wanted(item, _NAME if item.childCount() else _VALUE)

    @Slot(QTreeWidgetItem, int)
    def _on_item_changed(self, item: QTreeWidgetItem, column: int) -> None:
        from workbench.core.claims.nested_edits import with_name_at, with_typed
        from workbench.core.text.invisible import unescaped

        path = _path_of(item)
        if self._filling or not path:
            return
        typed = item.text(column)
        if column == _VALUE:
            self._change(lambda claims: (with_typed(claims, self._row, path, typed), path))
        else:
            name = unescaped(typed, self._name_at(path) or "")
            self._change(lambda claims: (with_name_at(claims, self._row, path, name), (*path[:-1], name)))

    @Slot()
    def _on_add_clicked(self) -> None:
        from workbench.core.claims.nested_edits import with_added_inside

        path = self._path
        item = self._tree.currentItem()
        if path and item is not None and not item.childCount() and item.text(_VALUE) not in ("[ ]", "{ }"):
            path = path[:-1]  # next to an empty value
        self._change(lambda claims: with_added_inside(claims, self._row, path))
        added = self._tree.currentItem()
        if added is not None and _path_of(added) == self._path and self._path:
            self._on_edit_wanted(added, _NAME if isinstance(self._path[-1], str) else _VALUE)

    @Slot()
    def _on_remove_clicked(self) -> None:
        from workbench.core.claims.nested_edits import without_inside

        path = self._path
        if path:
            self._change(lambda claims: (without_inside(claims, self._row, path), path[:-1]))

    @Slot()
    def _on_up_clicked(self) -> None:
        self._move(-1)

    @Slot()
    def _on_down_clicked(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        from workbench.core.claims.nested_edits import moved_inside

        path = self._path
        if path:
            self._change(lambda claims: moved_inside(claims, self._row, path, by))

    def _name_at(self, path: Path) -> str | None:
        """The name of the member at *path*; None for an element of an array."""
        from workbench.core.strict_json import edits as json_edits

        claim = self._claim()
        return None if claim is None else json_edits.at(json_edits.tree(claim.text), path).name

    def _claim(self) -> Claim | None:
        claims = self._editor.token.state.reading.claims
        return claims[self._row] if claims is not None and 0 <= self._row < len(claims) else None

    def _change(self, edit: Callable[[ClaimSet], tuple[ClaimSet, Path]]) -> None:
        claims = self._editor.token.state.reading.claims
        if claims is None:
            return
        try:
            changed, self._path = edit(claims)
        except ClaimEditError as error:
            self._shown = ""
            self._on_state_changed(self._editor.token.state)
            self.edit_rejected.emit(error)
            return
        self._shown = ""
        if changed == claims:
            self._on_state_changed(self._editor.token.state)
        else:
            self._editor.set_claims(changed)
        self.edit_taken.emit()

    def _button(self, name: str, words: str, slot: Callable[[], None]) -> QPushButton:
        button = QPushButton(words, self)
        button.setObjectName(name)
        button.setProperty("flat", True)
        button.clicked.connect(slot)
        return button


def _path_of(item: QTreeWidgetItem) -> Path | None:
    path = item.data(_NAME, Role.SUBJECT)
    return tuple(path) if isinstance(path, tuple | list) else None


def _shown(text: str, node: json_edits.Node) -> str:
    """The value as JSON with invisible characters escaped; for an array or object, its length."""
    from workbench.core.text.invisible import escaped

    number = len(node.children)
    match node.kind:
        case "object":
            return f"{{ {number:,} }}" if number else "{ }"
        case "array":
            return f"[ {number:,} ]" if number else "[ ]"
    return escaped(text[node.start : node.end])
