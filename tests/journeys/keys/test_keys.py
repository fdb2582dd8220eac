"""Keys from their making to their end: the real window, a keyring that counts, and the next window after it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QTableView

from workbench.services.key_storage.store import KeyringStore
from workbench.ui.keys.table import Column


def cell(window, name, column):
    model = window.find(QTableView, "keys.table").model()
    return model.index(list(window.keys()).index(name), column).data()


def rename(window, before, after):
    window.select_key(before)
    table = window.find(QTableView, "keys.table")
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, after)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    window.wait_until(lambda: after in list(window.keys()))


def test_a_key_is_made_renamed_used_and_found_again_in_the_next_window(open_window, keyring_backend):
    first = open_window(keyring_backend)
    first.log_in("bob")
    first.open_page("Keys")
    first.type_into("keys.kid", "team-2026")
    first.choose("keys.algorithm", "PS256")
    first.find(QComboBox, "keys.size").setCurrentIndex(1)
    first.find(QComboBox, "keys.size").activated.emit(1)
    first.click("keys.generate")
    first.wait_until(lambda: "my-ps256" in list(first.keys()))
    rename(first, "my-ps256", "team key")
    first.switch("keys.trusted")
    first.wait_until(lambda: first.workbench.shared.background.waiting == 0)

    first.open_page("Bench")
    first.choose_signing_key("team key")
    calls = keyring_backend.calls
    first.switch("sign.each_edit")
    for role in ("viewer", "editor", "admin"):
        first.edit_claim("roles", f'["{role}"]')
    first.sign()
    assert keyring_backend.calls == calls, "the keyring is not written for each signature"
    first.replay()
    assert first.answers()["DELETE /documents/doc-1"][1] == "200"
    first.open_page("Keys")
    assert cell(first, "team key", Column.LAST_USED).endswith("today")
    first.workbench.close()

    second = open_window(keyring_backend)
    second.wait_for_server()
    assert second.keys()["team key"] == "trusted"
    assert cell(second, "team key", Column.LAST_USED).endswith("today")
    assert cell(second, "demo-issuer", Column.LAST_USED) == "never"
    assert (cell(second, "team key", Column.KID), cell(second, "team key", Column.SIZE)) == ("team-2026", "3,072 bits")


def test_of_several_deletions_what_is_not_undone_goes_when_the_window_closes(open_window, keyring_backend):
    window = open_window(keyring_backend)
    window.wait_for_server()
    for name in ("one", "two"):
        window.generate_key(name, "EdDSA")
    window.open_page("Keys")
    for name in ("one", "two"):
        window.select_key(name)
        window.click("keys.delete")
    assert len(KeyringStore(keyring_backend).load()) == 3, "none has gone yet"
    window.click("keys.undo")
    assert list(window.keys()) == ["demo-issuer", "two"]
    window.workbench.close()
    assert [key.name for key in KeyringStore(keyring_backend).load()] == ["demo-issuer", "two"]


def test_a_cancelled_key_is_kept_nowhere(open_window, keyring_backend):
    window = open_window(keyring_backend)
    window.wait_for_server()
    window.open_page("Keys")
    window.choose("keys.algorithm", "RS512")
    window.type_into("keys.name", "unwanted")
    window.click("keys.generate")
    window.click("keys.cancel")
    assert window.find(QPushButton, "keys.generate").isEnabled()
    window.generate_key("wanted", "EdDSA")
    window.wait_until(lambda: window.workbench.shared.background.waiting == 0)
    assert list(window.keys()) == ["demo-issuer", "wanted"]
    window.workbench.close()
    assert [key.name for key in KeyringStore(keyring_backend).load()] == ["demo-issuer", "wanted"]
