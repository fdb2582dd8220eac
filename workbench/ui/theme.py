"""Colours by role, for light and dark, and the one object that applies them to the whole program.

A widget never names a colour: the style sheet ``assets/workbench.qss`` is filled in from a `Theme`, and code that
paints asks `Appearance.theme` for a role.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from string import Template

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from workbench.ui.assets import asset


class Tone(StrEnum):
    """The meaning of a text's colour; an icon or a word always has the same meaning."""

    PLAIN = "plain"
    MUTED = "muted"
    ACCENT = "accent"
    ALLOWED = "allowed"
    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Theme:
    """The colours of one scheme, as ``#RRGGBB``.

    Attributes:
        series: one for each design, for lines of a chart and the words beside them.
        parts: of a request's time: verification, lookups, policy.
    """

    ground: str
    surface: str
    raised: str
    border: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    accent_hover: str
    on_accent: str
    allowed: str
    allowed_soft: str
    refused: str
    refused_soft: str
    warning: str
    warning_soft: str
    segment_header: str
    segment_payload: str
    segment_signature: str
    selected: str
    json_name: str
    json_string: str
    json_number: str
    json_literal: str
    json_bracket: str
    series: tuple[str, ...]
    parts: tuple[str, str, str]

    def series_colour(self, position: int) -> QColor:
        """Colour of the design in this place of the list, the same on every chart; there are ten before they recur."""
        return QColor(self.series[position % len(self.series)])

    def part_colours(self) -> tuple[QColor, ...]:
        """Colours of the parts of a request's time, and of what is left."""
        return tuple(map(QColor, (*self.parts, self.border)))

    def text_colour(self, tone: Tone) -> QColor:
        """Colour of a text of *tone* on the surface."""
        return QColor(self.text if tone is Tone.PLAIN else getattr(self, tone.value))

    def soft_colour(self, tone: Tone) -> QColor:
        """Ground of a pill or of a marked row of *tone*."""
        names = {Tone.ACCENT: self.accent_soft, Tone.ALLOWED: self.allowed_soft, Tone.REFUSED: self.refused_soft}
        return QColor(names.get(tone) or (self.warning_soft if tone is Tone.WARNING else self.raised))


LIGHT = Theme(
    ground="#F4F6F9",
    surface="#FFFFFF",
    raised="#F9FAFC",
    border="#D9DEE6",
    text="#1B2430",
    muted="#5B6675",
    accent="#3B5BDB",
    accent_soft="#E8EDFF",
    accent_hover="#304DC4",
    on_accent="#FFFFFF",
    allowed="#17733F",
    allowed_soft="#E2F4E9",
    refused="#B3261E",
    refused_soft="#FCE8E6",
    warning="#8A5200",
    warning_soft="#FFF1DB",
    segment_header="#C2255C",
    segment_payload="#5F3DC4",
    segment_signature="#0B7285",
    selected="#EEF2FF",
    json_name="#1D4F91",
    json_string="#17693A",
    json_number="#9A3412",
    json_literal="#6D28D9",
    json_bracket="#4A5565",
    series=(
        "#2F6FDE",
        "#5B6675",
        "#0B7A75",
        "#6741D9",
        "#C2255C",
        "#4D7C0F",
        "#A15C00",
        "#B3261E",
        "#0C6E9E",
        "#86198F",
    ),
    parts=("#7C8798", "#3B5BDB", "#0B8A7A"),
)

DARK = Theme(
    ground="#14171C",
    surface="#1C2027",
    raised="#222732",
    border="#353D4A",
    text="#E6EAF0",
    muted="#9BA6B5",
    accent="#8CA3FF",
    accent_soft="#262F52",
    accent_hover="#A3B5FF",
    on_accent="#0E1220",
    allowed="#63D596",
    allowed_soft="#17301F",
    refused="#FF8F86",
    refused_soft="#3B1D1C",
    warning="#FFC46B",
    warning_soft="#392A12",
    segment_header="#FF8FB1",
    segment_payload="#B9A1FF",
    segment_signature="#66D9E8",
    selected="#262D40",
    json_name="#8CC2FF",
    json_string="#8FD6A5",
    json_number="#FFB27A",
    json_literal="#CDB0FF",
    json_bracket="#AEB8C6",
    series=(
        "#7FB2FF",
        "#AEB8C6",
        "#5FD6CF",
        "#B9A1FF",
        "#FF8FB1",
        "#A8D45F",
        "#FFB454",
        "#FF8F86",
        "#6CC7F2",
        "#E79BF0",
    ),
    parts=("#7D889A", "#8CA3FF", "#3FC1B0"),
)


_IN_CONTROLS = ("check", "chevron", "menu")  # what the style sheet draws; it takes files only, and no colours for them


class Scheme(StrEnum):
    """The user's choice of colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Appearance(QObject):
    """Applies the chosen scheme, and follows the system's while the choice is `Scheme.SYSTEM`.

    With *at_once* false nothing is styled until `apply` is called: every widget that is put into another one is styled
    again, so building the first window takes half the time while there is no style sheet yet. The style sheet of an
    earlier window is not removed: that crashed in Qt when the style was set again.

    Signals:
        changed: another theme is in use; code that paints should repaint.
    """

    changed = Signal()

    def __init__(self, application: QApplication, scheme: Scheme = Scheme.SYSTEM, *, at_once: bool = True) -> None:
        super().__init__()
        self._application = application
        self._template = Template(asset("workbench.qss").read_text(encoding="utf-8"))
        self.scheme = scheme
        self.theme = self._wanted()
        if not application.styleSheet() and application.style().name() != "fusion":
            application.setStyle("Fusion")
        if at_once:
            self.apply()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def set_scheme(self, scheme: Scheme) -> None:
        """Use *scheme* from now on."""
        self.scheme = scheme
        self._refresh()

    @property
    def is_dark(self) -> bool:
        """Whether the dark theme is in use."""
        return self.theme is DARK

    @contextmanager
    def painting_in(self, theme: Theme) -> Iterator[None]:
        """Let what is painted meanwhile have the colours of *theme*; nothing that is on the screen is touched."""
        shown, self.theme = self.theme, theme
        try:
            yield
        finally:
            self.theme = shown

    @Slot()
    def _on_system_changed(self) -> None:
        if self.scheme is Scheme.SYSTEM:
            self._refresh()

    def _wanted(self) -> Theme:
        if self.scheme is Scheme.SYSTEM:
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            dark = self.scheme is Scheme.DARK
        return DARK if dark else LIGHT

    def _refresh(self) -> None:
        wanted = self._wanted()
        if wanted is not self.theme:
            self.theme = wanted
            self.apply()
            self.changed.emit()

    def apply(self) -> None:
        """Style the whole program."""
        self._application.setPalette(_palette(self.theme))
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        plain = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        scheme = Scheme.DARK if self.is_dark else Scheme.LIGHT
        pictures = {f"{name}_icon": asset(f"controls/{name}-{scheme}.svg").as_posix() for name in _IN_CONTROLS}
        sheet = self._template.substitute(asdict(self.theme), fixed_family=fixed, plain_family=plain, **pictures)
        if sheet != self._application.styleSheet():  # setting it again would style every widget again
            self._application.setStyleSheet(sheet)


def _palette(theme: Theme) -> QPalette:
    """The palette that the style uses wherever the style sheet sets no colour."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.ground,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ToolTipBase: theme.surface,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent_soft,
        QPalette.ColorRole.HighlightedText: theme.text,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return palette
