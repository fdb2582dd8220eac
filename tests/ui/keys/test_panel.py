import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPushButton, QTableView

from tests.presenters.stand_ins import BrokenStore, RunLater, run_now
from tests.ui.samples import ISSUER, STRANGER
from workbench.core.errors import KeyNotTrustedError, WorkbenchError
from workbench.core.keys.algorithms import KINDS
from workbench.core.keys.store import MemoryKeyStore
from workbench.presenters.keys.keys import KeysPresenter
from workbench.ui.item_views.roles import Role
from workbench.ui.keys.panel import KeysPanel


@pytest.fixture
def panel(show, loop, appearance):
    return show(KeysPanel(loop.keys, appearance), 900, 400)


def selected(panel):
    rows = panel.find(QTableView, "keys.table").selectionModel().selectedRows()
    return rows[0].data() if rows else None


def is_on(panel, name="keys.trusted"):
    return panel.find(QCheckBox, name).isChecked()


def enabled(panel, name, kind=QPushButton):
    return panel.find(kind, name).isEnabled()


def test_the_keys_are_listed_with_the_servers_own_first(panel):
    assert panel.keys() == {"demo-issuer": "server's own key", "stranger": "not trusted"}


@pytest.mark.parametrize("by_key", [False, True])
def test_a_key_is_made_by_button_or_enter_and_selected(panel, loop, by_key):
    algorithms = panel.find(QComboBox, "keys.algorithm")
    algorithms.setCurrentIndex(algorithms.findText("EdDSA"))
    panel.type_into("keys.name", "mine")
    if by_key:
        QTest.keyClick(panel.find(QLineEdit, "keys.name"), Qt.Key.Key_Return)
    else:
        panel.click("keys.generate")
    assert panel.keys()["mine"] == "not trusted"
    assert [key.algorithm for key in loop.store.load() if key.name == "mine"] == ["EdDSA"]
    assert selected(panel) == "mine"
    assert panel.text("keys.status").startswith(
        "Generated mine. The demo server refuses tokens that it signs until you trust it"
    )
    assert panel.find(QLineEdit, "keys.name").text() == ""


def test_every_algorithm_is_offered_below_the_title_of_its_family_with_a_sentence(panel):
    box = panel.find(QComboBox, "keys.algorithm")
    rows = range(box.count())
    titles = [box.itemText(row) for row in rows if box.itemData(row) is None]
    assert [title.partition(":")[0] for title in titles] == [
        "Symmetric",
        "RSA",
        "Elliptic curve",
        "Edwards curve",
        "Post-quantum",
    ]
    assert [box.itemData(row) for row in rows if box.itemData(row) is not None] == [kind.name for kind in KINDS]
    row = box.findText("ML-DSA-44")
    assert box.itemData(row, Role.DETAIL).endswith("Signature 2,420 bytes = 3,227 characters.")
    assert box.itemData(row, Qt.ItemDataRole.AccessibleTextRole).startswith("ML-DSA-44: Meant to withstand")


def test_the_keyboard_passes_over_the_titles(panel):
    box = panel.find(QComboBox, "keys.algorithm")
    panel.choose("keys.algorithm", "HS512")
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == "RS256"


def test_a_key_on_the_other_curve_of_eddsa_is_listed_with_it(panel, loop):
    panel.choose("keys.algorithm", "EdDSA (Ed448)")
    panel.click("keys.generate")
    assert list(panel.keys())[2:] == ["my-ed448"]
    assert panel.find(QTableView, "keys.table").model().index(2, 1).data() == "EdDSA (Ed448)"
    assert loop.store.load()[-1].algorithm == "EdDSA"


def test_a_key_without_a_name_gets_a_free_one(panel):
    panel.click("keys.generate")
    panel.click("keys.generate")
    assert list(panel.keys())[2:] == ["my-es256", "my-es256-2"]


def test_a_second_key_is_not_asked_for_while_one_is_made(show, loop, appearance):
    later = RunLater()
    keys = KeysPresenter(loop.store, loop.host, later)
    driver = show(KeysPanel(keys, appearance), 900, 400)
    driver.click("keys.generate")
    assert not enabled(driver, "keys.generate")
    QTest.keyClick(driver.find(QLineEdit, "keys.name"), Qt.Key.Key_Return)
    assert len(later.waiting) == 1
    later.let_one_through()
    assert enabled(driver, "keys.generate")


def test_the_server_trusts_a_key_and_distrusts_it_again_by_click(panel, loop):
    panel.select_key("stranger")
    assert not is_on(panel)
    panel.click("keys.trusted", QCheckBox)
    assert STRANGER.kid in loop.host.trusted
    assert panel.keys()["stranger"] == "trusted"
    assert panel.text("keys.status") == "The demo server now accepts tokens signed with stranger."
    assert selected(panel) == "stranger"
    panel.click("keys.trusted", QCheckBox)
    assert STRANGER.kid not in loop.host.trusted
    assert panel.keys()["stranger"] == "not trusted"


def test_the_switch_goes_back_when_the_server_refuses_the_key(panel, loop):
    panel.select_key("stranger")
    loop.host.problem = KeyNotTrustedError("The key is too short.")
    panel.click("keys.trusted", QCheckBox)
    assert not is_on(panel)
    assert panel.keys()["stranger"] == "not trusted"
    assert panel.text("keys.status") == "The key is too short. The findings on the key say what to do about it."


def test_the_switch_shows_the_trust_of_the_selected_key(panel):
    assert not enabled(panel, "keys.trusted", QCheckBox)
    panel.select_key("demo-issuer")
    assert is_on(panel)
    assert not enabled(panel, "keys.trusted", QCheckBox), "the server's own key is always trusted"
    assert not enabled(panel, "keys.delete")
    assert "always trusted" in panel.find(QPushButton, "keys.delete").toolTip()
    table = panel.find(QTableView, "keys.table")
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert selected(panel) == "stranger"
    assert not is_on(panel)
    assert enabled(panel, "keys.trusted", QCheckBox)
    assert panel.find(QPushButton, "keys.delete").toolTip() == ""


@pytest.mark.parametrize("by_key", [False, True])
def test_a_deleted_key_can_be_brought_back(panel, loop, by_key):
    panel.select_key("stranger")
    if by_key:
        QTest.keyClick(panel.find(QTableView, "keys.table"), Qt.Key.Key_Delete)
    else:
        panel.click("keys.delete")
    assert list(panel.keys()) == ["demo-issuer"]
    assert panel.text("keys.status") == "Deleted key stranger."
    panel.click("keys.undo")
    assert list(panel.keys()) == ["demo-issuer", "stranger"]
    assert panel.text("keys.status") == "Restored key stranger."
    assert not panel.find(QPushButton, "keys.undo").isVisible()
    assert [key.kid for key in loop.store.load()] == [ISSUER.kid, STRANGER.kid]


def test_a_deletion_is_final_when_the_time_to_undo_it_is_over(panel, loop):
    panel.select_key("stranger")
    panel.click("keys.delete")
    loop.keys.deletions.finish()
    assert not panel.find(QPushButton, "keys.undo").isVisible()
    assert [key.kid for key in loop.store.load()] == [ISSUER.kid]


def test_the_delete_key_leaves_the_servers_own_key(panel):
    panel.select_key("demo-issuer")
    QTest.keyClick(panel.find(QTableView, "keys.table"), Qt.Key.Key_Delete)
    assert list(panel.keys()) == ["demo-issuer", "stranger"]


def test_where_keys_are_kept_is_said(panel, loop):
    loop.keys.ring.store_changed.emit("Secret Service", True)
    assert panel.text("keys.store") == "saved in Secret Service"
    loop.keys.ring.open()
    assert panel.text("keys.store") == "keys not saved"


def test_a_key_that_cannot_be_kept_is_named_with_the_reason(show, loop, appearance):
    class FullStore(MemoryKeyStore):
        def save(self, key):
            if key.name == "mine":
                raise WorkbenchError("The keyring is full.", hint="Delete an entry.")
            super().save(key)

    keys = KeysPresenter(FullStore(), loop.host, run_now)
    driver = show(KeysPanel(keys, appearance), 900, 400)
    keys.ring.open()
    driver.type_into("keys.name", "mine")
    driver.click("keys.generate")
    assert driver.text("keys.status") == "The keyring is full. Delete an entry."
    assert list(driver.keys()) == ["demo-issuer"]
    assert driver.find(QLineEdit, "keys.name").text() == "mine", "what was typed stays"
    assert enabled(driver, "keys.generate")


def test_without_a_keyring_keys_for_this_run_can_be_made(show, loop, appearance):
    problem = WorkbenchError("The keyring is locked.", hint="Unlock it.")
    keys = KeysPresenter(BrokenStore(problem), loop.host, run_now)
    driver = show(KeysPanel(keys, appearance), 900, 400)
    keys.ring.open()
    assert driver.text("keys.status").startswith("The keyring is locked. Unlock it. Until the keyring can be used")
    assert driver.text("keys.status").endswith("new keys are temporary.")
    assert driver.text("keys.store") == "keys not saved"
    driver.type_into("keys.name", "mine")
    driver.click("keys.generate")
    assert list(driver.keys()) == ["demo-issuer", "mine"]


def test_a_new_key_begins_at_its_name(panel):
    panel.window.focus_generate()
    assert QApplication.focusWidget() is panel.find(QLineEdit, "keys.name")
