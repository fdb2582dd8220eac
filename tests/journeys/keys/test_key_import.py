"""A key that was made elsewhere signs, and the demo server accepts it once it is trusted."""

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QTableView

from tests.core.key_files.samples import PASSWORD, written
from workbench.services.key_storage.store import KeyringStore


def test_an_encrypted_key_is_imported_signs_and_is_trusted(window, keyring_backend, tmp_path, caplog):
    window.log_in("bob")
    window.replay()
    window.open_page("Keys")
    window.click("keys.import")
    window.find(QPlainTextEdit, "key_import.text").setPlainText(written("RSA", password=PASSWORD).decode())
    window.wait_until(window.find(QLineEdit, "key_import.password").isVisible)
    window.type_into("key_import.password", PASSWORD)
    window.click("key_import.unlock")
    window.wait_until(window.find(QTableView, "key_import.table").isVisible)
    window.type_into("key_import.name", "signer")
    window.choose("key_import.algorithm", "PS256")
    window.click("key_import.take")
    window.wait_until(lambda: window.text("key_import.status").startswith("Imported signer."))
    assert window.keys()["signer"] == "not trusted"
    (key,) = [key for key in KeyringStore(keyring_backend).load() if key.name == "signer"]
    assert key.algorithm == "PS256"

    window.open_page("Bench")
    window.edit_claim("roles", '["viewer", "admin"]')
    window.choose_signing_key("signer")
    window.sign()
    window.replay()
    assert window.answers()["DELETE /documents/doc-1"][1] == "401", "the server does not know the key"

    window.open_page("Keys")
    window.select_key("signer")
    window.click("keys.trusted", kind=QCheckBox)
    window.open_page("Bench")
    window.replay()
    assert window.answers()["DELETE /documents/doc-1"][1] == "200"

    secrets = (PASSWORD, key.jwk_private["d"], key.jwk_private["p"], written("RSA").decode().splitlines()[3])
    window.workbench.close()
    files = [path.read_text("utf-8", "replace") for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert not [secret for secret in secrets if any(secret in text for text in (*files, caplog.text))]
