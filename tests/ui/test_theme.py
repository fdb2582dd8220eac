import re
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QTextEdit

import workbench.ui
from tests.presenters.stand_ins import heard
from workbench.ui.assets import asset
from workbench.ui.theme import DARK, LIGHT, Appearance, Scheme, Tone

PLAIN_TEXTS = ("text", "muted", "accent", "allowed", "refused", "warning")
JSON = ("json_name", "json_string", "json_number", "json_literal", "json_bracket")
SEGMENTS = ("segment_header", "segment_payload", "segment_signature")
HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")

PAIRS = [
    *((text, ground) for text in PLAIN_TEXTS for ground in ("ground", "surface", "raised", "selected")),
    *((text, f"{text}_soft") for text in ("accent", "allowed", "refused", "warning")),
    *((segment, "surface") for segment in SEGMENTS),
    # Text, brackets that belong together, what stands twice, the line of a fault.
    *((part, ground) for part in JSON for ground in ("surface", "accent_soft", "warning_soft", "refused_soft")),
    ("on_accent", "accent"),  # the primary button, and selected text
    ("on_accent", "accent_hover"),
    ("text", "accent_soft"),  # the chosen entry of a list or menu
    ("muted", "accent_soft"),  # the primary button while it is disabled
    *((text, f"{row}_soft") for text in ("text", "muted") for row in ("warning", "refused")),  # marked rows of claims
    ("accent", "warning_soft"),  # flat buttons in a notice
    ("accent", "refused_soft"),
]


def luminance(colour):
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_contrast_formula_gives_the_figures_that_wcag_gives():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_every_ground_it_stands_on(theme):
    found = {(text, ground): contrast(getattr(theme, text), getattr(theme, ground)) for text, ground in PAIRS}
    assert {pair: ratio for pair, ratio in found.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_the_parts_of_a_bar_stand_out_from_their_ground(theme):
    # Parts of a picture need 3:1 (WCAG 2.2, 1.4.11); what is left over is quiet on purpose.
    low = {
        (part, ground): contrast(part, getattr(theme, ground))
        for part in theme.parts
        for ground in ("surface", "selected")
    }
    assert {pair: ratio for pair, ratio in low.items() if ratio < 3} == {}


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_ten_designs_have_a_colour_each_that_can_be_read(theme):
    assert len(set(theme.series)) == 10
    low = {colour: contrast(colour, theme.surface) for colour in theme.series}
    assert {colour: ratio for colour, ratio in low.items() if ratio < 4.5} == {}
    assert theme.series_colour(10) == theme.series_colour(0)


def test_each_tone_has_a_colour_of_its_own_in_each_theme():
    for theme in (LIGHT, DARK):
        assert len({theme.text_colour(tone).name() for tone in Tone}) == len(Tone)
        for tone in (Tone.ACCENT, Tone.ALLOWED, Tone.REFUSED, Tone.WARNING):
            assert theme.text_colour(tone).name().upper() == getattr(theme, tone.value)
            assert theme.soft_colour(tone).name().upper() == getattr(theme, f"{tone.value}_soft")


@pytest.mark.parametrize(("scheme", "theme"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_a_scheme_fills_style_sheet_and_palette(qapp, scheme, theme):
    appearance = Appearance(qapp, scheme)
    assert appearance.theme is theme
    assert appearance.is_dark == (theme is DARK)
    sheet = qapp.styleSheet()
    assert "$" not in sheet
    assert f"background: {theme.ground}" in sheet
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == theme.ground
    other = DARK if theme is LIGHT else LIGHT
    assert other.surface not in sheet


def test_switching_the_scheme_tells_those_who_paint_by_themselves(appearance):
    told = heard(appearance.changed)
    appearance.set_scheme(Scheme.DARK)
    assert (appearance.theme, len(told)) == (DARK, 1)
    appearance.set_scheme(Scheme.DARK)
    assert len(told) == 1, "the theme in use is the same"
    appearance.set_scheme(Scheme.LIGHT)
    assert (appearance.theme, len(told)) == (LIGHT, 2)


def test_the_systems_scheme_counts_only_while_the_choice_is_the_systems(qapp):
    appearance = Appearance(qapp, Scheme.SYSTEM)
    hints = QGuiApplication.styleHints()
    at_first = DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT
    assert appearance.theme is at_first
    chosen = Scheme.LIGHT if at_first is DARK else Scheme.DARK
    appearance.set_scheme(chosen)
    told = heard(appearance.changed)
    hints.colorSchemeChanged.emit(hints.colorScheme())
    assert told == []
    appearance.set_scheme(Scheme.SYSTEM)
    assert appearance.theme is at_first


@pytest.mark.parametrize(("scheme", "theme"), [("light", LIGHT), ("dark", DARK)])
def test_what_the_style_sheet_draws_into_controls_has_the_colours_of_the_theme(scheme, theme):
    colours = {
        path.stem.removesuffix(f"-{scheme}"): re.findall(r"#[0-9A-F]{6}", path.read_text(encoding="utf-8"))
        for path in asset("controls").iterdir()
        if path.stem.endswith(f"-{scheme}")
    }
    assert colours == {"check": [theme.on_accent], "chevron": [theme.text], "menu": [theme.accent]}


def test_only_the_theme_names_colours():
    folder = Path(workbench.ui.__file__).parent
    files = [path for path in folder.rglob("*.py") if path != folder / "theme.py"]
    assert len(files) > 20
    for path in (*files, asset("workbench.qss")):
        assert not HEX_COLOUR.findall(path.read_text(encoding="utf-8")), path.name


def editable():
    made = QComboBox()
    made.setEditable(True)
    return made


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK], ids=["light", "dark"])
@pytest.mark.parametrize("enabled", [True, False], ids=["enabled", "disabled"])
@pytest.mark.parametrize(
    "make",
    [QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, editable],
    ids=["line", "plain-text", "text", "box", "editable-box"],
)
def test_a_placeholder_can_be_read_in_every_kind_of_field(qapp, qtbot, make, enabled, scheme):
    appearance = Appearance(qapp, scheme)
    field = make()
    qtbot.addWidget(field)
    (field.lineEdit() if make is editable else field).setPlaceholderText("\N{FULL BLOCK}" * 12)
    field.setEnabled(enabled)
    field.resize(300, 40)
    picture = field.grab().toImage()
    ground = appearance.theme.surface if enabled else appearance.theme.ground
    middle = picture.height() // 2 if picture.height() < 40 else 16
    shown = {picture.pixelColor(x, y).name() for x in range(12, 80) for y in range(middle - 5, middle + 5)}
    assert max(contrast(colour, ground) for colour in shown) >= 4.5
