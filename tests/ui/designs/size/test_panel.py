import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QTableView, QWidget

from tests.presenters.designs.test_size import World
from tests.presenters.stand_ins import server_info
from tests.ui.samples import USERS
from workbench.core.designs.growth import Growing, Ids
from workbench.ui.designs.size.growth_chart import GrowthChart
from workbench.ui.designs.size.panel import SizePanel
from workbench.ui.designs.size.size_gauge import SizeGauge
from workbench.ui.header_limits import marked_limits, size_tone
from workbench.ui.theme import Tone

HEAVY = "<b>heavy</b>"


@pytest.fixture
def world(qapp):
    made = World()
    made.start()
    return made


@pytest.fixture
def panel(show, world, appearance):
    made = SizePanel(world.size, world.chosen, appearance)
    world.chosen.show_server(server_info(users=USERS))
    return show(made, 1000, 660)


def rows(panel, name):
    model = panel.find(QTableView, name).model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def choose_design(panel, row):
    table = panel.find(QTableView, "size.table")
    table.setCurrentIndex(table.model().index(row, 0))


def test_looking_at_it_measures_for_the_user_chosen(panel, world):
    assert world.users() == ["bob"]
    assert rows(panel, "size.table") == [
        ["identity", "228", "252", "3 %", "no server"],
        [HEAVY, "8,873", "8,897", "109 %", "nginx and 8 more"],
    ]
    users = panel.find(QComboBox, "size.user")
    users.setCurrentIndex(users.findData("alice"))
    assert world.users() == ["bob", "alice"]


def test_a_design_shows_its_claims_the_dearest_first_and_they_add_up_to_the_token(panel):
    choose_design(panel, 1)
    costs = rows(panel, "size.claims")
    assert [cost[0] for cost in costs] == ["ids", "sub", "signature", "JOSE header", "braces and dots"]
    assert sum(int(cost[1].replace(",", "")) for cost in costs) == 8873
    assert [cost[2] for cost in costs[:2]] == ["98 %", "< 1 %"]
    tip = panel.find(QTableView, "size.claims").model().index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "ids: 6,500 bytes of JSON with name, colon and comma become 8,667 characters in base64url"


def test_the_gauge_is_told_in_words_with_the_tone_of_its_verdict(panel):
    choose_design(panel, 0)
    words = panel.text("size.words")
    assert words == "Header 252 B, token 228 B: 3 % of nginx's 8,168 B; every server in the list takes it."
    gauge = panel.find(SizeGauge, "size.gauge")
    assert gauge.accessibleName() == words
    choose_design(panel, 1)
    assert "109 % of nginx's 8,168 B; refused by nginx and 8 more" in panel.text("size.words")


def test_the_name_of_a_design_is_shown_as_it_is(panel):
    choose_design(panel, 1)
    titles = [label for label in panel.window.findChildren(QLabel) if HEAVY in label.text()]
    assert [label.text() for label in titles] == [f"What each claim of {HEAVY} costs"]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in titles)


def test_who_refuses_it_is_listed_in_the_tool_tip(panel):
    model = panel.find(QTableView, "size.table").model()
    tip = model.index(1, 4).data(Qt.ItemDataRole.ToolTipRole)
    assert "nginx 1.22.1: up to 8,168 B, else 400 (measured; set by large_client_header_buffers)" in tip
    assert len(tip.splitlines()) == 10, "nine servers and the cookie"


def test_numbers_are_the_same_figures_as_the_lines_with_the_tokens_that_grow_first(panel):
    assert rows(panel, "size.numbers") == [["1", "400", "228"], ["10", "9,000", "228"], ["100", "90,000", "228"]]
    chart = panel.find(GrowthChart, "designs.growth")
    assert chart.isVisible()
    panel.click("size.view_numbers")
    assert panel.find(QTableView, "size.numbers").isVisible()
    assert not chart.isVisible()


def test_what_grows_and_its_ids_can_be_chosen(panel, world):
    ids = panel.find(QComboBox, "size.ids")
    panel.choose("size.ids", "UUIDs (36)")
    assert world.measurements.asked[-1].ids is Ids.UUID
    panel.choose("size.growing", "groups")
    assert world.measurements.asked[-1].growing is Growing.GROUPS
    assert not ids.isEnabled(), "groups have no ids"
    model = panel.find(QTableView, "size.numbers").model()
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Groups held"


def test_a_hidden_view_measures_nothing(panel, world):
    panel.window.hide()
    world.chosen.choose("alice")
    assert world.users() == ["bob"]


def test_without_figures_nothing_is_left_of_the_earlier_ones(panel, world):
    world.measurements.problem = None
    world.size.report_changed.emit(None)
    assert rows(panel, "size.table") == rows(panel, "size.claims") == rows(panel, "size.numbers") == []
    assert panel.text("size.words") == "Choose a design to see what its token is made of."
    assert panel.find(QLabel, "size.empty").isVisible()


def test_every_control_has_a_name_and_tab_comes_to_it(panel):
    for name in ("size.growing", "size.ids", "size.user", "size.table", "size.claims", "designs.growth"):
        widget = panel.find(QWidget, name)
        labelled = any(label.buddy() is widget for label in panel.window.findChildren(QLabel))
        assert widget.accessibleName() or labelled, name
        assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, name


@pytest.mark.parametrize(("size", "tone"), [(3812, Tone.ALLOWED), (3813, Tone.WARNING), (8169, Tone.REFUSED)])
def test_the_tone_is_a_warning_from_the_first_server_on_and_a_refusal_from_nginx_on(size, tone):
    assert size_tone(size) is tone


@pytest.mark.parametrize("width", [260, 480])
@pytest.mark.parametrize("size", [400, 5000, 9000, 20_000, 100_000, 2_000_000])
def test_the_names_on_a_gauge_never_lie_on_each_other(show, appearance, width, size):
    gauge = SizeGauge("size.gauge", marked_limits(), appearance)
    show(gauge, width, 40)
    gauge.show_size(size, Tone.ALLOWED, "")
    rooms = sorted((room.left(), room.right()) for _, room in gauge.names())
    assert rooms, "one name at least"
    assert rooms[0][0] >= 0
    assert rooms[-1][1] <= width
    assert all(left > right for (_, right), (left, _) in itertools.pairwise(rooms))
    assert gauge.scale > size
