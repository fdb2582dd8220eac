"""One answer of the server in a cell of a matrix, and whether it is the expected one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.answers.matrix import Cell
    from workbench.core.answers.outcome import Request


def cell_data(cell: Cell, wanted: int | None, role: int, *, unlike: str = "") -> object:
    """What *cell* shows in this role.

    Args:
        cell: the answer.
        wanted: the expected status; None for any.
        role: an item role.
        unlike: why the cell is marked; empty if it is not.
    """
    broken = wanted not in (None, cell.status)
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{cell.status}, not {wanted}" if broken else str(cell.status)
        case Qt.ItemDataRole.ToolTipRole:
            expected = "" if wanted is None else f"\nexpected: {wanted}"
            text = f"{cell.design}, {cell.user}: {cell.status} {_word(cell)}, {cell.reason}. {cell.undecided}"
            return text.rstrip(" .") + expected
        case Qt.ItemDataRole.AccessibleTextRole | Role.WORDS:
            marked = f", {unlike}" if unlike else ""
            expected = "" if wanted is None else f", {wanted} expected" if broken else ", as expected"
            return f"{cell.status} {_word(cell)}{marked}{expected}"
        case Role.NOTE:
            return None if broken else _word(cell)
        case Role.MARK:
            return None if wanted is None else Icon.PINNED
        case Role.SUBJECT:
            return cell
        case Role.TONE:
            return Tone.ALLOWED if cell.allowed else Tone.REFUSED
        case Role.ICON:
            return Icon.ALLOWED if cell.allowed else Icon.REFUSED
        case Role.STRONG:
            return broken
        case Role.GROUND if broken:
            return Tone.REFUSED
        case Role.GROUND | Role.EDGE if unlike:
            return Tone.WARNING
    return None


def short_name(request: Request, separator: str = " ") -> str:
    """``doc-1 read`` for the request ``doc-1-read``."""
    record, dash, action = request.id.rpartition("-")
    return f"{record}{separator}{action}" if dash else request.id


def stacked_name(request: Request) -> str:
    """Method and path on two lines, for the head of a narrow column: of a path, the last part."""
    parent, _slash, last = request.path.rpartition("/")
    return f"{request.method}\n{'…' if parent else ''}/{last}"


def name_tip(request: Request) -> str:
    """The tool tip of such a head: the whole request, and its short name."""
    return f"{request.label}\n{short_name(request)}"


def _word(cell: Cell) -> str:
    return "allowed" if cell.allowed else "refused"
