"""The view Impact: each claim is omitted in turn, to see which answers change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QPushButton, QVBoxLayout, QWidget

from workbench.core.variants.impact import Effect, Impact, Weight
from workbench.presenters.status import Status, StatusLevel
from workbench.ui import shortcuts
from workbench.ui.icons import Icon, icon
from workbench.ui.item_views.roles import Role
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import Appearance, Tone
from workbench.ui.variants.impact_table import AnswerColumn, ChangedAnswersModel, Column, ImpactTableModel
from workbench.ui.widgets.elided_button import ElidedButton
from workbench.ui.widgets.run_control import RunControl
from workbench.ui.widgets.sentence_label import SentenceLabel
from workbench.ui.widgets.splitter import make_splitter
from workbench.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from workbench.presenters.variants.impact import ImpactPresenter

_ROW_HEIGHT = 26
_ANSWER_HEIGHT = 22
_WIDEST_NAME = 150
_SAVES_WIDTH = 88


class ImpactPanel(QWidget):
    """Shows the results of an `ImpactPresenter`: above the omitted parts, below the answers that change."""

    def __init__(self, impact: ImpactPresenter, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._impact = impact
        self._appearance = appearance
        self._invitation = (
            "Which claim decides what? Find out omits each claim, and each element of an array, in turn, signs the "
            "rest, and replays every request on a copy of the demo server. Your token and your answers do not change."
        )
        self._empty = SentenceLabel("impact.empty", self)
        self._model = ImpactTableModel(self)
        self._table = make_table("impact.table", self._model, appearance, self, row_height=_ROW_HEIGHT)
        self._table.setAccessibleName("What each claim decides")
        self._details = QWidget(self)
        self._explanation = SentenceLabel("impact.explanation", self._details)
        self._remove = ElidedButton("impact.remove", self._details)
        self._changed = ChangedAnswersModel(self)
        self._answers = make_table(
            "impact.changes", self._changed, appearance, self._details, row_height=_ANSWER_HEIGHT
        )
        self._answers.setAccessibleName("Answers that change")
        self._outdated = StatusLine("impact.outdated", appearance, self)
        self._status = StatusLine("impact.status", appearance, self)
        self._control = RunControl(
            ("impact.run", "Find out"),
            "impact.stop",
            ("impact.progress", "Omitting claims"),
            self,
            shortcut=shortcuts.RUN_VIEW,
            primary=False,
        )
        self._control.start.setToolTip("Omit each claim in turn and replay every request")
        self._all = QPushButton("Try all elements", self)
        self._all.setObjectName("impact.all")
        self._all.setToolTip("Find out again, and omit every element of long arrays as well")
        self._views = make_splitter("impact.views", (self._table, self._details), (170, 80), vertical=True)
        self._lay_out()
        self._connect()
        self._show_obstacle()
        self._show_effect(None)
        self._show_buttons()

    def _connect(self) -> None:
        self._control.connect_to(self._impact, self._impact.find_out)
        self._all.clicked.connect(self._impact.find_out_all)
        self._remove.clicked.connect(self._on_remove_clicked)
        self._impact.impact_changed.connect(self._show_impact)
        self._impact.obstacle_changed.connect(self._show_obstacle)
        self._impact.outdated_changed.connect(self._show_outdated)
        self._impact.status_changed.connect(self._show_status)
        self._impact.busy_changed.connect(self._show_buttons)
        self._impact.token_changed.connect(self._name_remove)
        self._table.selectionModel().currentRowChanged.connect(self._on_current_changed)
        self._appearance.changed.connect(self._paint_icons)
        self._paint_icons()

    @Slot(object)
    def _show_impact(self, impact: Impact | None) -> None:
        self._empty.setVisible(impact is None)
        self._views.setVisible(impact is not None)
        if impact is None:
            self._show_effect(None)
            self._show_buttons()
            return
        earlier = self._selected()
        self._model.show(impact)
        row = _row_to_show(impact, earlier.omission.label if earlier is not None else "")
        self._table.setCurrentIndex(self._model.index(row, Column.LEFT_OUT))
        self._table.resizeColumnToContents(Column.LEFT_OUT)
        self._table.setColumnWidth(Column.LEFT_OUT, min(self._table.columnWidth(Column.LEFT_OUT), _WIDEST_NAME))
        self._scroll_to_current()
        self._show_effect(self._selected())
        self._show_buttons()

    @Slot()
    def _scroll_to_current(self) -> None:
        self._table.scrollTo(self._table.currentIndex())

    @Slot()
    def _show_obstacle(self) -> None:
        self._empty.setText(self._impact.obstacle or self._invitation)

    @Slot(object)
    def _show_status(self, status: Status) -> None:
        """Show the status; it shares its place with the out-of-date notice, and the latest one is shown."""
        self._status.show_status(status)
        self._outdated.setVisible(not status.text and bool(self._outdated.text()))

    @Slot(str)
    def _show_outdated(self, changed: str) -> None:
        text = f"Out of date: {changed} changed. Find out again."
        self._outdated.show_status(Status(text if changed else "", StatusLevel.WARNING))
        self._outdated.setVisible(bool(changed))
        self._status.setVisible(not changed and bool(self._status.text()))

    @Slot(QModelIndex, QModelIndex)
    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_effect(current.data(Role.SUBJECT) if current.isValid() else None)

    def _show_effect(self, effect: Effect | None) -> None:
        self._changed.show(effect.changed if effect is not None else ())
        self._answers.setVisible(effect is not None and bool(effect.changed))
        self._explanation.setText(_explanation(effect) if effect is not None else "")
        self._name_remove()

    @Slot()
    def _name_remove(self) -> None:
        effect = self._selected()
        unread = effect is not None and effect.weight is Weight.UNREAD and not effect.omission.is_element
        self._remove.setVisible(unread)
        if effect is not None and unread:
            words = f"Remove {effect.omission.words}"
            self._remove.show_words(words, f"{words} from the edited token; Revert in the Claims view restores it")
            self._remove.setEnabled(self._impact.can_remove(effect))

    @Slot()
    def _on_remove_clicked(self) -> None:
        effect = self._selected()
        if effect is not None:
            self._impact.remove(effect)

    def _selected(self) -> Effect | None:
        index = self._table.currentIndex()
        effect = index.data(Role.SUBJECT) if index.isValid() else None
        return effect if isinstance(effect, Effect) else None

    @Slot()
    def _show_buttons(self) -> None:
        impact = self._impact.impact
        self._all.setVisible(impact is not None and bool(impact.untried) and not self._impact.busy)

    @Slot()
    def _paint_icons(self) -> None:
        self._remove.setIcon(icon(Icon.REMOVE, self._appearance, Tone.ACCENT))

    def _lay_out(self) -> None:
        self._empty.setProperty("role", "empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._explanation.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        head = self._table.horizontalHeader()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(Column.CHANGES, QHeaderView.ResizeMode.Stretch)
        head.resizeSection(Column.SAVES, _SAVES_WIDTH)
        # The details below change their height; keep the selected row visible.
        self._table.verticalScrollBar().rangeChanged.connect(self._scroll_to_current)
        answers = self._answers.horizontalHeader()
        answers.hide()
        answers.setStretchLastSection(False)
        for column in (AnswerColumn.REQUEST, AnswerColumn.BEFORE):
            answers.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        answers.setSectionResizeMode(AnswerColumn.AFTER, QHeaderView.ResizeMode.Stretch)
        head_of_details = QHBoxLayout()
        head_of_details.setSpacing(8)
        head_of_details.addWidget(self._explanation, 1)
        head_of_details.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        below = QVBoxLayout(self._details)
        below.setContentsMargins(8, 0, 0, 0)
        below.setSpacing(4)
        below.addLayout(head_of_details)
        below.addWidget(self._answers, 1)
        below.addStretch(0)
        self._views.hide()
        status = QVBoxLayout()
        status.setSpacing(0)
        status.addWidget(self._outdated)
        status.addWidget(self._status)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._control.start)
        foot.addWidget(self._control.stop)
        foot.addLayout(status, 1)
        foot.addWidget(self._all)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self._empty, 1)
        layout.addWidget(self._views, 1)
        layout.addWidget(self._control.progress)
        layout.addLayout(foot)


def _row_to_show(impact: Impact, label: str) -> int:
    """The previously selected row, or else the first part that decides something."""
    effects = impact.effects
    same = (row for row, effect in enumerate(effects) if effect.omission.label == label)
    telling = (row for row, effect in enumerate(effects) if effect.weight is Weight.DECIDES)
    return next(same, next(telling, 0))


def _explanation(effect: Effect) -> str:
    if effect.weight is Weight.DECIDES:
        changed = f"{len(effect.changed)} of {effect.asked} answers {'is' if len(effect.changed) == 1 else 'are'}"
        return f"Without {effect.omission.label}, {changed} different. {effect.explanation}"
    return f"{effect.omission.label}: {effect.verdict}. {effect.explanation}"
