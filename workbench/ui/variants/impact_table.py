"""What each part of the token decides, and the answers that differ without it."""

from enum import IntEnum

from PySide6.QtCore import QObject, Qt

from workbench.core.variants.impact import AnswerSummary, ChangedAnswer, Effect, Impact, Weight
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone


class Column(IntEnum):
    """The columns of the omitted parts."""

    LEFT_OUT = 0
    CHANGES = 1
    SAVES = 2


# In the order of the columns.
_HEADS = ("Omitted", "What changes", "Saves")
_INDENT = "    "

_LOOK = {
    Weight.DECIDES: (Icon.CHANGED, Tone.ACCENT),
    Weight.REQUIRED: (Icon.REQUIRED, Tone.MUTED),
    Weight.READ: (Icon.OFF, Tone.PLAIN),
    Weight.UNREAD: (Icon.WARNING, Tone.WARNING),
}


class ImpactTableModel(TableModel):
    """Shows an `Impact`, one row for each claim, with its elements indented beneath."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent)
        self._effects: tuple[Effect, ...] = ()

    def rows(self) -> tuple[Effect, ...]:
        """See `TableModel.rows`."""
        return self._effects

    def show(self, impact: Impact) -> None:
        """Show this result."""
        self.beginResetModel()
        self._effects = impact.effects
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._effects):
            return None
        effect, column = self._effects[index.row()], Column(index.column())
        if role == Role.SUBJECT:
            return effect
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{effect.omission.label}: {effect.verdict}"
        match column:
            case Column.LEFT_OUT:
                return _left_out_data(effect, role)
            case Column.CHANGES:
                return _changes_data(effect, role)
            case Column.SAVES:
                return _saves_data(effect, role)


def _left_out_data(effect: Effect, role: int) -> object:
    omission = effect.omission
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{_INDENT}{omission.words}" if omission.is_element else omission.words
        case Qt.ItemDataRole.AccessibleTextRole:
            return omission.label
        case Role.MONO:
            return True
    return None


def _changes_data(effect: Effect, role: int) -> object:
    picture, tone = _LOOK[effect.weight]
    if effect.weight is Weight.UNREAD and effect.omission.is_element:
        picture, tone = Icon.OFF, Tone.MUTED  # one warning for each claim is enough
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return effect.verdict
        case Role.ICON:
            return picture
        case Role.TONE:
            return tone
    return None


def _saves_data(effect: Effect, role: int) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return f"{effect.saved_bytes:,} B"
        case Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        case Role.MONO:
            return True
        case Role.TONE:
            return Tone.PLAIN if effect.weight is Weight.UNREAD else Tone.MUTED
    return None


class AnswerColumn(IntEnum):
    """The columns of the changed answers."""

    REQUEST = 0
    BEFORE = 1
    AFTER = 2


# In the order of the columns.
_ANSWER_HEADS = ("Request", "Before", "After")


class ChangedAnswersModel(TableModel):
    """Shows the answers that change, one row for each request."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_ANSWER_HEADS, parent)
        self._changed: tuple[ChangedAnswer, ...] = ()

    def rows(self) -> tuple[ChangedAnswer, ...]:
        """See `TableModel.rows`."""
        return self._changed

    def show(self, changed: tuple[ChangedAnswer, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self._changed = changed
        self.endResetModel()

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if not index.isValid() or index.row() >= len(self._changed):
            return None
        changed = self._changed[index.row()]
        match AnswerColumn(index.column()):
            case AnswerColumn.BEFORE:
                # There is room for one reason, unless both answers have the same status.
                full = changed.before.status == changed.after.status
                return _answer_data(changed.before, "before", role, with_reason=full)
            case AnswerColumn.AFTER:
                return _answer_data(changed.after, "without it", role)
            case _ if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                return changed.request.label
            case _:
                return True if role == Role.MONO else None


def _answer_data(answer: AnswerSummary, when: str, role: int, *, with_reason: bool = True) -> object:
    match role:
        case Qt.ItemDataRole.DisplayRole:
            return (
                f"{answer.status} {answer.reason}".strip() if with_reason and not answer.allowed else str(answer.status)
            )
        case Qt.ItemDataRole.AccessibleTextRole:
            return f"{when}: {answer.status}, {'allowed' if answer.allowed else 'refused'}"
        case Qt.ItemDataRole.ToolTipRole:
            return answer.detail or answer.reason
        case Role.ICON:
            return Icon.ALLOWED if answer.allowed else Icon.REFUSED
        case Role.TONE:
            return Tone.ALLOWED if answer.allowed else Tone.REFUSED
    return None
