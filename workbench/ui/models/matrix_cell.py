"""What a cell of a matrix shows: status, word and icon, how it differs, and whether it is as expected."""

from PySide6.QtCore import Qt

from workbench.core.exchange import Request
from workbench.core.matrix import Cell
from workbench.ui.icons import Icon
from workbench.ui.models.roles import Role
from workbench.ui.theme import Tone


def cell_data(cell: Cell, role: int, *, wanted: int | None, differs: bool = False) -> object:
    """The data of *cell* for *role*.

    Args:
        cell: the answer.
        role: one of Qt's or of `Role`.
        wanted: the status that is expected here; None for any.
        differs: whether another row, to which this one is compared, answers otherwise.
    """
    broken = wanted not in (None, cell.status)
    word = "allowed" if cell.allowed else "refused"
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{cell.status}, not {wanted}" if broken else str(cell.status)
        case Qt.ItemDataRole.ToolTipRole:
            expected = "" if wanted is None else f"\nexpected: {wanted}"
            told = f"{cell.design}, {cell.user}: {cell.status} {word}, {cell.reason}. {cell.undecided}"
            return told.rstrip(" .") + expected
        case Qt.ItemDataRole.AccessibleTextRole:
            unlike = ", unlike the reference" if differs else ""
            expected = "" if wanted is None else f", {wanted} expected" if broken else ", as expected"
            return f"{cell.status} {word}{unlike}{expected}"
        case Role.NOTE:
            return None if broken else word
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
        case Role.GROUND if differs:
            return Tone.WARNING
    return None


def short_name(request: Request) -> str:
    """What stands above the column of *request*: ``doc-1 read`` for the request ``doc-1-read``."""
    record, dash, action = request.id.rpartition("-")
    return f"{record} {action}" if dash else request.id
