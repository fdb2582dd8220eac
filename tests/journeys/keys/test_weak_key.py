"""A secret of a tutorial in the ring: told everywhere, never trusted, and good for trying out what it does."""

import os
from dataclasses import replace

from PySide6.QtWidgets import QTableView

from tests.core.lint.keys.test_rules import secret
from workbench.services.key_storage.store import KeyringStore

ASK = "GET /me"
WEAK = secret(b"a-string-secret-at-least-256-bits-long")
UPLOADS = replace(secret(os.urandom(32), use="enc"), kid="uploads", name="uploads")


def test_a_weak_secret_is_warned_of_refused_and_named_in_the_401(open_window, keyring_backend):
    KeyringStore(keyring_backend).save(WEAK, UPLOADS)
    window = open_window(keyring_backend)
    window.log_in("bob")
    window.open_page("Keys")
    window.select_key(WEAK.name)
    assert window.text("key_findings.error") == "1 error"
    window.switch("keys.trusted")
    assert window.text("keys.status").startswith(
        f"The demo server does not accept the key {WEAK.name}: the secret is one of the common ones"
    )
    assert window.keys()[WEAK.name] == "not trusted"

    window.open_page("Bench")
    window.choose_signing_key(WEAK.name)
    assert window.text("sign.key_warning").startswith(f"Key {WEAK.name}, 1 error: The secret is one of those")
    window.sign()
    assert window.text("token.signature_verdict") == "valid, key not trusted"
    remarks = window.find(QTableView, "findings.list").model()
    assert remarks.index(0, 0).data().startswith("The HS256 secret is one that attackers try first")
    window.replay()
    assert window.answers()[ASK] == ("200", "401")
    window.look_at(ASK)
    word, why = window.checks()["key"]
    assert word == "fail"
    assert "was asked to trust and refused: the secret is one of the common ones" in why

    window.choose_signing_key(UPLOADS.name)
    window.sign()
    window.open_view("Verify")
    window.choose_starting("verify.key_source", UPLOADS.label)
    assert window.text("verify.signature") == "signature not accepted"
    assert 'Its use is "enc"' in window.text("verify.why")
