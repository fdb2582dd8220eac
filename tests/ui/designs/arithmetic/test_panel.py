import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QFrame, QLabel, QPushButton, QSpinBox, QTableView, QTextEdit

from tests.core.token.samples import BOB, made_up_tokens
from tests.presenters.designs.test_arithmetic import LIMITS, Laboratory
from tests.presenters.stand_ins import reporting_now, server_info
from tests.ui.samples import USERS
from workbench.core.designs.arithmetic import MeasuredDesign, Measurements
from workbench.core.designs.size_model import TokenModel
from workbench.presenters.designs.arithmetic import ArithmeticPresenter
from workbench.presenters.designs.chosen_user import ChosenUser
from workbench.ui.designs.arithmetic.panel import ArithmeticPanel
from workbench.ui.designs.arithmetic.table import ArithmeticTableModel, Column
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import DARK, Scheme, Tone

DESIGNS = (
    MeasuredDesign("identity", (), True, TokenModel.learn(made_up_tokens(), BOB), 18, 10, 0, 250.0, 10),
    MeasuredDesign("ids", ("canRead0",), False, TokenModel.learn(made_up_tokens(lists_read=1), BOB), 0, 0, 0, 0.0, 0),
)


class TwoDesigns(Laboratory):
    def __call__(self, question, run, /):
        super().__call__(question, run)
        return Measurements(question.username, "documents", BOB, DESIGNS)


@pytest.fixture
def panel(loop, appearance, show):
    chosen = ChosenUser()
    chosen.show_server(server_info(users=USERS))
    presenter = ArithmeticPresenter(TwoDesigns(), loop.server, chosen, LIMITS, reporting_now)
    return show(ArithmeticPanel(presenter, chosen, appearance), 1000, 640)


def cells(panel, row):
    model = panel.find(QTableView, "calculator.table").model()
    return [model.index(row, column).data() for column in Column]


def cell(panel, row, column, role):
    model = panel.find(QTableView, "calculator.table").model()
    return model.index(row, column).data(role)


def formulas(panel):
    return panel.find(QTextEdit, "calculator.formulas").toPlainText()


def type_number(panel, name, text):
    panel.type_into(name, text, QSpinBox)


def test_the_figures_are_there_as_soon_as_the_view_is_seen(panel):
    assert panel.find(QFrame, "designs.calculator").isVisible()
    assert not panel.find(QLabel, "calculator.empty").isVisible()
    assert [panel.find(QSpinBox, f"calculator.{name}").value() for name in ("roles", "groups", "resources")] == [
        1,
        1,
        2,
    ]
    lightest = DESIGNS[0].model.length(BOB.counts, 36)
    day = 200 * 86_400 * (lightest + 24)
    assert cells(panel, 0) == [
        "identity", str(lightest), f"{day / 10**9:.3g} GB", "560", "2.8", "5.0%", "5.56", "0 s", "0 s", "none of 30",
    ]  # fmt: skip
    assert f"{day:,} bytes a day" in cell(panel, 0, Column.PER_DAY, Qt.ItemDataRole.ToolTipRole)
    assert panel.text("calculator.measured") == "measured with bob's tokens in documents"


def test_what_could_not_be_measured_is_a_dash_with_a_reason(panel):
    assert cells(panel, 1)[Column.LOOKUPS] == "–"
    assert cells(panel, 1)[Column.ADDED] == cells(panel, 1)[Column.VERIFICATION] == "–"
    for column in (Column.LOOKUPS, Column.ADDED, Column.VERIFICATION):
        assert "none of the requests" in cell(panel, 1, column, Qt.ItemDataRole.ToolTipRole)


def test_typing_changes_the_figures_at_once_and_a_refused_design_stands_out(panel):
    assert cell(panel, 1, Column.REFUSED, Role.TONE) == Tone.ALLOWED
    type_number(panel, "calculator.resources", "300")
    token = DESIGNS[1].model.length(panel.window._arithmetic.counts, 36)
    found = cells(panel, 1)
    assert found[Column.TOKEN] == f"{token:,}"
    assert found[Column.REFUSED].startswith("12 of 30: uWSGI http, browser cookie, lighttpd")
    assert cell(panel, 1, Column.REFUSED, Role.TONE) == Tone.REFUSED
    assert cell(panel, 1, Column.REFUSED, Role.ICON) == Icon.REFUSED
    assert cell(panel, 1, Column.TOKEN, Role.ICON) == Icon.WARNING
    tip = cell(panel, 1, Column.REFUSED, Qt.ItemDataRole.ToolTipRole)
    assert "nginx 1.22.1: HTTP 400 beyond a token of 8,168 bytes (measured, for one header)" in tip
    assert cells(panel, 0)[Column.REFUSED] == "none of 30"


def test_the_load_is_typed_with_keys_and_its_units_are_shown(panel):
    type_number(panel, "calculator.requests_per_s", "1000")
    type_number(panel, "calculator.lifetime", "3600")
    type_number(panel, "calculator.users", "7200")
    panel.type_into("calculator.lookup_ms", "0.25", QDoubleSpinBox)
    assert cells(panel, 0)[Column.LOOKUPS] == "2,800"
    assert cells(panel, 0)[Column.ADDED] == "0.7"
    assert cells(panel, 0)[Column.VERIFICATION] == "25.0%"
    assert cells(panel, 0)[Column.LOGINS] == "2"
    assert cells(panel, 1)[Column.RIGHT] == "1 h"
    assert "On average 0.7 connections for them" in cell(panel, 0, Column.LOOKUPS, Qt.ItemDataRole.ToolTipRole)
    assert panel.find(QDoubleSpinBox, "calculator.lookup_ms").text() == "0.25 ms"


def test_the_formulas_of_the_selected_design_stand_in_words_and_in_figures(panel):
    text = formulas(panel)
    token = DESIGNS[0].model.length(BOB.counts, 36)
    assert "Header bytes a day" in text
    assert "= requests a second × seconds a day × header bytes a request" in text
    assert f"= 200 × 86,400 × {token + 24}" in text
    assert "= users ÷ lifetime" in text
    table = panel.find(QTableView, "calculator.table")
    table.setCurrentIndex(table.model().index(1, 0))
    assert "records to read" in formulas(panel)
    type_number(panel, "calculator.resources", "300")
    assert "= 16 + 298 × (3 + 1 × 36) − 1" in formulas(panel)
    assert table.currentIndex().row() == 1, "typing must not move the selection"


def test_the_formulas_can_be_selected_and_follow_the_scheme(panel, appearance):
    view = panel.find(QTextEdit, "calculator.formulas")
    assert view.isReadOnly()
    assert view.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    appearance.set_scheme(Scheme.DARK)
    view.moveCursor(view.textCursor().MoveOperation.Start)
    assert view.currentCharFormat().foreground().color().name().upper() == DARK.text


def test_the_way_back_to_the_users_own_counts_is_open_only_when_others_are_typed(panel):
    own = panel.find(QPushButton, "calculator.own")
    assert not own.isEnabled()
    type_number(panel, "calculator.groups", "30")
    panel.click("calculator.own")
    assert panel.find(QSpinBox, "calculator.groups").value() == 1
    assert not own.isEnabled()


def test_a_user_without_a_token_leaves_no_figures_of_another(panel):
    users = panel.find(QComboBox, "calculator.user")
    users.setCurrentIndex(users.findData("erin"))
    assert not panel.find(QTableView, "calculator.table").isVisible()
    assert panel.text("calculator.status").startswith("erin cannot log in")
    assert formulas(panel) == ""
    assert not panel.find(QSpinBox, "calculator.roles").isEnabled()
    users.setCurrentIndex(users.findData("bob"))
    assert panel.find(QTableView, "calculator.table").isVisible()


def test_every_field_has_a_label_and_tab_walks_them_in_reading_order(panel, qtbot):
    names = (
        "requests_per_s", "users", "lifetime", "lookup_ms", "id_length", "roles", "groups", "resources", "writable",
    )  # fmt: skip
    labels = {label.buddy().objectName(): label.text() for label in panel.window.findChildren(QLabel) if label.buddy()}
    assert {f"calculator.{name}" for name in names} <= set(labels)
    fields = [
        panel.window.findChild((QSpinBox, QDoubleSpinBox)[name == "lookup_ms"], f"calculator.{name}") for name in names
    ]
    fields[0].setFocus()
    for field in fields[1:]:
        qtbot.keyClick(panel.window.focusWidget(), Qt.Key.Key_Tab)
        assert panel.window.focusWidget() is field


def test_the_table_model_keeps_to_the_rules(qtmodeltester, panel):
    model = ArithmeticTableModel()
    qtmodeltester.check(model)
    figures = panel.find(QTableView, "calculator.table").model().rows()
    for shown in (figures, figures[:1], (), figures):
        model.show(shown)
        assert model.rowCount() == len(shown)
