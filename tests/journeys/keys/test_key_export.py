"""A key leaves the window: under a password to a file that other programs read, and for a while to the clipboard."""

import stat
import sys

from cryptography.hazmat.primitives.serialization import load_pem_private_key
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton

from tests.key_tools import run_tool
from tests.window_driver import WindowDriver
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.keys.public_jwk import public_jwk
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import sign_segments
from workbench.core.token.compact import parse_compact
from workbench.core.token.segments import encode_segment

PASSWORD = "correct horse battery staple"


def export_private(window: WindowDriver, words, path):
    window.choose("key_export.format", words)
    window.find(QLineEdit, "key_export.path").selectAll()
    window.type_into("key_export.path", str(path))
    window.switch("key_export.confirm")


def test_a_key_exported_under_a_password_signs_elsewhere_what_the_server_accepts(window, tmp_path):
    window.generate_key("gateway", "ES256")
    window.open_page("Keys")
    window.select_key("gateway")
    window.switch("keys.trusted")
    window.click("keys.export")
    window.click("key_export.part_private")
    window.type_into("key_export.password", PASSWORD)
    window.type_into("key_export.password_again", PASSWORD)
    path = tmp_path / "gateway.pem"
    export_private(window, "encrypted PEM", path)
    window.click("key_export.save")
    window.wait_until(lambda: window.text("key_export.status").startswith("Wrote the private key of gateway"))
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    public = run_tool("openssl", "pkey", "-in", path, "-passin", f"pass:{PASSWORD}", "-pubout").decode()
    window.click("key_export.part_public")
    assert window.find(QPlainTextEdit, "key_export.preview").toPlainText() == public

    # Another program reads the file and signs bob's token anew.
    private = load_pem_private_key(path.read_bytes(), PASSWORD.encode())
    scalar = encode_segment(private.private_numbers().private_value.to_bytes(32))
    (kid,) = [key.kid for key in window.workbench.shared.keys.ring.keys if key.name == "gateway"]
    elsewhere = SigningKey(kid, "elsewhere", "ES256", 0, public_jwk(private.public_key()) | {"d": scalar})
    window.open_page("Bench")
    window.log_in("bob")
    token = parse_compact(window.token())
    header = encode_segment(f'{{"typ":"JWT","alg":"ES256","kid":"{kid}"}}'.encode())
    window.paste(sign_segments(f"{header}.{token.compact.split('.')[1]}", elsewhere))
    window.replay()
    assert window.answers()["GET /documents/doc-1"] == ("200", "200")
    assert read_keys(public).keys[0].jwk == public_jwk(private.public_key())


def test_of_a_private_key_in_the_clipboard_nothing_is_left_when_the_window_closes(window, tmp_path, caplog):
    window.generate_key("gateway", "HS256")
    window.open_page("Keys")
    window.select_key("gateway")
    window.click("keys.export")
    export_private(window, "hex, not encrypted", tmp_path / "unused.hex")
    window.click("key_export.copy")
    window.wait_until(lambda: window.find(QPushButton, "key_export.clear").isVisible())
    secret = QGuiApplication.clipboard().text()
    assert len(bytes.fromhex(secret)) == 32
    window.workbench.close()
    assert QGuiApplication.clipboard().text() == ""
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not [each for each in kept if secret.encode() in each]
    assert secret not in caplog.text
