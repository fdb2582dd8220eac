import pytest
from PySide6.QtCore import Qt

from tests.ui.samples import ISSUER, SET_ROLES, allowed, refused
from workbench.core.answers.outcome import Request
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.variants.impact import AnswerSummary, ChangedAnswer, Effect, Impact, ImpactQuestion, Readers
from workbench.core.variants.omissions import omissions
from workbench.ui.icons import Icon
from workbench.ui.item_views.roles import Role
from workbench.ui.theme import Tone
from workbench.ui.variants.impact_table import AnswerColumn, ChangedAnswersModel, Column, ImpactTableModel

ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole
TOOL_TIP = Qt.ItemDataRole.ToolTipRole
CLAIMS = ClaimSet.from_json('{"exp":17,"roles":["viewer"],"jti":"j","ids":["<b>"]}')
READ = Readers(("permission",), 2)
MISSING = AnswerSummary(401, "expiry.missing", "the token has no exp")
NO_ROLE = AnswerSummary.of(refused(SET_ROLES))
REQUEST = Request("a", "GET", "/a")


def changed(label, after):
    return ChangedAnswer(Request(label, "GET", f"/{label}"), AnswerSummary.of(allowed()), after)


def effect(omission, changed, readers):
    return Effect(omission, changed, 2, readers, omission.saved_bytes)


def sample_impact():
    """exp is required, roles and its element decide, jti is read, and ids is not."""
    by_label = {each.label: each for each in omissions(CLAIMS)}
    effects = (
        effect(by_label["exp"], (changed("a", MISSING), changed("b", MISSING)), READ),
        effect(by_label["roles"], (changed("a", NO_ROLE),), READ),
        effect(by_label['"viewer" of roles'], (changed("a", NO_ROLE),), READ),
        effect(by_label["jti"], (), READ),
        effect(by_label["ids"], (), Readers()),
        effect(by_label['"<b>" of ids'], (), Readers()),
    )
    return Impact(ImpactQuestion({}, CLAIMS, ISSUER, "roles"), 2, effects)


@pytest.fixture
def model(qtmodeltester):
    made = ImpactTableModel()
    qtmodeltester.check(made)
    made.show(sample_impact())
    return made


def column(model, number, role=Qt.ItemDataRole.DisplayRole):
    return [model.index(row, number).data(role) for row in range(model.rowCount())]


def test_elements_stand_indented_beneath_their_claim_and_are_told_in_full_to_who_cannot_see_that(model):
    assert column(model, Column.LEFT_OUT) == ["exp", "roles", '    "viewer"', "jti", "ids", '    "<b>"']
    assert column(model, Column.LEFT_OUT, ACCESSIBLE)[2] == '"viewer" of roles'


def test_each_weight_has_words_an_icon_and_a_tone(model):
    assert column(model, Column.CHANGES)[:4] == [
        "required: without it every request is 401 (expiry.missing)",
        "decides 1 answer: GET /a",
        "decides 1 answer: GET /a",
        "read, but makes no difference here",
    ]
    # ,"ids":["<b>"] is 14 octets, or 19 characters of base64url at this place
    assert column(model, Column.CHANGES)[4] == "never read: could be dropped, saves 19 bytes"
    assert [(index.data(Role.ICON), index.data(Role.TONE)) for index in cells(model, Column.CHANGES)] == [
        (Icon.REQUIRED, Tone.MUTED),
        (Icon.CHANGED, Tone.ACCENT),
        (Icon.CHANGED, Tone.ACCENT),
        (Icon.OFF, Tone.PLAIN),
        (Icon.WARNING, Tone.WARNING),
        (Icon.OFF, Tone.MUTED),  # one warning a claim
    ]


def cells(model, number):
    return [model.index(row, number) for row in range(model.rowCount())]


def test_the_bytes_saved_stand_beside_every_part(model):
    saved = [f"{effect.saved_bytes} B" for effect in sample_impact().effects]
    assert column(model, Column.SAVES) == saved
    assert all(int(text.removesuffix(" B")) > 0 for text in saved)


def test_a_tool_tip_holds_what_may_be_cut_off(model):
    assert column(model, Column.CHANGES, TOOL_TIP)[1] == "roles: decides 1 answer: GET /a"


def test_a_changed_answer_shows_both_and_why(qtmodeltester):
    model = ChangedAnswersModel()
    qtmodeltester.check(model)
    model.show(sample_impact().effects[1].changed)
    request, before, after = (model.index(0, number) for number in AnswerColumn)
    assert (request.data(), before.data(), after.data()) == ("GET /a", "200", "403 permission.refused")
    assert (before.data(Role.ICON), after.data(Role.ICON)) == (Icon.ALLOWED, Icon.REFUSED)
    assert (before.data(Role.TONE), after.data(Role.TONE)) == (Tone.ALLOWED, Tone.REFUSED)
    assert after.data(TOOL_TIP) == "No role grants documents:delete."
    assert after.data(ACCESSIBLE) == "without it: 403, refused"
    model.show(())
    assert model.rowCount() == 0


def test_of_two_refusals_both_reasons_are_shown_where_the_status_is_the_same():
    model = ChangedAnswersModel()
    tenant = AnswerSummary(403, "permission.other_tenant", "the record is another tenant's")
    model.show((ChangedAnswer(REQUEST, NO_ROLE, tenant), ChangedAnswer(REQUEST, NO_ROLE, MISSING)))
    words = [[model.index(row, number).data() for number in (1, 2)] for row in (0, 1)]
    assert words == [["403 permission.refused", "403 permission.other_tenant"], ["403", "401 expiry.missing"]]
