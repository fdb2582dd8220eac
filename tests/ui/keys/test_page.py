"""The key ring as a user handles it: looked through, renamed, trusted and deleted in the table, read in full below."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QStyle,
    QStyleOptionViewItem,
    QTableView,
)

from tests.core.keys.ring import KEYS
from tests.presenters.stand_ins import RunLater, key, run_now
from tests.ui.samples import ISSUER, STRANGER
from workbench.core.errors import KeyringLockedError, KeyringRefusedError
from workbench.core.keys.signing_key import SigningKey
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.keys import KeysPresenter
from workbench.ui.keys.panel import KeysPanel
from workbench.ui.keys.table import Column


@pytest.fixture
def panel(show, loop, appearance):
    return show(KeysPanel(loop.keys, appearance), 1000, 620)


def table(panel):
    return panel.find(QTableView, "keys.table")


def press(panel, pressed):
    QTest.keyClick(table(panel), pressed)


def editor(panel):
    """The field in which a name is typed; None if none is open."""
    return table(panel).findChild(QLineEdit)


def type_name(panel, name):
    editor(panel).selectAll()
    QTest.keyClicks(editor(panel), name)


def box_of(panel, row):
    """Where the check box of a row is."""
    view, index = table(panel), table(panel).model().index(row, Column.TRUSTED)
    option = QStyleOptionViewItem()
    option.initFrom(view)
    option.rect = view.visualRect(index)
    view.itemDelegateForIndex(index).initStyleOption(option, index)
    return view.style().subElementRect(QStyle.SubElement.SE_ItemViewItemCheckIndicator, option, view).center()


def test_the_filter_says_how_many_keys_it_lets_through_and_esc_shows_all(panel):
    panel.select_key("stranger")
    assert panel.text("keys.count") == "2 keys"
    QTest.keyClick(table(panel), Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    field = panel.find(QLineEdit, "keys.filter")
    assert QApplication.focusWidget() is field
    QTest.keyClicks(field, "issuer")
    assert (panel.text("keys.count"), list(panel.keys())) == ("1 of 2 keys", ["demo-issuer"])
    assert panel.text("key_detail.name") == "demo-issuer"
    QTest.keyClicks(field, "zz")
    assert panel.text("keys.count") == "0 of 2 keys"
    assert "Press Esc" in panel.text("keys.empty")
    assert not panel.find(QPushButton, "keys.delete").isEnabled()
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert panel.text("keys.count") == "2 keys"
    assert table(panel).isVisible()


@pytest.mark.parametrize("by_key", [False, True])
def test_a_name_is_changed_in_its_place(panel, loop, by_key):
    panel.select_key("stranger")
    if by_key:
        QTest.keyClick(table(panel), Qt.Key.Key_F2)
    else:
        where = table(panel).visualRect(table(panel).model().index(1, 0)).center()
        QTest.mouseDClick(table(panel).viewport(), Qt.MouseButton.LeftButton, pos=where)
    type_name(panel, "friend")
    QTest.keyClick(editor(panel), Qt.Key.Key_Return)
    panel.wait_until(lambda: list(panel.keys()) == ["demo-issuer", "friend"])
    assert [each.name for each in loop.store.load()] == ["demo-issuer", "friend"]
    assert panel.text("keys.status") == "Renamed stranger to friend. Its kid stays."
    assert panel.text("key_detail.name") == "friend"


@pytest.mark.parametrize(("name", "says"), [("demo-issuer", "called demo-issuer already"), (" ", "needs a name")])
def test_a_name_that_cannot_be_is_refused_below_the_field_and_esc_goes_back(panel, loop, name, says):
    panel.select_key("stranger")
    press(panel, Qt.Key.Key_F2)
    type_name(panel, name)
    fault = panel.find(QLabel, "keys.name_fault")
    assert says in fault.text()
    QTest.keyClick(editor(panel), Qt.Key.Key_Return)
    assert editor(panel).text() == name, "what was typed stays, to be typed on"
    assert fault.isVisible()
    QTest.keyClick(editor(panel), Qt.Key.Key_Escape)
    panel.wait_until(lambda: editor(panel) is None)
    assert list(panel.keys()) == ["demo-issuer", "stranger"]
    assert [each.name for each in loop.store.load()] == ["demo-issuer", "stranger"]


def test_news_from_another_window_leave_a_name_that_is_being_typed_alone(panel, loop):
    panel.select_key("stranger")
    press(panel, Qt.Key.Key_F2)
    type_name(panel, "half a na")
    loop.keys.ring._show((ISSUER.with_trusted(True), STRANGER.used_at(STRANGER.created + 5), key("theirs")))
    assert editor(panel).text() == "half a na"


def test_the_box_in_the_row_changes_trust_by_mouse_and_by_space(panel, loop):
    panel.select_key("stranger")
    QTest.mouseClick(table(panel).viewport(), Qt.MouseButton.LeftButton, pos=box_of(panel, 1))
    assert STRANGER.kid in loop.host.trusted
    assert panel.keys()["stranger"] == "trusted"
    press(panel, Qt.Key.Key_Space)
    assert STRANGER.kid not in loop.host.trusted
    QTest.mouseClick(table(panel).viewport(), Qt.MouseButton.LeftButton, pos=box_of(panel, 0))
    assert panel.keys()["demo-issuer"] == "server's own key"


def test_a_click_beside_the_box_only_selects_the_row(panel, loop):
    where = table(panel).visualRect(table(panel).model().index(1, Column.TRUSTED))
    QTest.mouseClick(table(panel).viewport(), Qt.MouseButton.LeftButton, pos=where.center())
    assert STRANGER.kid not in loop.host.trusted
    assert panel.text("key_detail.name") == "stranger"


def test_deletions_in_a_row_are_undone_one_by_one_with_a_countdown(panel, loop):
    for name in ("a", "b"):
        loop.keys.generate(name, "EdDSA")
    first, second = list(panel.keys())[2:]  # made in the same second, they are in the order of their names
    panel.select_key(first)
    press(panel, Qt.Key.Key_Delete)
    undo = panel.find(QPushButton, "keys.undo")
    panel.wait_until(lambda: undo.text() == "Undo (10 s)")
    press(panel, Qt.Key.Key_Delete)
    panel.wait_until(lambda: undo.text() == f"Undo {second} (10 s)")  # the key that took its place was selected
    assert f"After it: {first}." in undo.toolTip()
    panel.click("keys.undo")
    panel.wait_until(lambda: undo.text().startswith("Undo ("))
    panel.click("keys.undo")
    assert set(panel.keys()) == {"demo-issuer", "stranger", "a", "b"}
    assert not undo.isVisible()


def test_a_key_that_takes_long_can_be_cancelled_and_another_made_at_once(show, loop, appearance):
    later = RunLater()
    keys = KeysPresenter(loop.store, loop.host, later)
    panel = show(KeysPanel(keys, appearance), 1000, 620)
    panel.choose("keys.algorithm", "RS256")
    size = panel.find(QComboBox, "keys.size")
    assert [size.itemText(row) for row in range(size.count())] == ["2,048 bits", "3,072 bits", "4,096 bits"]
    size.setCurrentIndex(2)
    size.activated.emit(2)
    panel.type_into("keys.name", "long")
    panel.click("keys.generate")
    assert panel.text("keys.status") == "Generating long, RS256 of 4,096 bits…"
    assert not panel.find(QPushButton, "keys.generate").isVisible()
    panel.click("keys.cancel")
    assert panel.find(QPushButton, "keys.generate").isEnabled()
    assert panel.text("keys.status") == "Cancelled: long was not generated, and nothing of it is kept."
    assert panel.find(QLineEdit, "keys.name").text() == "long"
    panel.choose("keys.algorithm", "ES384")
    assert (size.currentText(), size.isEnabled()) == ("384 bits", False)
    panel.click("keys.generate")
    assert len(later.waiting) == 2


def test_a_kid_of_ones_own_is_judged_while_it_is_typed(panel, loop):
    panel.type_into("keys.kid", STRANGER.kid)
    assert "already" in panel.text("keys.new_key_note")
    panel.click("keys.generate")
    assert len(loop.keys.ring.keys) == 2
    panel.type_into("keys.kid", "a/b")
    assert "the slash /" in panel.text("keys.new_key_note")
    panel.type_into("keys.name", "mine")
    panel.click("keys.generate")
    assert loop.keys.ring.keys[-1].kid == "a/b", "warned of, and not refused"
    assert panel.find(QLineEdit, "keys.kid").text() == ""
    assert panel.text("keys.new_key_note") == ""


def test_the_selected_key_is_told_in_full_without_its_private_part(panel):
    panel.select_key("stranger")
    jwk = panel.find(QPlainTextEdit, "key_detail.jwk")
    assert jwk.isReadOnly()
    assert f'"x": "{STRANGER.jwk_private["x"]}"' in jwk.toPlainText()
    assert STRANGER.jwk_private["d"] not in jwk.toPlainText()
    assert panel.text("key_detail.fingerprint") == STRANGER.fingerprint
    assert panel.text("key_detail.public") == "a point of the curve Ed25519: x of 32 bytes"
    assert panel.text("key_detail.last_used") == "never used here"
    panel.click("key_detail.copy_jwk")
    assert QApplication.clipboard().text() == jwk.toPlainText()
    panel.click("key_detail.copy_fingerprint")
    assert QApplication.clipboard().text() == STRANGER.fingerprint


def test_of_a_secret_only_the_length_is_told(panel, loop):
    loop.keys.generate("shared", "HS512")
    secret = loop.keys.ring.keys[-1].jwk_private["k"]
    assert panel.text("key_detail.private") == "secret of 64 bytes; in the keyring, never shown"
    assert not panel.find(QPlainTextEdit, "key_detail.jwk").isVisible()
    assert panel.find(QLabel, "key_detail.no_jwk").isVisible()
    assert not panel.find(QPushButton, "key_detail.copy_jwk").isEnabled()
    assert not any(secret in label.text() for label in panel.window.findChildren(QLabel))


def test_a_key_that_signed_says_so_at_once(panel, loop):
    panel.select_key("stranger")
    loop.keys.note_use(STRANGER.kid)
    assert panel.text("key_detail.last_used").endswith(", now")
    assert table(panel).model().index(1, Column.LAST_USED).data().endswith("today")


def test_the_menu_of_a_key_copies_its_kid_and_fingerprint(panel, loop):
    panel.select_key("stranger")
    QTest.keyClick(table(panel), Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    menu = panel.window.findChild(QMenu)
    menu.findChild(QAction, "keys.copy_fingerprint").trigger()
    assert QApplication.clipboard().text() == STRANGER.fingerprint
    menu.findChild(QAction, "keys.copy_kid").trigger()
    assert QApplication.clipboard().text() == STRANGER.kid
    menu.close()


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (KeyringLockedError("The keyring is locked."), "Keyring: locked"),
        (KeyringRefusedError("The keyring x.Plain is not used."), "refused: not known to keep secrets encrypted"),
    ],
)
def test_how_the_keyring_stands_is_told_and_it_can_be_asked_again(show, loop, appearance, problem, says):
    class Locked(MemoryKeyStore):
        name, persistent, problem = "Secret Service", True, None

        def __init__(self):
            super().__init__()
            self.name, self.persistent = "Secret Service", True

        def load(self):
            if self.problem is not None:
                raise self.problem
            return super().load()

    store = Locked()
    store.problem = problem
    keys = KeysPresenter(store, loop.host, run_now)
    panel = show(KeysPanel(keys, appearance), 1000, 620)
    assert "has not answered yet" in panel.text("keys.empty")
    assert panel.text("keys.ring") == "Keyring: waiting for an answer"
    keys.ring.open()
    assert says in panel.text("keys.ring")
    assert panel.text("key_detail.private").endswith("not saved, never shown")
    assert str(problem) in panel.find(QLabel, "keys.ring").toolTip()
    store.problem = None
    panel.click("keys.retry")
    assert panel.text("keys.ring") == "Keyring: open"
    assert panel.text("key_detail.private").endswith("in the keyring, never shown")
    assert panel.text("keys.store") == "saved in Secret Service"
    assert not panel.find(QPushButton, "keys.retry").isVisible()


def test_a_long_ring_is_looked_through_sorted_and_painted_without_asking_the_keyring(show, loop, appearance):
    class Counting(MemoryKeyStore):
        calls = 0

        def load(self):
            self.calls += 1
            return super().load()

    store = Counting()
    material = KEYS["ES256"].jwk_private
    store.save(ISSUER, *(SigningKey(f"kid-{n}", f"key {n:03}", "ES256", n, material) for n in range(500)))
    keys = KeysPresenter(store, loop.host, run_now)
    panel = show(KeysPanel(keys, appearance), 1000, 620)
    keys.ring.open()
    calls = store.calls
    field, view = panel.find(QLineEdit, "keys.filter"), table(panel)
    for text in ("key 1", "key 12", ""):
        field.setText(text)
        view.sortByColumn(Column.KID, Qt.SortOrder.DescendingOrder)
        view.scrollToBottom()
        view.viewport().repaint()
    panel.select_key("key 499")
    assert panel.text("keys.count") == "501 keys"
    assert store.calls == calls


def test_names_that_run_from_right_to_left_and_markup_are_shown_as_they_are(panel, loop):
    name = "<b>\u05de\u05e4\u05ea\u05d7</b>"
    loop.keys.generate(name, "EdDSA")
    assert panel.text("key_detail.name") == name
    assert panel.find(QLabel, "key_detail.name").textFormat() is Qt.TextFormat.PlainText


def test_a_page_that_is_opened_late_shows_where_keys_are_kept_and_how_the_last_action_went(show, loop, appearance):
    loop.keys.generate("a key made before", "EdDSA")
    panel = show(KeysPanel(loop.keys, appearance), 1000, 620)
    assert panel.text("keys.store") == "keys not saved"
    assert "a key made before" in panel.text("keys.status")
