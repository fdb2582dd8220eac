"""The icons by what they mean, drawn from ``assets/icons`` in the colours of the theme in use."""

from enum import StrEnum
from functools import cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap, QPixmapCache

from workbench.ui.assets import asset
from workbench.ui.theme import Appearance, Tone


class Icon(StrEnum):
    """An icon's meaning, and the name of its file without ``.svg``."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    OFF = "off"
    NOT_REACHED = "not-reached"
    WARNING = "warning"
    INFO = "info"
    SAME = "same"
    EDITED = "edited"
    CHANGED = "changed"
    REQUIRED = "required"
    ADD = "add"
    REMOVE = "remove"
    REVERT = "revert"
    UNDO = "undo"
    REDO = "redo"
    BENCH = "bench"
    DESIGNS = "designs"
    KEYS = "keys"
    SCHEME_SYSTEM = "scheme-system"
    SCHEME_LIGHT = "scheme-light"
    SCHEME_DARK = "scheme-dark"
    SERVER_RUNNING = "server-running"
    SERVER_STOPPED = "server-stopped"
    WAITING = "waiting"
    DROPDOWN = "dropdown"
    MORE = "more"
    OPEN = "open"
    FILE = "file"
    PINNED = "pinned"
    CHOSEN = "chosen"
    COPY = "copy"
    APPLY = "apply"
    SHOW = "show"
    HIDE = "hide"
    HELP = "help"


def icon(which: Icon, appearance: Appearance, tone: Tone = Tone.PLAIN) -> QIcon:
    """The icon in the colour of *tone* in the theme in use; ask again when the theme changes.

    A disabled icon is muted. A selected one keeps its colour, which Qt would tint.

    Raises:
        FileNotFoundError: the icon has no file; the installation is incomplete.
    """
    theme = appearance.theme
    disabled = QColor(theme.muted)
    if tone is Tone.MUTED:
        disabled.setAlphaF(0.5)  # in full it would look enabled
    return _coloured(which, theme.text_colour(tone).rgba(), disabled.rgba())


@cache
def _coloured(which: Icon, colour: int, disabled: int) -> QIcon:
    return QIcon(_Engine(which, QColor.fromRgba(colour), QColor.fromRgba(disabled)))


@cache
def _drawing(which: Icon) -> bytes:
    return asset(f"icons/{which}.svg").read_bytes()


class _Engine(QIconEngine):
    """Draws one icon at the size and the pixel ratio that are asked for, so that it is sharp on every screen.

    Pictures are kept in Qt's own cache, which is bounded and is emptied before the application ends.
    """

    # Qt deletes the copies, but PySide does not hand them over: it would delete them as soon as `clone` returns.
    _copies: list["_Engine"] = []  # noqa: RUF012  shared on purpose

    def __init__(self, which: Icon, colour: QColor, disabled: QColor) -> None:
        super().__init__()
        self._which = which
        self._drawing = _drawing(which)
        self._colour = colour
        self._disabled = disabled

    def clone(self) -> QIconEngine:
        """A copy, for a `QIcon` that is about to be changed."""
        copy = _Engine(self._which, self._colour, self._disabled)
        self._copies.append(copy)
        return copy

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Paint the picture at the top left of *rect*, pixel by pixel: scaling it would blur it."""
        ratio = painter.deviceTransform().m11()  # asking its device would make PySide wrap every kind of device
        picture = QPixmap(self.pixmap(rect.size() * ratio, mode, state))
        picture.setDevicePixelRatio(ratio)
        painter.drawPixmap(rect.topLeft(), picture)

    def pixmap(self, size: QSize, mode: QIcon.Mode, _state: QIcon.State) -> QPixmap:
        """The picture of *size* in pixels of the screen."""
        colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        key = f"icon {self._which} {colour.rgba():08x} {size.width()}x{size.height()}"
        picture = QPixmap()
        if not QPixmapCache.find(key, picture):
            picture = _picture(self._drawing, colour, size)
            QPixmapCache.insert(key, picture)
        return picture


def _picture(drawing: bytes, colour: QColor, size: QSize) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer

    picture = QPixmap(size)
    picture.fill(Qt.GlobalColor.transparent)
    side = min(size.width(), size.height())
    place = QRectF((size.width() - side) // 2, (size.height() - side) // 2, side, side)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(drawing)).render(painter, place)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceIn)  # the drawing is a stencil
    painter.setBackground(colour)
    painter.eraseRect(picture.rect())  # filled; `fillRect` would make PySide wrap 169 gradients
    painter.end()
    return picture
