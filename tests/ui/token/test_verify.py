import json

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QStackedWidget, QTableView

from tests.common_secrets import is_common_secret
from tests.presenters.stand_ins import run_now
from tests.ui.samples import ISSUED, ISSUER, STRANGER
from workbench.presenters.token.expectations import TokenExpectations
from workbench.presenters.token.key_source import KeySourcePresenter
from workbench.presenters.token.verify import VerifyPresenter
from workbench.ui.item_views.roles import Role
from workbench.ui.token.token_checks_table import TokenChecksModel
from workbench.ui.token.verify import VerifyPanel

FILES = {"/k.jwk": json.dumps(ISSUER.public_jwk())}


@pytest.fixture
def panel(show, loop, appearance):
    keys = KeySourcePresenter(FILES.__getitem__, run_now, is_common_secret)
    expected = TokenExpectations(loop.editor.token)
    verify = VerifyPresenter(loop.editor.token, keys, expected, run_now)
    keys.set_ring(loop.keys.ring.keys)
    expected.expect("https://demo.example", "documents")
    driver = show(VerifyPanel(verify, appearance, choose=lambda *_: "/k.jwk"), 620, 420)
    driver.verify = verify
    return driver


def checks(panel):
    model = panel.find(QTableView, "verify.checks").model()
    return {
        model.index(row, 1).data(): tuple(model.index(row, column).data() for column in (0, 2, 3))
        for row in range(model.rowCount())
    }


def test_without_a_token_it_says_what_to_do(panel):
    assert "paste one" in panel.text("verify.empty")
    assert not panel.find(QTableView, "verify.checks").isVisible()


def test_the_two_verdicts_stand_apart_above_every_check(panel, loop):
    loop.issue()
    assert (panel.text("verify.signature"), panel.text("verify.claims")) == ("signature valid", "claims valid")
    assert "demo-issuer made this signature with EdDSA" in panel.text("verify.why")
    assert checks(panel)["iss"] == ("ok", '"https://demo.example"', '"https://demo.example"')
    loop.editor.edit_claim(0, "https://evil.example")
    assert panel.text("verify.signature") == "signature not valid"
    assert list(checks(panel))[:2] == ["signature", "iss"], "what failed stands first"
    assert "2 of 11 checks fail" in panel.text("verify.status")


def test_a_failed_check_has_an_icon_a_word_and_its_reason(panel, loop, qtmodeltester):
    loop.issue()
    panel.type_into("verify.audience", "billing")
    model = panel.find(QTableView, "verify.checks").model()
    assert isinstance(model, TokenChecksModel)
    qtmodeltester.check(model)
    first = model.index(0, 0)
    assert (first.data(), bool(first.data(Role.ICON))) == ("fail", True)
    assert 'aud is "documents"; expected "billing".' in first.data(Qt.ItemDataRole.AccessibleTextRole)
    assert "found" in first.data(Qt.ItemDataRole.ToolTipRole)


def test_a_key_is_pasted_dropped_or_opened(panel, loop):
    loop.issue()
    material = panel.find(QStackedWidget, "verify.material")
    assert not material.isVisible()
    panel.choose("verify.key_source", "a pasted key or key set")
    assert material.isVisible()
    assert panel.text("verify.signature") == "no key to verify with"
    field = panel.find(QPlainTextEdit, "verify.key")
    field.setPlainText(json.dumps(STRANGER.public_jwk()))
    assert panel.text("verify.signature") == "signature not valid"
    assert panel.text("verify.key_status").startswith("Recognized a JWK: OKP Ed25519")
    panel.click("verify.open")
    assert panel.text("verify.signature") == "signature valid"
    assert field.toPlainText() == FILES["/k.jwk"]
    field.clear()
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile("/k.jwk")])
    assert field.canInsertFromMimeData(dropped)
    field.insertFromMimeData(dropped)
    assert panel.text("verify.signature") == "signature valid"


def test_a_secret_is_hidden_until_the_eye_is_pressed(panel, loop):
    loop.issue()
    panel.choose("verify.key_source", "a shared secret (HMAC)")
    panel.type_into("verify.secret", "abcd")
    field = panel.find(QLineEdit, "verify.secret")
    assert field.echoMode() is QLineEdit.EchoMode.Password
    panel.find(QAction, "verify.secret_shown").trigger()
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    assert panel.text("verify.signature") == "signature not accepted"
    panel.choose("verify.reading", "hex")
    assert "The secret has 2 bytes" in panel.text("verify.key_status")


def test_leeway_and_type_are_expected_as_typed(panel, loop):
    loop.issue()
    panel.type_into("verify.type", "at+jwt")
    panel.find(QSpinBox, "verify.leeway").setValue(30)
    assert checks(panel)["typ"][0] == "fail"
    assert checks(panel)["exp"][2].endswith("give or take 30 s")
    assert panel.verify.expectations.leeway_s == 30


def test_the_key_chosen_stays_chosen_when_the_ring_changes(panel, loop):
    loop.issue()
    panel.choose_starting("verify.key_source", "stranger")
    assert panel.text("verify.signature") == "signature not valid"
    panel.verify.keys.set_ring((ISSUER, STRANGER))
    assert panel.find(QComboBox, "verify.key_source").currentData() == STRANGER.kid
    panel.verify.keys.set_ring((ISSUER,))
    assert panel.text("verify.signature") == "signature valid", "the one chosen is gone: all of the ring count again"


def test_texts_of_a_token_are_shown_as_they_are(panel, loop):
    loop.editor.token.set_text(ISSUED)
    assert panel.find(QLabel, "verify.why").textFormat() is Qt.TextFormat.PlainText


def test_the_verdicts_name_the_key_that_they_come_from(panel, loop):
    loop.issue()
    assert panel.text("verify.owner") == "By the ring:"
    panel.choose("verify.key_source", "a pasted key or key set")
    assert panel.text("verify.owner") == "By the pasted key:"
    spoken = panel.find(QLabel, "verify.signature").accessibleName()
    assert spoken == f"By the pasted key: {panel.text('verify.signature')}"
    panel.choose("verify.key_source", "a shared secret (HMAC)")
    assert panel.text("verify.owner") == "By the secret:"
