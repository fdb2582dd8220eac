"""Known secrets are planted, the window is driven through what it does, and whatever it left is searched for them."""

import base64
import gc
import json
import logging
import pickle
import sys
import traceback
from collections.abc import Iterator
from contextlib import suppress
from functools import cache

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QPushButton, QTableView

from tests.core.key_files.outside_keys import private
from tests.core.key_files.samples import PASSWORD, locked, written
from tests.core.keys.ring import EACH_KIND
from tests.journeys.session.test_session import open_session, save_session, save_variant
from tests.keyrings import WindowsKeyring
from workbench.core.errors import SigningError
from workbench.core.keys.private_jwk import private_jwk
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import sign
from workbench.core.token.segments import Segment, decode_segment, encode_segment
from workbench.services.key_storage.store import KeyringStore

EXPORT_PASSWORD = "leaves with the file alone"
PASTED_SECRET = "planted-secret-of-a-partner-which-is-long-enough"
IMPORTED_SECRET = b"planted-secret-that-was-imported-as-hexadecimal!"
TYPED = {
    "password of the export": EXPORT_PASSWORD,
    "password of the import": PASSWORD,
    "a wrong password": "not-the-right-one",
    "password of a user": "bob-pass",
}
_PRIVATE_MEMBERS = ("k", "d", "p", "q", "dp", "dq", "qi", "priv")


def forms(octets: bytes) -> set[bytes]:
    """How octets may stand in a file or in a log: themselves, in hexadecimal, in either base64, as a number."""
    number = int.from_bytes(octets)
    texts = (
        encode_segment(octets),
        base64.b64encode(octets).decode().rstrip("="),
        octets.hex(),
        octets.hex().upper(),
        str(number) if number.bit_length() < 5_000 else "",
    )
    return {octets, *(text.encode() for text in texts if text)}


def secrets_of(jwk) -> Iterator[tuple[str, set[bytes]]]:
    for member in _PRIVATE_MEMBERS:
        if member in jwk and len(jwk[member]) > 20:
            yield member, forms(decode_segment(jwk[member], Segment.TOKEN)[0])


@cache
def planted() -> dict[str, set[bytes]]:
    """What must be found nowhere, by what it is."""
    found = {what: {text.encode(), base64.b64encode(text.encode())} for what, text in TYPED.items()}
    for key in EACH_KIND:
        found |= {f"{member} of {key.name}": texts for member, texts in secrets_of(key.private_jwk())}
    outside = private_jwk(private("P-256"))
    found |= {f"{member} of the imported key": texts for member, texts in secrets_of(outside)}
    found["the pasted secret"] = forms(PASTED_SECRET.encode())
    found["the imported secret"] = forms(IMPORTED_SECRET)
    lines = written("P-256").decode().splitlines()[1:-1]
    found["a line of the pasted PEM"] = {line.encode() for line in lines if len(line) > 40}
    return found


def leaks(content: bytes) -> list[str]:
    """The secrets that *content* holds."""
    return [what for what, texts in planted().items() if any(text in content for text in texts)]


def test_the_search_finds_what_is_there():
    key = EACH_KIND[0]
    octets, _ = decode_segment(key.private_jwk()["k"], Segment.TOKEN)
    assert leaks(b"x" + octets.hex().encode()) == leaks(base64.b64encode(octets)) == [f"k of {key.name}"]
    assert leaks(f"{EXPORT_PASSWORD}!".encode()) == ["password of the export"]
    assert leaks(sign({"alg": "HS256"}, b'{"sub":"bob"}', key).encode()) == []


@pytest.fixture
def keyring_backend():
    """As small as that of Windows, with a key of each kind in it."""
    backend = WindowsKeyring()
    KeyringStore(backend).save(*EACH_KIND)
    return backend


def sign_with_every_key(window):
    window.log_in("bob")
    names = window.find(QComboBox, "sign.key")
    for row in range(names.count()):
        names.setCurrentIndex(row)
        window.sign()
    window.replay()


def verify_with_what_is_pasted(window):
    window.open_view("Verify")
    window.choose("verify.key_source", "a shared secret (HMAC)")
    window.type_into("verify.secret", PASTED_SECRET)
    window.choose("verify.key_source", "a pasted key or key set")
    window.find(QPlainTextEdit, "verify.key").setPlainText(written("P-256").decode())
    window.find(QPlainTextEdit, "verify.key").setPlainText(json.dumps(EACH_KIND[0].private_jwk()))
    window.open_view("Claims")


def import_keys(window):
    window.open_page("Keys")
    window.click("keys.import")
    field = window.find(QPlainTextEdit, "key_import.text")
    field.setPlainText(locked("P-256", TYPED["a wrong password"]).decode())
    window.wait_until(window.find(QLineEdit, "key_import.password").isVisible)
    window.type_into("key_import.password", TYPED["a wrong password"])
    window.click("key_import.unlock")
    window.wait_until(lambda: "does not open" in window.text("key_import.status"))
    window.find(QLineEdit, "key_import.password").selectAll()
    window.type_into("key_import.password", PASSWORD)
    window.click("key_import.unlock")
    take(window, "imported-key")
    field.setPlainText(written("P-256").decode()[:-40])  # cut off: refused
    window.wait_until(lambda: "-----END" in window.text("key_import.status"))
    field.clear()
    field.setPlainText(json.dumps({"kty": "oct", "k": encode_segment(IMPORTED_SECRET), "kid": "imported-secret"}))
    take(window, "imported-secret")
    window.click("key_import.cancel")


def take(window, name):
    window.wait_until(window.find(QTableView, "key_import.table").isVisible)
    window.find(QLineEdit, "key_import.name").selectAll()
    window.type_into("key_import.name", name)
    window.click("key_import.take")
    window.wait_until(lambda: window.text("key_import.status").startswith(f"Imported {name}."))


def export_keys(window, path):
    window.select_key("imported-key")
    window.click("keys.export")
    window.click("key_export.part_private")
    window.type_into("key_export.password", EXPORT_PASSWORD)
    window.type_into("key_export.password_again", EXPORT_PASSWORD)
    window.find(QLineEdit, "key_export.path").selectAll()
    window.type_into("key_export.path", str(path))
    window.switch("key_export.confirm")
    window.click("key_export.save")
    window.wait_until(lambda: window.text("key_export.status").startswith("Wrote the private key"))
    window.choose("key_export.format", "JWK, not encrypted")
    window.switch("key_export.confirm")
    window.click("key_export.copy")
    window.wait_until(lambda: window.find(QPushButton, "key_export.clear").isVisible())
    assert leaks(QGuiApplication.clipboard().text().encode()) == ["d of the imported key"]
    window.click("key_export.clear")
    window.click("key_export.close")


def trust_rename_and_delete(window):
    window.select_key("imported-secret")
    window.switch("keys.trusted")
    window.generate_key("made here", "PS256")
    window.open_page("Keys")
    window.select_key("made here")
    window.click("keys.delete")


def rotate(window):
    window.open_key_view("Rotation")
    window.click("rotation.now")
    window.wait_until(lambda: "from now on" in window.text("rotation.now_status"))
    window.click("rotation.play")
    window.wait_until(lambda: "predicted" in window.text("rotation.status"))
    window.open_key_view("Key ring")


def keep_sessions(window, folder):
    window.open_page("Bench")
    save_variant(window, "signed by all")
    save_session(window, folder / "bare.twb")
    save_session(window, folder / "with tokens.twb", tokens=True)
    open_session(window, folder / "bare.twb")


def crash(window):
    """Errors whose tracebacks hold keys in their frames, printed as a crash is."""
    bad = SigningKey("kid", "broken", "RS256", 0, {**EACH_KIND[3].private_jwk(), "n": "AQAB"})
    try:
        sign({"alg": "RS256"}, b"{}", bad)
    except SigningError:
        traceback.print_exc()
        logging.getLogger("workbench").exception("a crash with %r and %s", bad, window.workbench.shared.keys.ring.keys)
        lines = traceback.TracebackException(*sys.exc_info(), capture_locals=True).format()
        print("".join(lines), file=sys.stderr)
    else:
        pytest.fail("that key cannot sign")


def live_objects():
    """What the program holds in memory that is its own, without the widgets and this test."""
    gc.collect()
    for each in gc.get_objects():
        module = getattr(type(each), "__module__", "")
        if isinstance(module, str) and module.startswith(
            ("workbench.core", "workbench.presenters", "workbench.services")
        ):
            yield each


def pickled(each):
    with suppress(Exception):  # most of them cannot be, and those that hold keys refuse
        return pickle.dumps(each)
    return b""


def test_no_secret_is_in_a_file_a_log_a_crash_a_repr_or_a_pickle(
    window, open_window, keyring_backend, tmp_path, caplog, capfd
):
    caplog.set_level(logging.DEBUG)
    exported = tmp_path / "exported.pem"
    sign_with_every_key(window)
    verify_with_what_is_pasted(window)
    import_keys(window)
    export_keys(window, exported)
    trust_rename_and_delete(window)
    rotate(window)
    keep_sessions(window, tmp_path)
    crash(window)

    told = [f"{type(each).__name__}: {what}" for each in live_objects() for what in leaks(repr(each).encode())]
    kept = [f"{type(each).__name__}: {what}" for each in live_objects() for what in leaks(pickled(each))]
    # The demo users' passwords come with the scenario, and are filled in by themselves.
    kept = [each for each in kept if not each.endswith("password of a user")]
    shown = [
        f"{field.objectName()}: {what}"
        for field in (
            *window.workbench.window.findChildren(QPlainTextEdit),
            *window.workbench.window.findChildren(QLineEdit),
        )
        if not field.objectName().startswith("verify.")  # where it was pasted, and is there until it is taken away
        for what in leaks((field.text() if isinstance(field, QLineEdit) else field.toPlainText()).encode())
        if what != "password of a user"
    ]
    window.workbench.close()
    open_window(keyring_backend).wait_for_server()  # a second run finds what the first has left

    printed = "".join(capfd.readouterr())
    files = {str(path.relative_to(tmp_path)): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert len(files) >= 4
    assert not [(name, leaks(content)) for name, content in files.items() if leaks(content)]
    assert leaks(f"{caplog.text}{printed}".encode()) == []
    assert "a crash with" in caplog.text
    assert (told, kept, shown) == ([], [], [])
