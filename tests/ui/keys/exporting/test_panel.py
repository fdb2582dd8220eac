import stat
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QTableView, QWidget

from tests.core.keys.ring import KEYS
from tests.presenters.keys.test_exporting import Timer
from tests.presenters.stand_ins import RunLater, run_now
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.exporting import KeyExportPresenter
from workbench.presenters.keys.keys import KeysPresenter
from workbench.presenters.keys.secret_clipboard import SecretClipboardPresenter
from workbench.services.files.keys import KeyFiles
from workbench.ui.keys.exporting.panel import KeyExportPanel
from workbench.ui.keys.page import KeysPage
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.keys.secret_clipboard import ClipboardStrip, SystemClipboard

MINE, SECRET = KEYS["ES256"], KEYS["HS256"]
PASSWORD = "correct horse battery"


@pytest.fixture
def timer(qapp):
    return Timer()


@pytest.fixture
def make_page(show, loop, appearance, tmp_path, timer):
    """The Keys page with real files and the real clipboard, and the strip above it."""

    def make(run=run_now):
        store = MemoryKeyStore()
        store.save(*loop.keys.ring.keys, MINE, SECRET)
        keys = KeysPresenter(store, loop.host, run_now)
        keys.ring.open()
        clipboard = SystemClipboard()
        guard = SecretClipboardPresenter(clipboard, timer)
        export = KeyExportPanel(KeyExportPresenter(KeyFiles(), clipboard, guard, run, tmp_path), appearance)
        page = KeysPage(KeysPanel(keys, appearance))
        page.add_export(export)
        page.layout().insertWidget(0, ClipboardStrip(guard, appearance))
        return show(page, 1000, 760)

    return make


@pytest.fixture
def page(make_page):
    driver = make_page()
    driver.select_key(MINE.name)
    driver.click("keys.export")
    return driver


def seen(page, name, kind=QWidget):
    return page.find(kind, name).isVisible()


def preview(page):
    return page.find(QPlainTextEdit, "key_export.preview").toPlainText()


def type_passwords(page):
    page.type_into("key_export.password", PASSWORD)
    page.type_into("key_export.password_again", PASSWORD)


def test_a_public_key_is_seen_and_saved_in_the_form_that_is_chosen(page, tmp_path):
    assert preview(page).startswith("-----BEGIN PUBLIC KEY-----")
    page.choose("key_export.format", "OpenSSH")
    assert preview(page).startswith("ecdsa-sha2-nistp256 ")
    assert page.text("key_export.command") == "ssh-keygen -l -f demo-es256.pub"
    page.click("key_export.save")
    assert (tmp_path / "demo-es256.pub").read_text() == preview(page)
    assert page.text("key_export.status") == f"Wrote the public key of demo-es256, to {tmp_path / 'demo-es256.pub'}."


def test_a_private_key_leaves_encrypted_after_two_passwords_and_a_tick_and_is_never_seen(page, tmp_path):
    page.click("key_export.part_private")
    assert page.find(QComboBox, "key_export.format").currentText() == "encrypted PEM"
    assert (preview(page), seen(page, "key_export.preview")) == ("", False)
    save = page.find(QPushButton, "key_export.save")
    assert not save.isEnabled()
    type_passwords(page)
    assert not save.isEnabled()
    page.switch("key_export.confirm")
    QTest.keyClick(page.find(QLineEdit, "key_export.password_again"), Qt.Key.Key_Return)
    path = tmp_path / "demo-es256.encrypted.pem"
    assert path.read_text().startswith("-----BEGIN ENCRYPTED PRIVATE KEY-----")
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert page.text("key_export.status").endswith("Only you can read the file.")
    assert page.field("key_export.password") == page.field("key_export.password_again") == ""
    assert not page.find(QCheckBox, "key_export.confirm").isChecked()


def test_a_password_that_is_shown_is_typed_once(page):
    page.click("key_export.part_private")
    page.type_into("key_export.password", PASSWORD)
    page.trigger("key_export.password_shown")
    assert not seen(page, "key_export.password_again")
    page.switch("key_export.confirm")
    assert page.find(QPushButton, "key_export.save").isEnabled()
    page.click("key_export.part_public")
    page.click("key_export.part_private")
    assert not page.find(QAction, "key_export.password_shown").isChecked()
    assert seen(page, "key_export.password_again")


def test_a_file_that_is_there_is_asked_about_in_place_and_by_keyboard(page, tmp_path):
    (tmp_path / "demo-es256.public.pem").write_text("before")
    page.find(QPushButton, "key_export.save").setFocus()
    page.click("key_export.save")
    assert "is there already. Replace it?" in page.text("key_export.question")
    assert not seen(page, "key_export.save")
    assert page.find(QPushButton, "key_export.keep").hasFocus()
    page.click("key_export.keep")
    assert (tmp_path / "demo-es256.public.pem").read_text() == "before"
    assert seen(page, "key_export.save")
    page.click("key_export.save")
    page.click("key_export.replace")
    assert (tmp_path / "demo-es256.public.pem").read_text() == preview(page)


def test_an_encryption_under_way_is_seen_and_can_be_stopped(make_page, tmp_path):
    later = RunLater()
    page = make_page(later)
    page.select_key(MINE.name)
    page.click("keys.export")
    page.click("key_export.part_private")
    type_passwords(page)
    page.switch("key_export.confirm")
    page.click("key_export.save")
    assert seen(page, "key_export.progress")
    assert page.text("key_export.status").startswith("Encrypting")
    page.click("key_export.stop")
    later.let_one_through()
    assert not seen(page, "key_export.progress")
    assert list(tmp_path.iterdir()) == []


def test_a_private_key_in_the_clipboard_is_marked_counted_down_and_taken_away(page, timer):
    page.click("key_export.part_private")
    page.choose("key_export.format", "JWK, not encrypted")
    page.switch("key_export.confirm")
    page.click("key_export.copy")
    data = QGuiApplication.clipboard().mimeData()
    assert MINE.jwk_private["d"] in data.text()
    assert data.data("x-kde-passwordManagerHint").data() == b"secret"
    assert page.text("key_export.clipboard").startswith("In the clipboard: the private key of demo-es256")
    timer.pass_s(12)
    assert page.text("key_export.countdown") == "cleared in 48 s"
    page.click("key_export.clear")
    assert QGuiApplication.clipboard().text() == ""
    assert not seen(page, "key_export.clear")


def test_several_keys_become_a_set_and_selecting_follows(page):
    page.find(QTableView, "keys.table").selectAll()
    assert page.find(QComboBox, "key_export.format").currentText() == "JWK set"
    assert "Left out: demo-hs256, a shared secret" in page.text("key_export.about")
    assert SECRET.kid not in preview(page)
    assert MINE.kid in preview(page)
    page.select_key(SECRET.name)
    assert not page.find(QPushButton, "key_export.part_public").isEnabled()
    assert "has no public part" in page.text("key_export.not_offered")
    page.find(QTableView, "keys.table").clearSelection()
    assert page.text("key_export.about").startswith("Select the key to export")
    assert not seen(page, "key_export.path")


def test_escape_closes_it_and_gives_the_place_and_the_keyboard_back(page):
    assert not seen(page, "key_detail.name")
    QTest.keyClick(page.find(QLineEdit, "key_export.path"), Qt.Key.Key_Escape)
    assert seen(page, "key_detail.name")
    assert page.find(QPushButton, "keys.export").hasFocus()
