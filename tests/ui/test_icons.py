import ast
import gc
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QPushButton

import workbench
from workbench.ui.assets import asset
from workbench.ui.icons import Icon, icon
from workbench.ui.theme import DARK, LIGHT, Scheme, Tone

PACKAGE = Path(workbench.__file__).parent
SVG = "{http://www.w3.org/2000/svg}"
RATIOS = (1.0, 1.25, 1.5, 2.0)
SIZES = (12, 14, 16, 22)


def picture(which, appearance, tone=Tone.PLAIN, *, size=16, ratio=1.0, mode=QIcon.Mode.Normal):
    """What Qt paints of the icon, pixel by pixel."""
    return icon(which, appearance, tone).pixmap(QSize(size, size), ratio, mode).toImage()


def pixels(image):
    straight = image.convertToFormat(QImage.Format.Format_ARGB32)
    return [straight.pixelColor(x, y) for y in range(straight.height()) for x in range(straight.width())]


def opacities(image):
    """The rows of the picture: from 0 to 255, how much of each pixel is covered."""
    alone = image.convertToFormat(QImage.Format.Format_Alpha8)
    octets, line = bytes(alone.constBits()), alone.bytesPerLine()
    return [octets[start : start + alone.width()] for start in range(0, line * alone.height(), line)]


def ink(image):
    """How much of the picture is covered, in pixels."""
    return sum(map(sum, opacities(image))) / 255


def strongest(image):
    return max(pixels(image), key=QColor.alpha)


@pytest.mark.parametrize("which", Icon)
def test_each_icon_is_a_drawing_of_the_one_family(which):
    root = ET.fromstring(asset(f"icons/{which}.svg").read_text(encoding="utf-8"))  # noqa: S314  our own file
    assert root.tag == f"{SVG}svg"
    shared = {
        "width": "24",
        "height": "24",
        "viewBox": "0 0 24 24",
        "fill": "none",
        "stroke": "currentColor",
        "stroke-width": "2",
        "stroke-linecap": "round",
        "stroke-linejoin": "round",
    }
    assert root.attrib == shared
    shapes = list(root)
    assert shapes
    for shape in shapes:
        assert shape.tag in {f"{SVG}{name}" for name in ("path", "circle", "rect")}
        assert "stroke-width" not in shape.attrib
        assert shape.get("fill", "none") in ("none", "currentColor")
        assert shape.get("stroke", "currentColor") in ("none", "currentColor")


def test_each_file_is_an_icon_that_the_window_uses():
    assert {path.name for path in asset("icons").iterdir()} == {f"{which}.svg" for which in Icon}
    sources = [path for path in PACKAGE.rglob("*.py") if path.name != "icons.py"]
    used = {
        node.attr
        for path in sources
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "Icon"
    }
    assert set(Icon.__members__) - used == set()


@pytest.mark.parametrize("size", SIZES)
def test_every_icon_is_whole_visible_and_unlike_the_others(appearance, size):
    drawn = {which: picture(which, appearance, size=size, ratio=2.0) for which in Icon}
    for which, image in drawn.items():
        assert ink(image) > 2 * size, which
        rows = opacities(image)
        edge = [*rows[0], *rows[-1], *(row[0] for row in rows), *(row[-1] for row in rows)]
        assert max(edge) < 128, which
    assert len({bytes(image.constBits()) for image in drawn.values()}) == len(Icon)


@pytest.mark.parametrize("which", Icon)
def test_an_icon_is_centred_in_its_square(appearance, which):
    image = picture(which, appearance, size=24, ratio=4.0)
    covered = [(x, y) for y, row in enumerate(opacities(image)) for x, opacity in enumerate(row) if opacity > 128]
    for places in zip(*covered, strict=True):
        assert (min(places) + max(places)) / 2 == pytest.approx(47.5, abs=4.5)  # of 96: a pixel of 22, at most


@pytest.mark.parametrize("scheme", [Scheme.LIGHT, Scheme.DARK])
@pytest.mark.parametrize("tone", Tone)
def test_an_icon_has_the_colour_of_its_tone(appearance, scheme, tone):
    appearance.set_scheme(scheme)
    expected = appearance.theme.text_colour(tone).name()
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Active, QIcon.Mode.Selected):
        assert strongest(picture(Icon.SERVER_RUNNING, appearance, tone, mode=mode)).name() == expected


def test_an_icon_asked_for_again_has_the_colours_of_the_new_scheme(appearance):
    before = picture(Icon.KEYS, appearance)
    assert picture(Icon.KEYS, appearance) == before
    appearance.set_scheme(Scheme.DARK)
    assert picture(Icon.KEYS, appearance) != before
    appearance.set_scheme(Scheme.LIGHT)
    assert picture(Icon.KEYS, appearance) == before


@pytest.mark.parametrize(("scheme", "theme"), [(Scheme.LIGHT, LIGHT), (Scheme.DARK, DARK)])
def test_a_disabled_icon_is_muted_and_a_muted_one_fades(appearance, scheme, theme):
    appearance.set_scheme(scheme)
    dots = {
        tone: strongest(picture(Icon.SERVER_RUNNING, appearance, tone, mode=QIcon.Mode.Disabled))
        for tone in (Tone.ACCENT, Tone.MUTED)
    }
    assert dots[Tone.ACCENT] == QColor(theme.muted)
    assert dots[Tone.MUTED].alphaF() == pytest.approx(0.5, abs=0.01)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("size", SIZES)
def test_an_icon_has_a_pixel_for_each_of_the_screens(appearance, size, ratio):
    drawn = icon(Icon.DESIGNS, appearance).pixmap(QSize(size, size), ratio)
    assert drawn.width() == drawn.height() == pytest.approx(size * ratio, abs=0.5)
    assert drawn.devicePixelRatio() == pytest.approx(ratio, rel=0.03)


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("size", SIZES)
def test_an_icon_that_is_painted_is_the_picture_and_is_not_scaled(appearance, size, ratio):
    canvas = QPixmap(QSize(40, 40) * ratio)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(Qt.GlobalColor.transparent)
    painter = QPainter(canvas)
    icon(Icon.REFUSED, appearance).paint(painter, 8, 8, size, size)
    painter.end()
    expected = picture(Icon.REFUSED, appearance, size=size, ratio=ratio)
    corner = round(8 * ratio)
    painted = canvas.toImage().copy(corner, corner, expected.width(), expected.height())
    painted.setDevicePixelRatio(expected.devicePixelRatio())
    assert painted == expected


def test_an_icon_keeps_its_shape_in_a_wide_place(appearance):
    wide = icon(Icon.SERVER_RUNNING, appearance).pixmap(QSize(48, 16), 1.0).toImage()
    assert wide.width() == 48
    assert ink(wide) == pytest.approx(ink(picture(Icon.SERVER_RUNNING, appearance)), rel=0.02)
    assert wide.copy(16, 0, 16, 16) == picture(Icon.SERVER_RUNNING, appearance)


def test_a_copy_can_be_changed_without_changing_the_icon(appearance):
    before = picture(Icon.WARNING, appearance)
    for _ in range(3):
        copy = QIcon(icon(Icon.WARNING, appearance))
        copy.addPixmap(QPixmap(5, 5))
        gc.collect()
        assert copy.pixmap(QSize(16, 16), 1.0).toImage() == before
        del copy
        gc.collect()
    assert picture(Icon.WARNING, appearance) == before


def test_a_button_paints_its_icon_in_the_tone_and_muted_while_it_cannot_be_used(appearance, show):
    button = QPushButton("")
    button.setIcon(icon(Icon.SERVER_RUNNING, appearance, Tone.ACCENT))
    show(button, 60, 40)
    middle = button.rect().center()
    assert button.grab().toImage().pixelColor(middle).name().upper() == LIGHT.accent
    button.setEnabled(False)
    assert button.grab().toImage().pixelColor(middle).name().upper() == LIGHT.muted


def test_an_icon_without_a_file_says_what_is_missing(appearance):
    with pytest.raises(FileNotFoundError, match=r"icons/no-such-icon\.svg is missing from the installation"):
        icon("no-such-icon", appearance)


def test_drawing_is_loaded_with_the_first_picture_and_no_icon_font_at_all():
    code = "import sys, workbench.ui.icons; print(*sorted({'PySide6.QtSvg', 'qtawesome', 'qtpy'} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent)
    assert done.stdout.strip() == ""
