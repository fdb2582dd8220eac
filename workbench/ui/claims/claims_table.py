"""The claims of the token, one row for each claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from workbench.core.errors import ClaimEditError, TimeTextError
from workbench.presenters.token.editor import NEW_CLAIM, EditorPresenter
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import ROOT, Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone

if TYPE_CHECKING:
    from workbench.core.claims.changes import Change
    from workbench.core.claims.claim import Claim
    from workbench.core.claims.registry import ClaimMeaning
    from workbench.presenters.token.editor_state import EditorState


# What happens at the time in a NumericDate claim (RFC 7519 section 4.1).
_TIME_CLAIMS = {
    "exp": "expires",
    "nbf": "valid from",
    "iat": "issued",
    "auth_time": "logged in",
    "updated_at": "updated",
}


class Column(IntEnum):
    """The columns."""

    NAME = 0
    VALUE = 1
    MEANING = 2
    STATE = 3


_MOST_SHOWN = 40

_ROLES = frozenset(
    (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.EditRole,
        Qt.ItemDataRole.ToolTipRole,
        Role.SUBJECT,
        Role.MONO,
        Role.TONE,
        Role.ICON,
        Role.GROUND,
        Role.NOTE,
    )
)
"""The roles that cells answer; painting asks for twice as many."""

_MOST_ROWS = 20
"""The most rows that are painted one by one; beyond, Qt repaints everything visible faster."""

# In the order of the columns.
_HEADS = ("Claim", "Value", "Meaning", "")


@dataclass(frozen=True, slots=True)
class _Draft:
    """A rejected text that was typed into a cell, and the claim in that cell."""

    column: Column
    typed: str
    error: ClaimEditError
    claim: Claim


class ClaimsTableModel(TableModel):
    """Shows the claims set of an `EditorPresenter` and passes edits on to it.

    Values are shown and edited as JSON text: Qt cannot carry an integer above 64 bits. A typed text that is rejected
    stays in its cell as a draft, with the reason beside it, until it is fixed or reverted, or the claim changes.

    Signals:
        edit_rejected(ClaimEditError): a typed text was rejected; the token is unchanged.
        edit_taken(): a typed text was accepted.
    """

    edit_rejected = Signal(object)
    edit_taken = Signal()

    def __init__(
        self, editor: EditorPresenter, registry: Mapping[str, ClaimMeaning], parent: QObject | None = None
    ) -> None:
        super().__init__(_HEADS, parent)
        self._editor = editor
        self._registry = registry
        self._claims: tuple[Claim, ...] = ()
        self._duplicates: frozenset[str] = frozenset()
        self._changes: Mapping[str, Change] = {}
        self._generation = 0
        self._drafts: dict[str, _Draft] = {}
        self._user: str | None = None
        editor.token.state_changed.connect(self._on_state_changed)
        self._on_state_changed(editor.token.state)

    def rows(self) -> tuple[Claim, ...]:
        """See `TableModel.rows`."""
        return self._claims

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Name and value can be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() in (Column.NAME, Column.VALUE):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text, tone and icon of a cell."""
        if role not in _ROLES or not index.isValid() or index.row() >= len(self._claims):
            return None
        claim, column = self._claims[index.row()], Column(index.column())
        draft = self._drafts.get(claim.name)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(claim, column, draft, role)
        match role:
            case Role.SUBJECT:
                return claim
            case Role.MONO:
                return column in (Column.NAME, Column.VALUE)
            case Role.TONE:
                return _tone(column, draft, faulty=column is Column.MEANING and bool(self._fault(claim)))
            case Role.ICON if column is Column.MEANING and self._fault(claim):
                return Icon.WARNING
            case Role.ICON if column is Column.STATE:
                if draft is not None:
                    return Icon.REFUSED
                return Icon.EDITED if claim.name in self._changes else None
            case Role.NOTE if column is Column.VALUE:
                return self._note(claim, draft)
            case Role.GROUND if draft is not None:
                return Tone.REFUSED
            case Role.GROUND if claim.name in self._changes:
                return Tone.WARNING
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Pass the typed text on; False if it was rejected, which keeps it as a draft."""
        from workbench.core.text.invisible import unescaped

        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        claim, typed = self._claims[index.row()], str(value)
        if typed == self._text(claim, Column(index.column()), self._drafts.get(claim.name), role):
            return False
        try:
            if index.column() == Column.NAME:
                self._name(index.row(), claim, unescaped(typed.strip(), claim.name))
            elif is_date(claim, self.meaning(claim.name)):
                self._set_time(index.row(), claim, typed)
            else:
                self._editor.edit_claim(index.row(), typed)
        except ClaimEditError as error:
            if typed.strip():
                self._drafts[claim.name] = _Draft(Column(index.column()), typed, error, claim)
                self._touch_row(index.row())
            self.edit_rejected.emit(error)
            return False
        self._drafts.pop(claim.name, None)
        self._touch_row(index.row())
        self.edit_taken.emit()
        return True

    def meaning(self, name: str) -> ClaimMeaning | None:
        """What is known of the claim *name*."""
        return self._registry.get(name)

    def _name(self, row: int, claim: Claim, name: str) -> None:
        """Rename the claim; one that was just added gets a value that fits its name."""
        import uuid

        from workbench.core.claims.types import first_value

        if claim.text != "null" or not claim.name.startswith(NEW_CLAIM):
            self._editor.rename_claim(row, name)
            return
        issuer, audience = self._editor.token.expected
        value = first_value(
            name,
            self.meaning(name),
            now=self._editor.token.now,
            issuer=issuer,
            audience=audience,
            new_id=lambda: str(uuid.uuid4()),
        )
        self._editor.name_new_claim(row, name, value)

    def _set_time(self, row: int, claim: Claim, typed: str) -> None:
        from workbench.core.text.typed_time import parse_time

        try:
            moment = parse_time(typed, self._editor.token.now)
        except TimeTextError as error:
            shown = typed if len(typed) <= _MOST_SHOWN else typed[:_MOST_SHOWN] + "…"
            message = f'{claim.name} is a number; "{shown}" is neither a number nor a time.'
            raise ClaimEditError(message, name=claim.name, typed=typed, hint=error.hint) from error
        self._editor.set_value_text(row, moment.text)

    def discard_draft(self, name: str | None = None) -> bool:
        """Discard the rejected text of the claim *name*, or of every claim; return whether there was one."""
        names = [name] if name is not None else list(self._drafts)
        found = [each for each in names if self._drafts.pop(each, None) is not None]
        for row, claim in enumerate(self._claims):
            if claim.name in found:
                self._touch_row(row)
        return bool(found)

    @property
    def has_drafts(self) -> bool:
        """Whether any claim shows a rejected text."""
        return bool(self._drafts)

    def has_draft(self, name: str) -> bool:
        """Whether the claim *name* shows a rejected text."""
        return name in self._drafts

    def _on_state_changed(self, state: EditorState) -> None:
        claims = tuple(state.reading.claims or ())
        before = self._rows_as_shown()
        self._duplicates = (
            frozenset(state.reading.claims.duplicates) if state.reading.claims is not None else frozenset()
        )
        self._changes = state.changes or {}
        self._user = state.user
        names, earlier = [each.name for each in claims], [each.name for each in self._claims]
        if names == earlier:
            self._claims = claims
        elif names[:-1] == earlier:
            self.beginInsertRows(ROOT, len(earlier), len(earlier))
            self._claims = claims
            self.endInsertRows()
        elif len(names) == len(earlier):
            self._claims = claims
        elif (gone := _one_left_out(earlier, names)) is not None:
            self.beginRemoveRows(ROOT, gone, gone)
            self._claims = claims
            self.endRemoveRows()
        else:
            self.beginResetModel()
            self._claims = claims
            self.endResetModel()
        if state.generation == self._generation:
            self._drafts = {name: draft for name, draft in self._drafts.items() if draft.claim in claims}
        else:  # another token: drafts for the previous one do not apply to it
            self._generation = state.generation
            self._drafts = {}
        self._touch_what_changed(before)

    def _rows_as_shown(self) -> list[tuple[object, ...]]:
        """What each row depends on, except the time."""
        changes, drafts, duplicates = self._changes, self._drafts, self._duplicates
        return [
            (
                claim,
                changes.get(claim.name),
                drafts.get(claim.name),
                claim.name in duplicates,
                self._user if claim.name == "sub" else None,
            )
            for claim in self._claims
        ]

    def _touch_what_changed(self, before: list[tuple[object, ...]]) -> None:
        """Repaint the rows that changed, and those with times, which change each second.

        Painting the whole table takes longer than the rest of a keystroke.
        """
        after = self._rows_as_shown()
        changed = [row for row, shown in enumerate(after) if row >= len(before) or shown != before[row]]
        if len(changed) > _MOST_ROWS:
            self.dataChanged.emit(self.index(0, 0), self.index(len(after) - 1, len(Column) - 1))
            return
        for row in changed:
            self._touch_row(row)
        for row, claim in enumerate(self._claims):
            if is_date(claim, self.meaning(claim.name)):
                self._touch(row, Column.MEANING)

    def _touch_row(self, row: int) -> None:
        for column in Column:
            self._touch(row, column)

    def _touch(self, row: int, column: Column) -> None:
        # One by one: for two cells at once Qt paints the whole table.
        index = self.index(row, column)
        self.dataChanged.emit(index, index)

    def _text(self, claim: Claim, column: Column, draft: _Draft | None, role: int) -> str | None:
        from workbench.core.text.invisible import escaped

        if draft is not None and column is draft.column:
            return draft.typed
        match column:
            case Column.NAME:
                name = escaped(claim.name)
                return f"{name}: {self._cost(claim)}" if role == Qt.ItemDataRole.ToolTipRole else name
            case Column.VALUE:
                return escaped(claim.text)
            case Column.MEANING:
                return self._meaning(claim, long=role == Qt.ItemDataRole.ToolTipRole)
            case Column.STATE:
                if draft is not None:
                    long = role == Qt.ItemDataRole.ToolTipRole
                    return f"{draft.error} {draft.error.hint}" if long else "rejected"
                change = self._changes.get(claim.name)
                return self._change_words(change) if change is not None else None

    def _note(self, claim: Claim, draft: _Draft | None) -> str | None:
        """The words of the state, behind the value."""
        words = self._text(claim, Column.STATE, draft, Qt.ItemDataRole.DisplayRole)
        return f"· {words}" if words else None

    def _fault(self, claim: Claim) -> str:
        """What is wrong with the claim by itself, in words; empty for nothing."""
        if claim.name in self._duplicates:
            return "duplicate"
        known = self.meaning(claim.name)
        return known.type_fault(claim.value) if known is not None else ""

    def _cost(self, claim: Claim) -> str:
        """The claim's share of the token; for a duplicate name, that of the first."""
        from workbench.core.text.units import percent
        from workbench.core.token.size import claim_costs

        reading = self._editor.token.state.reading
        costs = claim_costs(reading.payload_text or "{}")
        cost = next((each for each in costs if each.name == claim.name), None)
        if cost is None:
            return "not in the token"
        whole = len(reading.text)
        return (
            f"{cost.characters:,} of the token's {whole:,} bytes ({percent(cost.characters, whole)}); "
            f"as JSON {cost.json_bytes:,} bytes, with name, colon and comma"
        )

    def _meaning(self, claim: Claim, *, long: bool) -> str:
        from workbench.core.claims.lifetime import local_and_utc
        from workbench.core.claims.registry import explanation
        from workbench.core.text.numeric_date import countdown

        known, fault = self.meaning(claim.name), self._fault(claim)
        verb = _TIME_CLAIMS.get(claim.name)
        if verb is not None and isinstance(claim.value, int | float) and not isinstance(claim.value, bool):
            now = self._editor.token.now
            moment = f"{verb} {countdown(claim.value, now)}, {local_and_utc(claim.value, now)}"
            return f"{moment}. {explanation(claim.value, known)}" if long else moment
        if long:
            return explanation(claim.value, known)
        purpose = fault or (known.purpose if known is not None else "your own claim")
        user = self._user
        if claim.name != "sub" or fault or user is None or user == claim.value:
            return purpose
        return f"{user} – {purpose}" if user else "not a user of the demo server under this design"

    def _change_words(self, change: Change) -> str:
        """The change in a few words; of ``sub`` also whose it was, and a time as a time."""
        state = self._editor.token.state
        before = change.before
        if before is not None and change.words.startswith("was ") and is_date(before, self.meaning(change.name)):
            from workbench.core.text.numeric_date import is_numeric_date, local_time

            if is_numeric_date(before.value):
                return f"was {local_time(before.value, now=self._editor.token.now)}"
        if change.name != "sub" or state.subjects is None or state.baseline is None:
            return change.words
        user = state.subjects.named(state.baseline.claims)
        return f"{change.words} ({user})" if user and change.words.startswith("was ") else change.words


def is_date(claim: Claim, meaning: ClaimMeaning | None) -> bool:
    """Whether the claim holds a time as a number, or should."""
    known = claim.name in _TIME_CLAIMS or (meaning is not None and "date" in meaning.types)
    return known and claim.type_name == "number"


def _tone(column: Column, draft: _Draft | None, *, faulty: bool) -> Tone:
    if faulty:
        return Tone.REFUSED
    if draft is not None and column in (draft.column, Column.STATE):
        return Tone.REFUSED
    if column is Column.STATE:
        return Tone.WARNING
    return Tone.MUTED if column is Column.MEANING else Tone.PLAIN


def _one_left_out(earlier: list[str], names: list[str]) -> int | None:
    """The row of *earlier* without which it is *names*; None if more than one row differs."""
    if len(earlier) != len(names) + 1:
        return None
    row = next((row for row, name in enumerate(names) if name != earlier[row]), len(names))
    return row if earlier[row + 1 :] == names[row:] else None
