"""A token from elsewhere in the whole window: pasted as a curl command, verified by a certificate, absurdly large."""

import json

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTableView

from tests.core.key_files.outside_keys import certificate
from tests.core.keys.ring import KEYS
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.signing.jose import sign


def token(key, **more):
    claims = {"iss": "https://login.example", "sub": "4711", "aud": "api", "exp": 4_000_000_000} | more
    return sign({"typ": "JWT", "alg": key.algorithm, "kid": key.kid}, ClaimSet.from_dict(claims), key)


def failed(window):
    model = window.find(QTableView, "verify.checks").model()
    return [model.index(row, 1).data() for row in range(model.rowCount()) if model.index(row, 0).data() == "fail"]


def test_a_token_out_of_a_curl_command_is_verified_by_a_pasted_key_and_a_forged_one_is_not(window, tmp_path):
    window.log_in("bob")
    window.open_view("Verify")
    assert window.text("verify.signature") == "signature valid"
    assert window.field("verify.issuer") == "https://demo.example"
    compact = token(KEYS["ES256"])
    window.paste(f"curl 'https://api.example/v1' \\\n  -H 'Authorization: Bearer {compact}'")
    assert window.token() == compact
    assert window.field("verify.issuer") == "", "it comes from elsewhere: any issuer is accepted"
    assert window.text("verify.signature") == "no such key"
    window.choose("verify.key_source", "a pasted key or key set")
    key = window.find(QPlainTextEdit, "verify.key")
    key.setPlainText(json.dumps({"keys": [KEYS["ES256"].public_jwk(), KEYS["RS256"].public_jwk()]}))
    assert (window.text("verify.signature"), failed(window)) == ("signature valid", [])
    key.setPlainText(certificate("P-256"))
    assert (window.text("verify.signature"), failed(window)) == ("signature not valid", ["signature"])
    window.type_into("verify.audience", "billing")
    assert failed(window) == ["signature", "aud"]


def test_of_a_pasted_secret_nothing_is_kept(window, tmp_path, caplog):
    window.open_view("Verify")
    window.choose("verify.key_source", "a shared secret (HMAC)")
    secret = "hunter2-hunter2-hunter2-hunter2-"
    window.type_into("verify.secret", secret)
    assert window.find(QLineEdit, "verify.secret").text() == secret
    window.workbench.close()
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert kept
    assert not [each for each in kept if b"hunter2" in each]
    assert "hunter2" not in caplog.text


def test_a_token_of_a_mebibyte_is_shown_and_verified_in_the_background(window):
    window.open_view("Verify")
    window.choose("verify.key_source", "a pasted key or key set")
    window.find(QPlainTextEdit, "verify.key").setPlainText(json.dumps(KEYS["ES256"].public_jwk()))
    window.paste(token(KEYS["ES256"], canRead="x" * 784_000))
    window.wait_until(lambda: window.text("verify.signature") == "signature valid")
    assert window.claims()["sub"] == '"4711"'
    window.edit_claim("sub", "4712")
    assert window.text("verify.signature") != "signature valid"
    window.wait_until(lambda: window.text("verify.signature") == "signature not valid")
