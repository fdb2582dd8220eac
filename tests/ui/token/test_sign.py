import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QPushButton, QToolButton, QWidget

from tests.presenters.stand_ins import NOW, heard
from tests.ui.samples import ISSUED, ISSUER, STRANGER, token
from workbench.core.signing.header_update import HeaderUpdate
from workbench.ui.item_views.roles import Role
from workbench.ui.token.sign import SignPanel

WIDE, NARROW, NARROWEST = 1180, 800, 440


@pytest.fixture
def editor(loop):
    return loop.editor


@pytest.fixture
def panel(show, loop, appearance):
    panel = SignPanel(loop.editor, loop.replay, appearance)
    loop.keys.ring.keys_changed.connect(panel.show_keys)
    panel.show_keys(loop.keys.ring.keys)
    return show(panel, WIDE, 60)


@pytest.fixture
def issued(panel, editor):
    editor.token.set_issued(ISSUED)
    return panel


def choices(panel, name):
    box = panel.find(QComboBox, name)
    return [box.itemText(row) for row in range(box.count()) if box.itemText(row)]


def choose(panel, name, words):
    box = panel.find(QComboBox, name)
    box.setCurrentIndex(next(row for row in range(box.count()) if box.itemText(row).startswith(words)))


def header(editor):
    return editor.token.state.reading.header


def test_every_key_is_offered_with_its_trust(panel, loop):
    assert choices(panel, "sign.key") == [
        "demo-issuer · EdDSA (trusted)",
        "stranger · EdDSA (not trusted)",
    ]
    loop.keys.set_trusted(STRANGER.kid, True)
    assert choices(panel, "sign.key")[1] == "stranger · EdDSA (trusted)"


def test_the_key_chosen_stays_chosen_while_it_is_there(panel, loop):
    choose(panel, "sign.key", "stranger")
    loop.keys.generate("fresh", "EdDSA")
    assert panel.window.kid == STRANGER.kid
    loop.keys.delete(STRANGER.kid)
    assert panel.window.kid == ISSUER.kid
    assert panel.find(QComboBox, "sign.key").currentText().startswith("demo-issuer")


def test_asking_for_a_new_key_leaves_the_choice(panel, editor):
    choose(panel, "sign.key", "stranger")
    asked = heard(panel.window.new_key_requested)
    panel.click("sign.new_key", kind=QToolButton)
    assert asked == [()]
    assert panel.find(QComboBox, "sign.key").currentText().startswith("stranger")
    editor.token.set_issued(ISSUED)
    panel.sign()
    assert header(editor)["kid"] == STRANGER.kid


def test_without_any_key_signing_says_what_to_do(panel, loop):
    panel.window.show_keys(())
    assert choices(panel, "sign.key") == []
    loop.editor.token.set_issued(ISSUED)
    panel.sign()
    assert panel.text("sign.status").startswith("Choose a key")


def test_nothing_can_be_signed_without_claims(panel, editor):
    button = panel.find(QPushButton, "sign.submit")
    assert not button.isEnabled()
    editor.token.set_issued(ISSUED)
    assert button.isEnabled()
    editor.token.set_text("broken")
    assert not button.isEnabled()


@pytest.mark.parametrize(
    ("words", "update", "alg", "kid"),
    [
        ("set alg and kid", HeaderUpdate.SET_ALG_AND_KID, "EdDSA", STRANGER.kid),
        ("set alg", HeaderUpdate.SET_ALG, "EdDSA", "old"),
    ],
    ids=["both", "alg"],
)
def test_signing_changes_as_much_of_the_header_as_was_chosen(panel, editor, words, update, alg, kid):
    editor.token.set_text(token('{"sub":"bob"}'))
    editor.set_header_json('{"alg":"ES256","kid":"old"}')
    choose(panel, "sign.key", "stranger")
    box = panel.find(QComboBox, "sign.header_update")
    box.setCurrentIndex(box.findText(words))
    assert panel.window.header_update is update
    panel.sign()
    assert header(editor) == {"alg": alg, "kid": kid}


def test_a_header_that_is_kept_must_fit_the_key(panel, editor):
    editor.token.set_text(token('{"sub":"bob"}'))
    editor.set_header_json('{"alg":"ES256"}')
    before = editor.token.state.text
    choose(panel, "sign.header_update", "keep header")
    panel.sign()
    assert editor.token.state.text == before
    assert 'The header names alg "ES256", and demo-issuer signs with EdDSA alone.' in panel.text("sign.status")
    choose(panel, "sign.header_update", "set alg and kid")
    panel.sign()
    assert panel.text("sign.status") == ""


def cost(panel):
    label = panel.find(QLabel, "sign.cost")
    return label.text() if label.isVisible() else ""


def test_a_key_that_makes_another_size_of_the_token_says_so_before_it_signs(issued, editor, loop):
    assert cost(issued) == "", "signed with the same algorithm it stays as long"
    loop.keys.generate("quantum", "ML-DSA-87")
    choose(issued, "sign.key", "quantum")
    now = len(ISSUED)
    told = cost(issued)
    issued.sign()
    assert told == (
        f"Signed with quantum, the token is {len(editor.token.state.text):,} B instead of {now:,} B: "
        "refused by uWSGI http. Signature 4,627 bytes = 6,170 characters."
    )
    assert cost(issued) == ""
    assert "Signature 4,627 bytes" in issued.find(QComboBox, "sign.key").toolTip()


def test_the_list_of_keys_says_what_each_makes_of_the_token(issued, loop):
    loop.keys.generate("quantum", "ML-DSA-44")
    box = issued.find(QComboBox, "sign.key")
    box.about_to_open.emit()
    row = next(row for row in range(box.count()) if box.itemText(row).startswith("quantum"))
    assert box.itemData(0, Role.DETAIL) == (
        f"signature 64 bytes = 86 characters · this token: {len(ISSUED):,} B, every server in the list takes it"
    )
    assert box.itemData(row, Role.DETAIL).startswith("signature 2,420 bytes = 3,227 characters · this token: 3,")
    loop.editor.token.set_text("broken")
    box.about_to_open.emit()
    assert box.itemData(row, Role.DETAIL) == "signature 2,420 bytes = 3,227 characters"


def test_sign_each_edit_is_off_until_it_is_switched_on(issued, editor):
    editor.edit_claim(1, "alice")
    assert issued.text("token.signature_verdict") == "stale: sign again"
    issued.click("sign.each_edit", QCheckBox)
    assert issued.text("token.signature_verdict") == "valid, key trusted"
    editor.edit_claim(1, "carol")
    assert issued.text("token.signature_verdict") == "valid, key trusted"
    issued.click("sign.each_edit", QCheckBox)
    editor.edit_claim(1, "dave")
    assert issued.text("token.signature_verdict") == "stale: sign again"


def test_replay_each_edit_is_passed_on(panel, loop):
    box = panel.find(QCheckBox, "replay.each_edit")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert loop.replay.each_edit
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert not loop.replay.each_edit


@pytest.mark.parametrize(
    ("payload", "header", "signer", "signature", "claims"),
    [
        (None, None, ISSUER, "valid, key trusted", "claims valid"),
        (None, None, STRANGER, "valid, key not trusted", "claims valid"),
        (None, {"alg": "EdDSA", "kid": ISSUER.kid}, STRANGER, "signature not valid", "claims valid"),
        (None, {"alg": "EdDSA", "kid": "elsewhere"}, STRANGER, "unknown key", "claims valid"),
        ({"exp": NOW}, None, ISSUER, "valid, key trusted", "expired"),
        ({"aud": "billing"}, None, ISSUER, "valid, key trusted", "wrong audience"),
        ({"aud": "billing", "exp": NOW}, None, ISSUER, "valid, key trusted", "2 claim faults"),
    ],
)
def test_signature_and_claims_are_judged_apart(issued, editor, payload, header, signer, signature, claims):
    for name, value in (payload or {}).items():
        editor.edit_claim(editor.token.state.reading.claims.row(name), str(value))
    editor.token.set_text(token(editor.token.state.reading.claims.to_json(), header, signer))
    assert issued.text("token.signature_verdict") == signature
    assert issued.text("token.claims_verdict") == claims


def test_the_claims_expire_on_the_pill_with_the_servers_clock(issued, editor, loop):
    loop.host.offset_s = 1800
    editor.token.tick()
    assert issued.text("token.claims_verdict") == "expired"
    assert issued.text("token.signature_verdict") == "valid, key trusted"


def test_without_a_token_there_is_no_verdict(issued, editor):
    editor.token.set_text("")
    assert issued.text("token.signature_verdict") == "no token"
    assert issued.text("token.claims_verdict") == "no token"


def place(panel, name):
    widget = next(each for each in panel.window.findChildren(QWidget) if each.objectName() == name)
    return widget.mapTo(panel.window, widget.rect().topLeft())


def test_the_verdicts_move_below_the_signing_where_there_is_no_room_beside_it(issued, qtbot):
    def below():
        return place(issued, "token.signature_verdict").y() > place(issued, "sign.submit").y() + 20

    assert not below()
    issued.window.resize(NARROWEST, 100)
    qtbot.waitUntil(below)
    verdict = issued.window.findChild(QWidget, "token.claims_verdict")
    assert place(issued, "token.claims_verdict").x() + verdict.width() <= NARROWEST
    issued.window.resize(WIDE, 60)
    qtbot.waitUntil(lambda: not below())


def test_what_has_no_room_beside_the_verdicts_folds_into_a_menu(issued, editor, qtbot):
    more, each_edit = issued.find(QToolButton, "sign.more"), issued.find(QCheckBox, "sign.each_edit")
    header_update = issued.find(QComboBox, "sign.header_update")
    assert not more.isVisible()
    issued.window.resize(NARROW, 60)
    qtbot.waitUntil(more.isVisible)
    assert place(issued, "token.signature_verdict").y() < place(issued, "sign.submit").y() + 20
    assert not each_edit.isVisible()
    entry = next(action for action in more.menu().actions() if action.text() == "sign each edit")
    entry.trigger()
    assert each_edit.isChecked()
    issued.window.resize(NARROWEST, 60)
    qtbot.waitUntil(lambda: not header_update.isVisible())
    assert "Header: set alg and kid" in [action.text() for action in more.menu().actions() if action.isVisible()]
    issued.window.resize(WIDE, 60)
    qtbot.waitUntil(each_edit.isVisible)
    assert header_update.isVisible()
    assert not more.isVisible()


def test_the_panel_can_become_as_narrow_as_its_wider_row(issued, qtbot):
    needed = issued.window.minimumSizeHint().width()
    issued.window.resize(needed, 100)
    qtbot.waitUntil(lambda: place(issued, "token.signature_verdict").y() > place(issued, "sign.submit").y() + 20)
    assert issued.window.minimumSizeHint().width() <= needed
    assert needed < WIDE


def test_what_was_chosen_last_time_is_chosen_again(show, loop, appearance):
    panel = SignPanel(loop.editor, loop.replay, appearance)
    panel.prefill(STRANGER.kid, HeaderUpdate.KEEP)
    panel.show_keys(loop.keys.ring.keys)
    driver = show(panel, WIDE, 60)
    assert driver.find(QComboBox, "sign.key").currentText().startswith("stranger")
    assert driver.find(QComboBox, "sign.header_update").currentText() == "keep header"
    assert loop.editor.header_update is HeaderUpdate.KEEP


def test_the_verdicts_name_the_demo_server_whose_they_are(issued, editor):
    editor.token.set_text(token('{"sub":"bob"}', {"alg": "EdDSA", "kid": "elsewhere"}, STRANGER))
    assert issued.text("token.verdict_owner") == "Demo server:"
    assert issued.find(QLabel, "token.signature_verdict").accessibleName() == "Demo server: unknown key"
