"""The times of a rotation: presets, and custom times with steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from workbench.core.rotation.judgement import PRESETS
from workbench.core.rotation.plan import RotationPlan
from workbench.ui.editing.number_field import NumberField
from workbench.ui.item_views.choice_box import ChoiceBox
from workbench.ui.widgets.caption import caption

if TYPE_CHECKING:
    from workbench.ui.theme import Appearance

_MINUTE_S = 60
_MOST_MIN = 7 * 24 * 60
_MOST_LEEWAY_S = 600


class RotationPlanFields(QWidget):
    """Takes a `RotationPlan`; the box with the presets is apart from it, for the panel to lay out.

    Signals:
        plan_changed(RotationPlan): the times are other ones.

    Attributes:
        presets: the box with the presets.
        last_row: has room at its end.
    """

    plan_changed = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self.presets = ChoiceBox("rotation.preset", appearance, parent)
        for preset in PRESETS:
            self.presets.add_choice(preset.name, preset.plan, preset.detail)
        self.presets.add_choice("Times of your own", None, "change any of the times")
        self._publish = _minutes("rotation.publish", 1, self)
        self._sign = _minutes("rotation.sign", 1, self)
        self._retire = _minutes("rotation.retire", 1, self)
        self._never = QCheckBox("never", self)
        self._never.setObjectName("rotation.never")
        self._never.setAccessibleName("Never retire the old key")
        self._lifetime = _minutes("rotation.lifetime", 1, self)
        self._cache = _minutes("rotation.cache", 0, self)
        self._cache.setToolTip("How long an API keeps the JWKS before it fetches it again; 0 for never keeping it")
        self._leeway = NumberField("rotation.leeway", 0, _MOST_LEEWAY_S, "s", self)
        self._leeway.setToolTip("How long after exp that API still takes a token, because clocks differ")
        self.last_row = QHBoxLayout()
        self._lay_out()
        self._show(RotationPlan())
        for field in (self._publish, self._sign, self._retire, self._lifetime, self._cache, self._leeway):
            field.valueChanged.connect(self._on_changed)
        self._never.toggled.connect(self._on_changed)
        self.presets.currentIndexChanged.connect(self._on_preset_chosen)

    @property
    def plan(self) -> RotationPlan:
        """The plan that is typed."""
        return RotationPlan(
            publish_s=self._publish.value() * _MINUTE_S,
            sign_s=self._sign.value() * _MINUTE_S,
            retire_s=None if self._never.isChecked() else self._retire.value() * _MINUTE_S,
            lifetime_s=self._lifetime.value() * _MINUTE_S,
            cache_s=self._cache.value() * _MINUTE_S,
            leeway_s=self._leeway.value(),
        )

    @Slot()
    def _on_preset_chosen(self) -> None:
        plan = self.presets.currentData()
        if plan is not None:
            self._show(plan)
            self.plan_changed.emit(self.plan)

    @Slot()
    def _on_changed(self) -> None:
        self._retire.setDisabled(self._never.isChecked())
        plan = self.plan
        row = next((row for row, preset in enumerate(PRESETS) if preset.plan == plan), len(PRESETS))
        self.presets.blockSignals(True)
        self.presets.setCurrentIndex(row)
        self.presets.blockSignals(False)
        self.plan_changed.emit(plan)

    def _show(self, plan: RotationPlan) -> None:
        """Put the times of *plan* into the fields, which is one change and not six."""
        times = (
            (self._publish, plan.publish_s // _MINUTE_S),
            (self._sign, plan.sign_s // _MINUTE_S),
            (self._retire, (plan.needed_until_s if plan.retire_s is None else plan.retire_s) // _MINUTE_S),
            (self._lifetime, plan.lifetime_s // _MINUTE_S),
            (self._cache, plan.cache_s // _MINUTE_S),
            (self._leeway, plan.leeway_s),
        )
        for field, value in times:
            field.blockSignals(True)
            field.setValue(value)
            field.blockSignals(False)
        self._never.blockSignals(True)
        self._never.setChecked(plan.retire_s is None)
        self._never.blockSignals(False)
        self._retire.setDisabled(plan.retire_s is None)

    def _lay_out(self) -> None:
        first, second = QHBoxLayout(), self.last_row
        self._add(first, "publish the new key at minute", self._publish)
        self._add(first, "sign with it at minute", self._sign)
        self._add(first, "retire the old key at minute", self._retire)
        first.addWidget(self._never)
        self._add(second, "tokens live", self._lifetime)
        self._add(second, "an API keeps the JWKS for", self._cache)
        self._add(second, "its leeway", self._leeway)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        first.addStretch(1)
        second.addSpacing(8)
        for row in (first, second):
            row.setSpacing(8)
            layout.addLayout(row)

    def _add(self, row: QHBoxLayout, words: str, field: QWidget) -> None:
        row.addWidget(caption(words, field, self))
        row.addWidget(field)


def _minutes(name: str, least: int, parent: QWidget) -> NumberField:
    unit = "" if name in ("rotation.publish", "rotation.sign", "rotation.retire") else "min"
    return NumberField(name, least, _MOST_MIN, unit, parent)
