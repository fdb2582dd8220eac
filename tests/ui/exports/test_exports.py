"""Copying and saving: a table in words, a chart as a picture, and where each is offered."""

import csv
import io
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QAbstractTableModel, QByteArray, QCoreApplication, QEvent, QSortFilterProxyModel, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMenu, QTableView, QToolButton, QVBoxLayout, QWidget

from tests.core.designs.staleness_samples import run
from tests.presenters.stand_ins import run_now
from tests.ui.samples import size_report
from workbench.core.designs.growth import Growing, SizeQuestion
from workbench.presenters.exports import ExportsPresenter
from workbench.services.files.exports import ExportFiles
from workbench.ui.charts.timeline import Timeline
from workbench.ui.designs.size.growth_chart import GrowthChart
from workbench.ui.exports.offer import offer_exports
from workbench.ui.exports.pictures import as_image, as_svg
from workbench.ui.header_limits import header_limits, marked_limits
from workbench.ui.item_views.roles import ROOT, Role
from workbench.ui.item_views.table import make_table
from workbench.ui.theme import LIGHT, Scheme
from workbench.ui.widgets.card import Card

SVG = "{http://www.w3.org/2000/svg}"
HEADS = ("Design", "Bytes", "Answer", "Parts")


class Model(QAbstractTableModel):
    """Four columns: a name, a figure, an answer with a note, and a bar that only its accessible text describes."""

    def __init__(self, rows):
        super().__init__()
        self.rows = rows

    def rowCount(self, parent=ROOT):
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, _parent=ROOT):
        return len(HEADS)

    def headerData(self, section, _orientation, role=Qt.ItemDataRole.DisplayRole):
        return HEADS[section] if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index, role=Qt.ItemDataRole.DisplayRole):
        name, figure, status = self.rows[index.row()]
        cells = {
            (0, Qt.ItemDataRole.DisplayRole): name,
            (1, Qt.ItemDataRole.DisplayRole): f"{figure:,}",
            (1, Role.ORDER): figure,
            (2, Qt.ItemDataRole.DisplayRole): str(status),
            (2, Role.NOTE): "allowed" if status == 200 else "refused",
            (2, Role.WORDS): f"{status} refused, 200 expected" if status == 401 else None,
            (3, Qt.ItemDataRole.AccessibleTextRole): "verification 3 µs\nlookups 4 µs",
        }
        return cells.get((index.column(), role))


ROWS = [("roles | own", 1_240, 200), ("=cmd()", 409, 403), ("identity", 30_173, 401)]


def presenter():
    return ExportsPresenter(ExportFiles(), run_now)


def shown_card(show, appearance, *widgets, view=None):
    """A view with one card that holds *widgets*; what drives it."""
    view = view or QWidget()
    card = Card("Some figures", view)
    QVBoxLayout(view).addWidget(card)
    for widget in widgets:
        widget.setParent(card)
        card.body.addWidget(widget)
    offer_exports(view, presenter(), appearance)
    panel = show(view, 640, 420)
    for _ in range(3):  # the axes of a chart find their room while they are painted
        view.grab()
        QApplication.processEvents()
    return panel


@pytest.fixture
def model(qapp):
    return Model(ROWS)


@pytest.fixture
def panel(show, appearance, model):
    view = QWidget()
    proxy = QSortFilterProxyModel(view)
    proxy.setSourceModel(model)
    proxy.setSortRole(Role.ORDER)
    return shown_card(show, appearance, make_table("some.table", proxy, appearance, view), view=view)


def open_menu(panel, name="some.table"):
    """The entries of a button's menu, opened by the keyboard."""
    button = panel.find(QToolButton, f"{name}.export")
    menu = panel.find(QMenu, f"{name}.export_menu")
    menu.aboutToShow.emit()
    assert button.menu() is menu
    return {action.text().replace("&", ""): action for action in menu.actions() if not action.isSeparator()}


def save(panel, entry, path, name="some.table"):
    open_menu(panel, name)[entry].trigger()
    dialog = panel.window.findChild(QFileDialog)
    dialog.findChild(QLineEdit, "fileNameEdit").setText(str(path))
    dialog.accept()
    QCoreApplication.sendPostedEvents(dialog, QEvent.Type.DeferredDelete)


def read_csv(path):
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def test_a_table_is_copied_as_it_is_sorted_with_what_pictures_and_colours_say(panel):
    panel.find(QTableView, "some.table").sortByColumn(1, Qt.SortOrder.AscendingOrder)
    open_menu(panel)["Copy as Markdown"].trigger()
    assert QGuiApplication.clipboard().text().splitlines() == [
        "| Design | Bytes | Answer | Parts |",
        "| --- | --- | --- | --- |",
        "| =cmd() | 409 | 403 refused | verification 3 µs; lookups 4 µs |",
        r"| roles \| own | 1,240 | 200 allowed | verification 3 µs; lookups 4 µs |",
        "| identity | 30,173 | 401 refused, 200 expected | verification 3 µs; lookups 4 µs |",
    ]
    assert panel.text("some.table.export_status") == "Copied 3 rows as Markdown."


def test_hidden_columns_are_left_out_and_moved_ones_come_where_they_are_seen(panel):
    table = panel.find(QTableView, "some.table")
    table.setColumnHidden(3, True)
    table.horizontalHeader().moveSection(1, 0)
    open_menu(panel)["Copy as Markdown"].trigger()
    assert QGuiApplication.clipboard().text().startswith("| Bytes | Design | Answer |\n")


def test_a_saved_csv_has_plain_figures_and_no_formula(panel, tmp_path):
    path = tmp_path / "out.csv"
    save(panel, "Save as CSV…", path)
    assert [row[:2] for row in read_csv(path)] == [
        ["Design", "Bytes"], ["roles | own", "1240"], ["'=cmd()", "409"], ["identity", "30173"],
    ]  # fmt: skip
    assert panel.text("some.table.export_status") == f"Saved 3 rows as CSV to {path}."


def test_a_file_that_cannot_be_written_is_named_with_the_reason(panel, tmp_path):
    path = tmp_path / "taken"
    path.mkdir()
    open_menu(panel)["Save as CSV…"].trigger()
    dialog = panel.window.findChild(QFileDialog)
    dialog.fileSelected.emit(str(path))  # a folder that appeared after the dialog had looked
    assert panel.text("some.table.export_status") == f"{path} is a folder. Name a file in it."
    lost = tmp_path / "none" / "a.csv"
    dialog.fileSelected.emit(str(lost))
    assert panel.text("some.table.export_status").startswith(f"{lost} cannot be written: no such file")
    dialog.reject()


def test_an_empty_table_says_why_it_cannot_be_copied(panel, model):
    model.beginResetModel()
    model.rows = []
    model.endResetModel()
    for action in open_menu(panel).values():
        assert (action.isEnabled(), action.toolTip()) == (False, "The table is empty.")
    model.beginResetModel()
    model.rows = ROWS
    model.endResetModel()
    assert all(action.isEnabled() for action in open_menu(panel).values())


def test_the_button_comes_before_the_table_by_tab_and_the_keys_open_the_menu_of_the_table(panel):
    button, table = panel.find(QToolButton, "some.table.export"), panel.find(QTableView, "some.table")
    button.setFocus()
    assert button.accessibleName() == button.toolTip() == "Copy or save this table"
    QTest.keyClick(button, Qt.Key.Key_Tab)
    assert table.hasFocus()
    QTest.keyClick(table, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = panel.find(QMenu, "some.table.menu")
    assert menu.isVisible()
    offered = [action.text().replace("&", "") for action in menu.actions()]
    assert offered == ["Copy value", "Copy row", "Copy as Markdown", "Save as CSV…"]
    menu.close()


@pytest.fixture(params=["timeline", "growth"])
def chart(request, show, appearance):
    if request.param == "timeline":
        made = Timeline("some.chart", appearance)
        made.show_chart(run(1800, 300))
        made.words = {"identity", "exp: minute 30", "minutes"}
    else:
        made = GrowthChart("some.chart", marked_limits(), header_limits(), appearance)
        made.show_growth(size_report(SizeQuestion("bob", Growing.ROLES)).growth, "roles")
        made.words = {"identity", "token bytes", "roles"}
    return made


def texts(svg):
    return {"".join(each.itertext()).strip() for each in ET.fromstring(svg).iter(f"{SVG}text")}  # noqa: S314  our own


def test_a_chart_is_an_svg_whose_text_is_text(chart, show, appearance):
    panel = shown_card(show, appearance, chart)
    assert panel.window.isVisible()
    svg = as_svg(chart, "Title & more")
    root = ET.fromstring(svg)  # noqa: S314  our own
    assert root.get("viewBox") == f"0 0 {chart.width()} {chart.height()}"
    assert root.findtext(f"{SVG}title") == "Title & more"
    assert root.findtext(f"{SVG}desc") == chart.picture_words() != ""
    assert chart.words <= texts(svg)
    assert b"<image" not in svg
    assert QSvgRenderer(QByteArray(svg)).isValid()


def test_a_chart_is_exported_in_light_colours_and_the_window_keeps_its_own(chart, show, appearance):
    panel = shown_card(show, appearance, chart)
    light = as_svg(chart, "")
    assert LIGHT.surface.lower().encode() in light
    appearance.set_scheme(Scheme.DARK)
    QApplication.processEvents()
    before = chart.grab().toImage()
    assert as_svg(chart, "") == light
    assert appearance.is_dark
    assert chart.grab().toImage() == before
    assert panel.window.isVisible()


def test_a_picture_has_twice_the_pixels(chart, show, appearance, tmp_path):
    panel = shown_card(show, appearance, chart)
    size, path = chart.size(), tmp_path / "chart.png"
    expected = as_image(chart)
    save(panel, "Save as PNG…", path, "some.chart")
    saved = QImage(str(path))
    assert saved.size() == size * 2
    assert saved == expected
    assert saved.pixelColor(0, 0) == QColor(LIGHT.surface)
    assert len({saved.pixel(x, y) for x in range(0, saved.width(), 5) for y in range(0, saved.height(), 5)}) > 5
    open_menu(panel, "some.chart")["Copy picture"].trigger()
    assert QGuiApplication.clipboard().image().size() == chart.size() * 2
    save(panel, "Save as SVG…", Path(tmp_path / "chart"), "some.chart")
    assert (tmp_path / "chart.svg").read_bytes() == as_svg(chart, "Some figures")


def test_without_a_chart_nothing_can_be_saved(show, appearance):
    panel = shown_card(show, appearance, Timeline("some.chart", appearance))
    assert {action.toolTip() for action in open_menu(panel, "some.chart").values()} == {"There is no chart yet."}
    assert not any(action.isEnabled() for action in open_menu(panel, "some.chart").values())


def test_the_keys_open_the_menu_of_a_chart_with_what_its_button_offers(chart, show, appearance):
    panel = shown_card(show, appearance, chart)
    QTest.keyClick(chart, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = panel.find(QMenu, "some.chart.menu")
    assert menu.isVisible()
    offered = {action.text().replace("&", ""): action for action in menu.actions()}
    assert list(offered) == ["Copy picture", "Save as SVG…", "Save as PNG…"]
    size = chart.size()  # before the report below the chart takes some of it
    offered["Copy picture"].trigger()
    menu.close()
    assert QGuiApplication.clipboard().image().size() == size * 2
