import pytest
from PySide6.QtCore import Qt

from tests.core.lint.test_designs import linted
from workbench.core.answers.decision import Asked
from workbench.core.answers.issued_token import IssuedToken, LeakedClaim
from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.designs.stale_window import Ending, Right, StaleWindow, StaleWindows
from workbench.core.lint.designs import LintedDesign
from workbench.ui.designs.decisions.costs_table import RIGHTS, Column, CostsTableModel
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone

TIP = Qt.ItemDataRole.ToolTipRole
ENDINGS = {
    "identity": (Ending.AT_ONCE,) * 5,
    "roles": (Ending.EXPIRY, Ending.NEVER, Ending.NEVER, Ending.EXPIRY, Ending.AT_ONCE),
    "broad": (Ending.NOT_GRANTED, Ending.EXPIRY, Ending.NOT_MEASURED, Ending.KEPT_ANSWER, Ending.AT_ONCE),
}
TURNED_S = {Ending.AT_ONCE: 0, Ending.EXPIRY: 1800, Ending.KEPT_ANSWER: 30}
WINDOWS = {
    design: StaleWindows(
        design,
        tuple(
            StaleWindow(right, ending, 1800, TURNED_S.get(ending), f"remove the {right} x", "GET /a")
            for right, ending in zip(Right, endings, strict=True)
        ),
    )
    for design, endings in ENDINGS.items()
}
REQUESTS = ()
DENY_LIST = Asked("deny-list", 1, 2.0, cached=False)


def directory(count):
    return Asked("directory", count, 50.0, cached=False)


def token(design, user, size, *leaked):
    names = frozenset({"sub", "exp", *(claim.name for claim in leaked)})
    return IssuedToken(design, user, size, 1800, names, leaked)


ROLES = LeakedClaim("roles", '"viewer"')
MATRIX = Matrix(
    "documents",
    ("identity", "roles", "broad"),
    ("alice", "bob"),
    REQUESTS,
    (
        Cell("identity", "bob", "me", 200, "granted", (), 3, 384, 640, asked=(DENY_LIST, directory(3))),
        Cell("roles", "bob", "me", 200, "granted", ("roles",), 0, 409, 320, asked=(DENY_LIST,)),
        Cell("roles", "alice", "me", 200, "granted", ("roles",), 1, 500, 320, asked=(DENY_LIST, directory(1))),
        Cell("broad", "bob", "me", 431, ""),
    ),
    (
        token("identity", "bob", 384),
        token("roles", "bob", 409, ROLES),
        token("roles", "alice", 500, ROLES, LeakedClaim("email", '"a@x.example"'), LeakedClaim("locale", '"en"')),
        token("broad", "bob", 20_000, LeakedClaim("isMemberOf", '"<b>sales</b>"')),
    ),
)


@pytest.fixture
def model(qapp, qtmodeltester):
    made = CostsTableModel(
        find={"roles": linted({"email": "b@x.example"})}.get, measured=WINDOWS.get, linted_user=lambda: "bob"
    )
    made.show(MATRIX, "bob", "identity")
    qtmodeltester.check(made)
    return made


def row(model, number, role=Qt.ItemDataRole.DisplayRole):
    return [model.index(number, column).data(role) for column in Column]


def test_each_design_shows_what_it_costs_how_long_it_is_wrong_and_what_leaks(model):
    assert row(model, 0) == ["identity", "–", "384", "4", "640", "0", "0", "0", "0", "0", "–", "–"]
    stale = ["30 min", "no end", "no end", "30 min", "0"]
    assert row(model, 1) == ["roles", "0", "409", "1", "320", *stale, "roles", "1 warning"]


def test_a_token_that_no_request_could_carry_still_shows_its_size(model):
    assert row(model, 2)[:5] == ["broad", "1", "20,000", "–", "–"]
    assert row(model, 2)[5:] == ["–", "30 min", "–", "30 s", "0", "groups", "–"]
    assert "larger than its header limit" in model.index(2, Column.MEDIAN).data(TIP)


def test_the_reasons_are_in_the_tool_tips(model):
    assert "a removed role counts with the next one" in model.index(0, Column.ROLE).data(TIP)
    why = model.index(1, Column.ROLE).data(TIP)
    assert "a removed role is not noticed until exp, 30 min later." in why
    assert why.endswith("Measured: remove the role x, then GET /a with the old token.")
    assert "never noticed, not even with a new token" in model.index(1, Column.SHARE).data(TIP)
    assert "changes nothing" in model.index(2, Column.ROLE).data(TIP)
    assert "was noticed after 30 s" in model.index(2, Column.ACCOUNT).data(TIP)
    assert model.index(0, Column.LEAKS).data(TIP) == "The token identifies the user and contains nothing else."
    assert model.index(2, Column.LEAKS).data(TIP).splitlines()[1] == 'isMemberOf: "<b>sales</b>"'
    assert model.headerData(Column.SHARE, Qt.Orientation.Horizontal, TIP).startswith("How long a removed share is")


def test_the_tone_says_the_same_as_the_words(model):
    tones = [[model.index(row, column).data(Role.TONE) for column in RIGHTS] for row in range(3)]
    assert tones == [
        [Tone.ALLOWED] * 5,
        [Tone.WARNING] * 4 + [Tone.ALLOWED],
        [Tone.MUTED, Tone.WARNING, Tone.MUTED, Tone.WARNING, Tone.ALLOWED],
    ]


def test_windows_that_were_not_measured_yet_say_so(qapp):
    model = CostsTableModel()
    model.show(MATRIX, "bob")
    assert [model.index(1, column).data() for column in RIGHTS] == ["–"] * 5
    assert model.index(1, Column.ROLE).data(TIP) == "Not measured yet."
    changed = []
    model.dataChanged.connect(lambda first, last: changed.append((first.column(), last.column())))
    model.show_windows()
    assert changed == [(Column.ROLE, Column.LOGOUT)]


def test_the_questions_are_shown_by_kind(model):
    assert model.index(0, Column.LOOKUPS).data(TIP) == "1 deny-list, 3 directory"


def test_for_everybody_the_dearest_counts_and_all_that_leaks(model):
    model.show(MATRIX, "", "identity")
    assert row(model, 1) == ["roles", "0", "500", "2", "320", *row(model, 1)[5:10], "roles, 2 more", "1 warning"]


def test_the_findings_stay_for_all_users_and_say_whose_token_they_are_about(model):
    assert not model.index(1, Column.FINDINGS).data(TIP).startswith("The token of")
    model.show(MATRIX, "", "identity")
    assert model.index(1, Column.FINDINGS).data(TIP).startswith("The token of bob: 1 warning")
    assert "Compare" in model.index(0, Column.FINDINGS).data(TIP)


def test_a_user_who_cannot_log_in_costs_nothing(qapp):
    model = CostsTableModel(find={"roles": LintedDesign("roles", problem="The account is disabled.")}.get)
    model.show(MATRIX, "erin")
    assert row(model, 1) == ["roles", *["–"] * 11]
    assert model.index(1, Column.FINDINGS).data(TIP) == "The account is disabled."


def test_answers_that_are_gone_leave_an_empty_table(model):
    model.show(None, "bob")
    assert model.rowCount() == 0
