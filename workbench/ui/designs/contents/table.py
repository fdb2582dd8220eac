"""The designs, with their titles and what they put in the token."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from workbench.core.designs.sample_tokens import contents_words
from workbench.ui.item_views.roles import Index, Role
from workbench.ui.item_views.table_model import TableModel
from workbench.ui.theme import Tone
from workbench.ui.widgets import tool_tip

if TYPE_CHECKING:
    from workbench.core.designs.sample_tokens import Samples
    from workbench.core.server.info import DesignInfo


class Column(IntEnum):
    """The columns."""

    DESIGN = 0
    TITLE = 1
    CONTENTS = 2


_HEADS = ("Design", "Title", "In the token")
_TIPS = {Column.CONTENTS: "The claims beside iss, sub, aud, exp, nbf, iat and jti, which every token has."}


class ContentsTableModel(TableModel):
    """Shows one row for each design."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(_HEADS, parent, tips=_TIPS)
        self._designs: Sequence[DesignInfo] = ()
        self._samples: Samples | None = None

    def rows(self) -> Sequence[DesignInfo]:
        """The designs."""
        return self._designs

    def show(self, designs: Sequence[DesignInfo]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._designs, self._samples = designs, None
        self.endResetModel()

    def show_samples(self, samples: Samples | None) -> None:
        """Name the claims that are really in these tokens."""
        self._samples = samples
        if self._designs:
            last = len(self._designs) - 1
            self.dataChanged.emit(self.index(0, Column.CONTENTS), self.index(last, Column.CONTENTS))

    def _contents(self, design: DesignInfo) -> str:
        return contents_words(design, self._samples.of(design.id) if self._samples is not None else None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a cell; the description is the tool tip of design and title."""
        if not index.isValid() or index.row() >= len(self._designs):
            return None
        design, column = self._designs[index.row()], Column(index.column())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return {
                    Column.DESIGN: design.id,
                    Column.TITLE: design.title,
                    Column.CONTENTS: self._contents(design),
                }[column]
            case Qt.ItemDataRole.ToolTipRole:
                text = self._contents(design) if column is Column.CONTENTS else design.summary
                return tool_tip.literal(text)
            case Role.MONO:
                return column is Column.CONTENTS and bool(design.claims) and not design.opaque
            case Role.TONE:
                return Tone.MUTED if column is Column.TITLE else None
        return super().data(index, role)
