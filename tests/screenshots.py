"""``python -m tests.screenshots DIR``: opens the real window in its real states and writes a PNG of each.

In every size and in both schemes that takes some ten minutes; ``--size 1024x600 --scheme light`` makes a part.

The window talks to the real demo server over HTTP; only the keyring lives in memory, so that the user's own is left
alone. The pictures of the README are made with this.
"""

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import keyring.backends.fail
from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QTableView,
    QTabWidget,
    QWidget,
)

from demo_server import DemoServer
from tests import weak_keys
from tests.core.key_files.samples import locked
from tests.keyrings import MemoryKeyring
from tests.ui.screen_walk import settle
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.signing.jose import sign
from workbench.services.key_storage.store import KeyringStore
from workbench.ui.designs.size.growth_chart import GrowthChart
from workbench.ui.keys.table import Column
from workbench.ui.theme import Scheme


@dataclass(frozen=True)
class Screen:
    """A size of window that people have; *ratio* is how many pixels of the screen one pixel of the window takes."""

    name: str
    size: QSize
    ratio: float = 1.0


SCREENS = (
    Screen("", QSize(1280, 800)),
    Screen("1024x600", QSize(1024, 600)),
    Screen("1280x640", QSize(1280, 640)),
    # 1920 x 1080, less the bars of the system.
    Screen("125-percent", QSize(1536, 800), 1.25),
    Screen("150-percent", QSize(1280, 660), 1.5),
    Screen("200-percent", QSize(960, 490), 2.0),
)
_WAIT_MS = 60_000  # a machine may be busy with other things
_LOOK_MS = 10


def wait_until(condition):
    """Let the window work until *condition* holds."""
    # A loop of its own, not processEvents: that keeps Python's lock while it waits, and the server would starve.
    loop, deadline = QEventLoop(), QDeadlineTimer(_WAIT_MS)

    def look():
        if condition() or deadline.hasExpired():
            loop.quit()

    timer = QTimer()
    timer.setInterval(_LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()
    if not condition():
        sys.exit("the window did not get there in time")


class PicturedKeyring(MemoryKeyring):
    """A keyring in memory that goes by the name of the usual one: the pictures are to show what users see."""

    __module__ = "keyring.backends.SecretService"


class Photographer:
    """Takes a picture of the window in each size."""

    def __init__(self, workbench, folder, screens=SCREENS):
        self._workbench = workbench
        self._folder = folder
        self._screens = screens

    def take(self, name):
        window, scheme = self._workbench.window, self._workbench.appearance.scheme
        for screen in reversed(self._screens):
            window.resize(screen.size)
            settle()
            picture = QPixmap(screen.size * screen.ratio)
            picture.setDevicePixelRatio(screen.ratio)
            window.render(picture)
            path = self._folder / "-".join(part for part in (name, scheme.value, screen.name) if part)
            if not picture.save(f"{path}.png"):
                sys.exit(f"{path}.png could not be written")


def main(folder, screens, schemes):
    folder.mkdir(parents=True, exist_ok=True)
    application = QApplication([])
    application.setApplicationName("Token Workbench")
    for scheme in schemes:  # each once for all: a change takes as long as ten pictures
        for backend, photograph in (
            (PicturedKeyring(), photograph_the_loop),
            (keyring_with_weak_keys(), photograph_key_findings),
            (keyring.backends.fail.Keyring(), photograph_trouble),
        ):
            with tempfile.TemporaryDirectory() as data_dir:
                workbench = build(Path(data_dir), backend)
                try:
                    workbench.appearance.set_scheme(scheme)
                    workbench.window.show()
                    photograph(WindowDriver(workbench.window, wait_until), Photographer(workbench, folder, screens))
                finally:
                    workbench.close()


def photograph_export(window, photographer):
    """A public key as it will be written, and what is asked before a private one leaves."""
    window.select_key("stranger")
    window.click("keys.export")
    photographer.take("7-keys-export-public")
    window.click("key_export.part_private")
    window.type_into("key_export.password", "short")
    window.type_into("key_export.password_again", "short")
    photographer.take("7-keys-export-private")
    window.click("key_export.close")


def keyring_with_weak_keys():
    backend = PicturedKeyring()
    now = int(time.time()) - 3600
    common = SigningKey("sample", "from a tutorial", "HS256", now, {"kty": "oct", "k": "eW91ci0yNTYtYml0LXNlY3JldA"})
    smartcard = SigningKey("smartcard", "smartcard", "RS256", now + 1, weak_keys.roca())
    as_well = replace(smartcard, kid="smartcard-ps", name="the same, for PS256", algorithm="PS256")
    uploads = replace(generate("ES256", "uploads", now=now + 2), use="enc")
    KeyringStore(backend).save(common, smartcard, as_well, uploads, generate("EdDSA", "good", now=now + 3))
    return backend


def photograph_key_findings(window, photographer):
    window.log_in("bob")
    window.choose_signing_key("from a tutorial")
    photographer.take("27-weak-key-to-sign-with")
    window.open_page("Keys")
    window.select_key("smartcard")
    window.switch("keys.trusted")
    photographer.take("28-key-findings")


def photograph_the_loop(window, photographer):
    window.wait_for_server()
    photographer.take("1-fresh-start")
    photograph_differences(window, photographer)
    photograph_bytes(window, photographer)

    window.log_in("bob")
    photographer.take("2-logged-in")
    photograph_impact(window, photographer)
    photograph_variants(window, photographer)
    window.log_in("bob")

    window.replay()
    window.edit_claim("roles", '["viewer", "admin"]')
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    photographer.take("3-edited-and-stale")

    window.sign()
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    window.open_view("Claims")
    photographer.take("4-signed-and-replayed")
    photograph_requests(window, photographer)

    photograph_json(window, photographer)

    window.open_page("Designs")
    photograph_verdict(window, photographer)
    window.open_design_view("Decisions")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    photographer.take("12-designs")
    photograph_time(window, photographer)
    photograph_arithmetic(window, photographer)
    photograph_staleness(window, photographer)
    photograph_a_stolen_token(window, photographer)
    photograph_sizes(window, photographer)
    photograph_pins(window, photographer)
    photograph_findings(window, photographer)
    window.open_page("Bench")

    window.generate_key("stranger", "ES256")
    photograph_keys(window, photographer)
    photograph_export(window, photographer)
    photograph_import(window, photographer)
    window.open_page("Bench")
    photograph_algorithms(window, photographer)
    photograph_rotation(window, photographer)

    window.revert()
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    photographer.take("8-refused-with-advice")

    window.try_to_log_in("bob", "wrong")
    window.edit_claim("exp", "tomorrow")
    photographer.take("9-errors")

    photograph_a_heavy_token(window, photographer)

    window.paste("eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJib2Ii.x=")
    window.replay()
    photographer.take("10-broken-token")

    photograph_a_token_from_elsewhere(window, photographer)
    photograph_another_scenario(window, photographer)


def photograph_json(window, photographer):
    window.open_view("JSON")
    photographer.take("5-json")
    window.open_view("Header")
    photographer.take("6-header")
    window.open_view("JSON")
    field = window.find(QPlainTextEdit, "claims.json")
    shown = field.toPlainText()
    for name, found, put in (
        ("twice", '"jti"', '"sub"'),
        ("unseen", '"u-1002"', '"bo\u202eb \u05e9\u05dc\u05d5\u05dd 12"'),
        ("fault", '"aud":', '"aud"'),
    ):
        field.setPlainText(shown.replace(found, put))
        photographer.take(f"5-json-{name}")
    field.setPlainText(shown)
    window.open_view("Claims")


def photograph_a_token_from_elsewhere(window, photographer):
    key, expiry = generate("RS256", "elsewhere", now=0), 4_000_000_000
    claims = ClaimSet.from_dict({"iss": "https://login.example", "sub": "4711", "aud": ["api", "web"], "exp": expiry})
    compact = sign({"typ": "JWT", "alg": "RS256", "kid": key.kid}, claims, key)
    window.paste(f"curl https://api.example/things -H 'Authorization: Bearer {compact}'")
    window.open_view("Verify")
    photographer.take("23-verify-without-the-key")
    window.choose("verify.key_source", "a pasted key or key set")
    window.find(QPlainTextEdit, "verify.key").setPlainText(json.dumps({"keys": [key.public_jwk()]}, indent=2))
    photographer.take("23-verify")
    window.choose("verify.key_source", "a shared secret (HMAC)")
    window.type_into("verify.secret", "correct horse")
    photographer.take("23-verify-by-a-secret")
    window.choose_starting("verify.key_source", "all keys")
    window.open_view("Claims")


def photograph_requests(window, photographer):
    with DemoServer() as other:  # stands for a server of the user's own
        window.replay()
        window.look_at("PUT /documents/doc-1")
        window.click("requests.edit")
        photographer.take("23-request-headers")
        window.click("requests.part_body")
        photographer.take("23-request-body")
        window.type_into("requests.url", "me")
        photographer.take("23-request-fault")
        window.type_into("requests.url", "/documents/doc-1")
        window.trigger("requests.import")
        command = f"curl -k {other.url}/me -H 'Authorization: Bearer {window.token()}' -H 'X-Trace: 1'"
        window.find(QPlainTextEdit, "requests.curl").setPlainText(command)
        photographer.take("23-import")
        window.click("requests.import_submit")
        photographer.take("23-imported")
        window.click("replay.run")
        window.wait_until(lambda: window.find(QPushButton, "replay.consent_once").isVisible())
        photographer.take("23-consent")
        window.click("replay.consent_always")
        window.wait_until(window.find(QPushButton, "replay.run").isVisible)
        window.click("requests.close")
        photographer.take("23-foreign-answer")
        window.click("replay.view_response")
        photographer.take("23-response")
        window.click("replay.view_sent")
        photographer.take("23-sent")
        window.click("replay.view_checks")
        window.trigger("requests.show_repeat")
        window.click("requests.repeat")
        window.wait_until(lambda: "agree" in window.text("requests.repeat_status"))
        photographer.take("23-repeat")
        window.trigger("requests.show_hosts")
        photographer.take("23-hosts")
        window.click("requests.close")
        window.click("requests.remove")
        photographer.take("23-removed")


def photograph_pins(window, photographer):
    window.click("designs.pin")
    table = window.find(QTableView, "designs.matrix")
    table.setCurrentIndex(table.model().index(4, 6))
    box = window.find(QComboBox, "designs.expectation")
    box.activated.emit(box.findData(200))
    photographer.take("13-pins")
    window.click("designs.unpin")


def photograph_keys(window, photographer):
    window.open_page("Keys")
    photographer.take("7-keys")
    window.generate_key("shared with billing", "HS512")
    window.generate_key("an old gateway with a name that tells its whole story", "PS256")
    window.open_page("Keys")
    window.click("keys.delete")
    window.select_key("shared with billing")
    window.type_into("keys.kid", "keys/2026 11")
    photographer.take("24-keys-with-undo")
    window.click("keys.delete")
    kid = window.find(QLineEdit, "keys.kid")
    kid.selectAll()
    QTest.keyClick(kid, Qt.Key.Key_Backspace)
    window.find(QLineEdit, "keys.filter").setText("nothing like it")
    photographer.take("24-keys-without-a-match")
    window.find(QLineEdit, "keys.filter").clear()


def photograph_algorithms(window, photographer):
    chosen = window.find(QComboBox, "sign.key").currentIndex()
    window.generate_key("quantum", "ML-DSA-65")
    window.open_page("Keys")
    views = window.find(QTabWidget, "keys.views")
    views.setCurrentIndex(1)
    photographer.take("23-algorithms")
    views.setCurrentIndex(0)
    window.open_page("Bench")
    window.choose_signing_key("quantum")
    photographer.take("23-dear-signature")
    window.find(QComboBox, "sign.key").setCurrentIndex(chosen)


def photograph_import(window, photographer):
    window.click("keys.import")
    text = window.find(QPlainTextEdit, "key_import.text")
    text.setPlainText(locked("RSA", "wrong").decode())
    window.wait_until(window.find(QLineEdit, "key_import.password").isVisible)
    window.type_into("key_import.password", "wrong")
    window.click("key_import.unlock")
    window.wait_until(lambda: "does not open" in window.text("key_import.status"))
    photographer.take("24-import-password")
    model = window.find(QTableView, "keys.table").model()
    taken = [model.index(row, Column.KID).data() for row in range(model.rowCount())]
    jwks = [generate("RS256", "signer", now=0), *(generate("ES256", "other", now=0, kid=kid) for kid in taken)]
    text.setPlainText(json.dumps({"keys": [key.private_jwk() for key in jwks]}))
    window.wait_until(window.find(QTableView, "key_import.table").isVisible)
    photographer.take("24-import-kid-is-taken")
    window.click("key_import.cancel")


def photograph_rotation(window, photographer):
    window.open_page("Keys")
    window.open_key_view("Rotation")
    for preset in ("Correct", "Retired too early", "Never retired"):
        window.choose("rotation.preset", preset)
        window.click("rotation.play")
        window.wait_until(lambda: "each as predicted" in window.text("rotation.status"))
        window.find(QWidget, "rotation.timeline").put_cursor(1200)
        photographer.take(f"24-rotation-{preset.lower().replace(' ', '-')}")
    window.open_key_view("Key ring")
    window.open_page("Bench")


def photograph_findings(window, photographer):
    window.open_design_view("Findings")
    window.wait_until(lambda: "issued to bob" in window.text("design_findings.status"))
    window.find(QTableView, "design_findings.table").selectRow(4)
    window.find(QTableView, "design_findings.list").selectRow(2)
    photographer.take("14-findings")
    window.open_design_view("Decisions")


def photograph_another_scenario(window, photographer):
    window.trigger("server.scenario_clinic")
    window.wait_until(lambda: window.find(QComboBox, "designs.user").findData("mara") >= 0)
    photographer.take("22-clinic")
    window.open_page("Designs")
    window.open_design_view("Decisions")
    window.click("designs.compare")
    window.wait_until(lambda: window.text("designs.status").endswith("users"))
    photographer.take("22-clinic-compared")


def photograph_verdict(window, photographer):
    photographer.take("11-verdict-untouched")
    window.click("verdict.measure")
    changes = "verdict.try_0"
    window.wait_until(lambda: window.window.findChild(QPushButton, changes) is not None)
    photographer.take("11-verdict")
    window.click(changes)
    window.wait_until(lambda: window.text("verdict.source").endswith("1 need tried."))
    photographer.take("11-verdict-tried")
    window.click("verdict.undo")
    window.switch("verdict.offline_on")
    window.wait_until(lambda: window.text("verdict.answer").startswith("No design"))
    photographer.take("11-verdict-none")
    window.click("verdict.reset")


def photograph_contents(window, photographer):
    window.open_design_view("In the token")
    window.wait_until(lambda: "issued" in window.text("contents.status"))
    photographer.take("35-in-the-token")


def photograph_time(window, photographer):
    photograph_contents(window, photographer)
    window.open_design_view("Time")
    photographer.take("16-time-untouched")
    window.choose("time.repetitions", "1,000 a design")
    window.click("time.measure")
    window.wait_until(lambda: window.find(QProgressBar, "time.progress").value() > 1000)
    photographer.take("16-time-measuring")
    window.click("time.stop")
    window.wait_until(lambda: window.text("time.status").startswith("Stopped"))
    photographer.take("16-time")


def photograph_arithmetic(window, photographer):
    window.open_design_view("Arithmetic")
    table = window.find(QTableView, "calculator.table")
    window.wait_until(lambda: table.model().rowCount() > 0)
    photographer.take("19-arithmetic")
    window.find(QSpinBox, "calculator.resources").setValue(500)
    window.find(QSpinBox, "calculator.roles").setValue(12)
    window.look_at_row("calculator.table", "everything")
    photographer.take("19-arithmetic-own-numbers")
    users = window.find(QComboBox, "calculator.user")
    users.setCurrentIndex(users.findData("erin"))
    window.wait_until(lambda: "erin cannot log in" in window.text("calculator.status"))
    photographer.take("19-arithmetic-without-a-token")
    users.setCurrentIndex(users.findData("bob"))
    window.open_design_view("Decisions")


def photograph_staleness(window, photographer):
    window.open_design_view("Staleness")
    photographer.take("17-staleness-untouched")
    for user, change in (("carol", "remove all administrator rights"), ("bob", "remove the entry")):
        window.choose_starting("staleness.user", user)
        window.choose_starting("staleness.change", change)
        window.wait_until(lambda: window.find(QPushButton, "staleness.run").isEnabled())
        window.click("staleness.run")
        window.wait_until(lambda: "answers with" in window.text("staleness.status"))
        photographer.take(f"17-staleness-{user}")


def photograph_a_stolen_token(window, photographer):
    window.open_design_view("Stolen token")
    photographer.take("18-stolen-token-untouched")
    window.find_reach_of("alice", "roles")
    photographer.take("18-stolen-token")
    window.find_reach_of("bob", "everything")
    photographer.take("18-stolen-token-everything")
    window.open_design_view("Decisions")


def photograph_impact(window, photographer):
    for design in ("roles", "everything"):
        window.log_in("bob", design)
        window.open_view("Impact")
        if design == "roles":
            photographer.take("21-impact-untouched")
        else:
            photographer.take("21-impact-outdated")
        window.find_impact()
        photographer.take(f"21-impact-{design}")
    window.select_impact("email")
    photographer.take("21-impact-never-read")
    window.open_view("Claims")
    window.log_in("bob")


def photograph_variants(window, photographer):
    window.log_in("bob")
    window.open_view("Variants")
    photographer.take("23-variants-untouched")
    window.click("variants.save")
    for claim, text, name in (
        ("roles", '["viewer", "admin"]', "bob as admin"),
        ("aud", "billing", "wrong audience"),
    ):
        window.open_view("Claims")
        window.edit_claim(claim, text)
        window.sign()
        window.open_view("Variants")
        window.type_into("variants.name", name)
        window.click("variants.save")
    photographer.take("23-variants")
    window.click("variants.replay")
    window.wait_until(lambda: "answers" in window.text("variants.status"))
    window.click("variants.pin")
    results = window.find(QTableView, "variants.results")
    results.setCurrentIndex(results.model().index(1, 6))
    photographer.take("23-variants-replayed")
    window.click("variants.compare")
    photographer.take("23-variants-compared")
    window.click("variants.back")
    window.trigger("session.save_as")
    photographer.take("24-session-save-as")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "team.twb")
        window.type_into("session.path", str(path))
        window.click("session.go")
        window.wait_until(lambda: "Saved" in window.text("session.status"))
        document = json.loads(path.read_text(encoding="utf-8"))
        document["clock"]["moment"] -= 60  # as if it had been saved a minute ago
        path.write_text(json.dumps(document), encoding="utf-8")
        window.trigger("session.open")
        window.click("session.go")
        window.wait_until(lambda: "Opened" in window.text("session.status"))
    photographer.take("24-session-opened")
    window.click("session.clock_action")
    window.trigger("session.new")
    window.click("session.status_dismiss")


def photograph_differences(window, photographer):
    window.open_view("Diff")
    photographer.take("23-diff-without-a-token")
    window.log_in("bob")
    photographer.take("23-diff-nothing-differs")
    window.open_view("Claims")
    window.edit_claim("roles", '["viewer", "admin"]')
    window.open_view("Diff")
    photographer.take("23-diff")
    window.sign()
    window.open_view("Header")
    header = window.find(QPlainTextEdit, "claims.header")
    header.setPlainText('{"kid": "other", "alg": "HS256", "typ": "JWT"}')
    window.open_view("JSON")
    claims = window.find(QPlainTextEdit, "claims.json")
    claims.setPlainText(
        '{"sub": "alice", "aud": ["documents"], "exp": 1.5, "iss": "x", "roles": ["admin"], "note": null}'
    )
    window.open_view("Diff")
    photographer.take("23-diff-of-much")
    window.revert()
    window.open_view("Claims")


def photograph_bytes(window, photographer):
    window.open_view("Bytes")
    photographer.take("24-bytes-without-a-token")
    window.log_in("bob")
    photographer.take("24-bytes-text")
    window.click("bytes.form_hex")
    octets = window.find(QTableView, "bytes.hex")
    octets.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(3):
        QTest.keyClick(octets, Qt.Key.Key_Down)
    photographer.take("24-bytes-hex")
    window.click("bytes.segment_signature")
    photographer.take("24-bytes-signature")
    window.click("bytes.form_base64")
    field = window.find(QPlainTextEdit, "bytes.base64")
    QTest.keyClicks(field, "a.b")
    photographer.take("24-bytes-not-taken")
    window.click("bytes.discard")
    window.click("bytes.segment_payload")
    window.click("bytes.form_text")
    QTest.keyClicks(window.find(QPlainTextEdit, "bytes.text"), '{"sub":1,')
    photographer.take("24-bytes-broken")
    window.revert()
    window.open_view("Claims")


def photograph_sizes(window, photographer):
    window.open_design_view("Size")
    table, chart = window.find(QTableView, "size.table"), window.find(GrowthChart, "designs.growth")
    window.wait_until(lambda: "measured" in window.text("size.status"))
    table.setCurrentIndex(table.model().index(table.model().rowCount() - 1, 0))
    photographer.take("15-size")
    window.choose("size.growing", "roles")
    window.wait_until(lambda: "measured" in window.text("size.status"))
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    photographer.take("15-size-pointed-at")
    window.click("size.view_numbers")
    photographer.take("15-size-numbers")
    window.click("size.view_chart")
    window.choose("size.growing", "readable records")
    window.open_design_view("Decisions")


def photograph_a_heavy_token(window, photographer):
    window.log_in("bob", "everything")
    window.edit_claim("canRead", json.dumps([f"doc-{number}" for number in range(1000)]))
    window.trigger("server.header_limit_8192")
    window.sign()
    window.replay()
    window.look_at("DELETE /documents/doc-1")
    photographer.take("20-header-too-large")
    window.trigger("server.header_limit_16384")


def photograph_trouble(window, photographer):
    window.log_in("bob")
    window.trigger("server.stop")
    window.wait_until(lambda: window.text("server.status") == "demo server stopped")
    window.replay()
    photographer.take("11-no-keyring-and-no-server")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("folder", type=Path, metavar="DIR", help="where the pictures go")
    sizes = {screen.name or "1280x800": screen for screen in SCREENS}
    parser.add_argument("--size", action="append", choices=sizes, help="only this size; may be repeated")
    schemes = [Scheme.LIGHT.value, Scheme.DARK.value]
    parser.add_argument("--scheme", action="append", choices=schemes, help="only these colours")
    wanted = parser.parse_args()
    main(
        wanted.folder,
        [sizes[name] for name in wanted.size or sizes],
        [Scheme(value) for value in wanted.scheme or schemes],
    )
