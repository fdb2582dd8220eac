"""The icons by what they mean: the one file that knows their names in the icon font."""

from enum import StrEnum

import qtawesome
from PySide6.QtGui import QIcon

from workbench.ui.theme import Appearance, Tone


class Icon(StrEnum):
    """An icon's meaning, and its name in Material Design Icons."""

    ALLOWED = "mdi6.check-circle-outline"
    REFUSED = "mdi6.close-circle-outline"
    OFF = "mdi6.minus-circle-outline"
    NOT_REACHED = "mdi6.dots-horizontal-circle-outline"
    WARNING = "mdi6.alert-outline"
    INFO = "mdi6.information-outline"
    SAME = "mdi6.equal"
    EDITED = "mdi6.pencil-outline"
    CHANGED = "mdi6.swap-horizontal"
    REQUIRED = "mdi6.lock-outline"
    ADD = "mdi6.plus"
    REMOVE = "mdi6.minus"
    REVERT = "mdi6.backup-restore"
    UNDO = "mdi6.undo"
    REDO = "mdi6.redo"
    BENCH = "mdi6.tune-variant"
    DESIGNS = "mdi6.view-grid-outline"
    KEYS = "mdi6.key-outline"
    SCHEME_SYSTEM = "mdi6.theme-light-dark"
    SCHEME_LIGHT = "mdi6.white-balance-sunny"
    SCHEME_DARK = "mdi6.weather-night"
    SERVER_RUNNING = "mdi6.circle-medium"
    SERVER_STOPPED = "mdi6.stop-circle-outline"
    WAITING = "mdi6.timer-sand"
    DROPDOWN = "mdi6.chevron-down"
    OPEN = "mdi6.arrow-top-left"
    FILE = "mdi6.file-outline"
    PINNED = "mdi6.pin"
    COPY = "mdi6.content-copy"
    APPLY = "mdi6.lightbulb-on-outline"
    SHOW = "mdi6.eye-outline"
    HIDE = "mdi6.eye-off-outline"


def icon(which: Icon, appearance: Appearance, tone: Tone = Tone.PLAIN) -> QIcon:
    """The icon in the colour that *tone* has in the theme in use; made again when the theme changes."""
    colours = appearance.theme
    made: QIcon = qtawesome.icon(which.value, color=colours.text_colour(tone).name(), color_disabled=colours.muted)
    return made
