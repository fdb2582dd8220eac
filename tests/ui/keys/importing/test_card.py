import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QTableView,
)

from tests.core.key_files.samples import PASSWORD, locked
from tests.core.keys.ring import KEYS
from tests.presenters.stand_ins import RunLater, run_now
from tests.ui.samples import ISSUER, STRANGER
from workbench.presenters.keys.importing import KeyImportPresenter
from workbench.ui.keys.importing.card import KeyImportCard
from workbench.ui.keys.importing.table import ImportTableModel
from workbench.ui.keys.page import KeysPage
from workbench.ui.keys.panel import KeysPanel

FILES = {"/signer.pem": locked("P-256", "wrong")}


def page_with(show, loop, appearance, run):
    importing = KeyImportPresenter(loop.keys, FILES.__getitem__, run)
    card = KeyImportCard(importing, appearance, choose=lambda *_: "/signer.pem")
    page = KeysPage(KeysPanel(loop.keys, appearance))
    page.add_import(importing, card)
    driver = show(page, 1000, 700)
    driver.importing = importing
    return driver


@pytest.fixture
def page(show, loop, appearance):
    return page_with(show, loop, appearance, run_now)


def paste(page, *jwks):
    page.find(QPlainTextEdit, "key_import.text").setPlainText(json.dumps({"keys": jwks}))


def found(page):
    model = page.find(QTableView, "key_import.table").model()
    return [tuple(model.index(row, column).data() for column in (0, 2, 4)) for row in range(model.rowCount())]


def seen(page, name, kind=QPushButton):
    return page.find(kind, name).isVisible()


def press(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def test_the_page_makes_room_for_an_import_and_takes_it_back(page):
    below = page.find(QStackedWidget, "keys.below")
    page.click("keys.import")
    assert below.currentIndex() == 1
    assert QApplication.focusWidget() is page.find(QPlainTextEdit, "key_import.text")
    page.click("key_import.cancel")
    assert below.currentIndex() == 0
    assert QApplication.focusWidget() is page.find(QPushButton, "keys.import")


def test_an_encrypted_file_is_imported_with_the_keyboard_alone(page, loop):
    page.find(QPushButton, "keys.import").setFocus()
    press(Qt.Key.Key_Space)
    page.find(QPushButton, "key_import.open").setFocus()
    press(Qt.Key.Key_Space)
    password = page.find(QLineEdit, "key_import.password")
    assert QApplication.focusWidget() is password
    QTest.keyClicks(password, "wrong")
    press(Qt.Key.Key_Return)
    assert page.text("key_import.status").startswith("The password does not open")
    assert password.selectedText() == password.text() == "wrong", "it stays, to be typed over"
    QTest.keyClicks(password, PASSWORD)
    press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is page.find(QTableView, "key_import.table")
    assert found(page) == [("signer", "ES256", "new")]
    assert password.text() == ""
    for _ in range(3):
        press(Qt.Key.Key_Tab)
        if QApplication.focusWidget() is page.find(QPushButton, "key_import.take"):
            break
    press(Qt.Key.Key_Space)
    assert page.keys()["signer"] == "not trusted"
    assert page.text("key_import.status").startswith("Imported signer.")
    assert any(key.name == "signer" for key in loop.store.load())


def drop(page, *paths):
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(path) for path in paths])
    nowhere = QPointF(5, 5)
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    page.window.dropEvent(QDropEvent(nowhere, Qt.DropAction.CopyAction, dropped, buttons, keys))
    assert page.text("key_import.source") == "From signer.pem"
    assert seen(page, "key_import.password", QLineEdit)


def test_a_dropped_file_is_read(page):
    drop(page, "/signer.pem")


def test_of_several_dropped_files_one_is_read_and_it_is_said(page):
    drop(page, "/signer.pem", "/other.pem", "/third.pem")
    page.type_into("key_import.password", PASSWORD)
    page.click("key_import.unlock")
    assert "2 further files were not read: drop one after the other." in page.text("key_import.status")


def test_keys_are_chosen_with_space_and_named_in_the_fields(page, loop, qtmodeltester):
    page.click("keys.import")
    paste(page, KEYS["RS256"].private_jwk() | {"kid": "one"}, {"kty": "oct", "k": "c2VjcmV0", "kid": "short"})
    table = page.find(QTableView, "key_import.table")
    assert isinstance(table.model(), ImportTableModel)
    qtmodeltester.check(table.model())
    assert not seen(page, "key_import.text", QPlainTextEdit), "a private key that was read needs not be seen"
    page.type_into("key_import.name", "signer")
    page.type_into("key_import.kid", "k-1")
    page.choose("key_import.algorithm", "PS384")
    table.setFocus()
    press(Qt.Key.Key_Down)
    assert "HS256 asks for 32 or more" in page.text("key_import.notes")
    press(Qt.Key.Key_Space)
    assert found(page) == [("signer", "PS384", "new"), ("short", "HS256", "left out")]
    assert page.find(QPushButton, "key_import.take").text() == "Import 1 key"
    page.click("key_import.take")
    (key,) = [key for key in loop.store.load() if key.name == "signer"]
    assert (key.kid, key.algorithm) == ("k-1", "PS384")


def test_a_kid_that_is_taken_is_asked_about_in_place(page, loop):
    page.click("keys.import")
    paste(
        page,
        KEYS["ES256"].private_jwk() | {"kid": STRANGER.kid},
        KEYS["ES384"].private_jwk() | {"kid": ISSUER.kid},
    )
    assert not page.find(QPushButton, "key_import.take").isEnabled()
    assert "stranger is another key" in page.text("key_import.question")
    page.click("key_import.replace")
    assert "the demo server's own, which cannot be replaced" in page.text("key_import.question")
    assert not seen(page, "key_import.replace")
    page.find(QPushButton, "key_import.keep_both").setFocus()
    press(Qt.Key.Key_Space)
    assert QApplication.focusWidget() is page.find(QPushButton, "key_import.take")
    assert [state for _, _, state in found(page)] == ["replaces the key of this kid", "new"]
    press(Qt.Key.Key_Space)
    algorithms = {key.kid: key.algorithm for key in loop.store.load()}
    assert algorithms == {
        ISSUER.kid: ISSUER.algorithm,
        STRANGER.kid: "ES256",
        f"{ISSUER.kid}-2": "ES384",
    }


def test_nothing_that_was_typed_can_be_brought_back_after_an_import(page):
    page.click("keys.import")
    field, secret = page.find(QPlainTextEdit, "key_import.text"), page.find(QLineEdit, "key_import.secret")
    assert not field.isUndoRedoEnabled()
    field.setPlainText("a secret of some length, 32 bytes")
    reading = page.find(QComboBox, "key_import.reading")
    reading.setCurrentIndex(reading.findText("a secret, as text"))
    assert field.toPlainText() == ""
    assert secret.echoMode() is QLineEdit.EchoMode.Password
    assert secret.text() == "a secret of some length, 32 bytes", "what was typed stays for the other reading"
    secret.setFocus()
    QTest.keyClicks(secret, "!")
    assert found(page) == [("imported", "HS256", "new")]
    page.click("key_import.take")
    assert secret.text() == ""
    secret.undo()
    assert (secret.text(), secret.isUndoAvailable()) == ("", False)


def test_reading_can_be_stopped(show, loop, appearance):
    later = RunLater()
    page = page_with(show, loop, appearance, later)
    page.click("keys.import")
    paste(page, KEYS["ES256"].private_jwk())
    assert page.text("key_import.status") == "Reading…"
    page.click("key_import.stop")
    assert page.text("key_import.status").startswith("Reading was stopped.")
    later.let_one_through()
    assert not seen(page, "key_import.table", QTableView)
    assert page.find(QPlainTextEdit, "key_import.text").toPlainText(), "what was pasted stays"
