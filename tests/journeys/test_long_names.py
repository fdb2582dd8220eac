"""Names of any length and script, from a token or a user, and none of them makes the window wider."""

import threading

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QTableView, QTabWidget, QWidgetItem

from tests.journeys.same_as_fresh import show_every_view
from tests.keyrings import MemoryKeyring
from tests.screenshots import SCREENS, wait_until
from tests.ui.screen_walk import settle
from tests.window_driver import WindowDriver
from workbench.app import build
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.names import LONGEST_NAME
from workbench.core.keys.signing_key import generate
from workbench.core.signing.jose import sign
from workbench.presenters.status import Status
from workbench.ui.arrangement.scroll_page import ScrollPage
from workbench.ui.theme import Tone
from workbench.ui.widgets.elided_label import ElidedLabel
from workbench.ui.widgets.pill import Pill
from workbench.ui.widgets.status_line import StatusLine

NAMES = {
    "unbreakable": "x" * 5000,
    "right_to_left": "שלום" * 1250,
    "words": "a name of several words " * 208,
    "namespaced": "https://app.example.com/claims/organisation/identity/entitlements/granted_permissions",
}
# A label this wide fits every column of the smallest window.
MOST_PIXELS = 330
# These show only words and figures of the program's own; of a server's status, as much as fits.
OWN_WORDS = {
    "replay.verdict",
    "designs.verdict",
    "replay.outdated",
    "bytes.base64_where",
    "bytes.text_where",
    "verdict.earlier",
    "verdict.why_not",
    "time.basis",
    "key_detail.copied",
    "key_export.missing",
    "key_export.countdown",
    "keys.count",
    "verify.owner",
    "token.verdict_owner",
}


@pytest.fixture(scope="module")
def window(qapp, tmp_path_factory):
    """One window for all: what a test leaves in it, the next one replaces."""
    before = set(threading.enumerate())
    workbench = build(tmp_path_factory.mktemp("names"), MemoryKeyring())
    workbench.window.show()
    driver = WindowDriver(workbench.window, wait_until)
    driver.wait_for_server()
    show_every_view(driver)
    yield driver
    workbench.close()
    workbench.window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    wait_until(lambda: not set(threading.enumerate()) - before)


def too_wide(window, where):
    """What of the page in front does not fit the smallest window."""
    size = SCREENS[-1].size
    window.window.resize(size)
    settle()
    if window.window.size() != size:
        return [f"{where}: the window is {window.window.size().toTuple()}"]
    pages = [each for each in window.window.findChildren(ScrollPage) if each.isVisible()]
    over = sum(page.horizontalScrollBar().maximum() for page in pages)
    return [f"{where}: {over} pixels to the right"] if over else []


def row_of(table, name):
    model = table.model()
    return next(row for row in range(model.rowCount()) if model.index(row, 0).data() == name)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_names_in_a_token_leave_the_window_its_size(window, name):
    claims = {
        "iss": name, "sub": name, "aud": [name, "documents"], "jti": name, "exp": 4_000_000_000, "roles": [name],
        name: "a", f"{name}2": {name: [name, 1]}, "act": {"sub": name},
    }  # fmt: skip
    window.open_page("Bench")
    window.open_view("Claims")
    key = generate("RS256", "elsewhere", now=0)
    window.paste(sign({"typ": name, "alg": "RS256", "kid": name, name: 1}, ClaimSet.from_dict(claims), key))
    faults = too_wide(window, "pasted")
    table = window.find(QTableView, "claims.table")
    table.selectRow(row_of(table, name))
    faults += too_wide(window, "selected")
    window.edit_claim(name, '"b"')
    faults += too_wide(window, "edited")
    window.edit_claim("exp", f"at {name}")
    faults += too_wide(window, "rejected")
    window.click("claims.revert")
    table.selectRow(row_of(table, f"{name}2"))
    window.click("claims.remove")
    faults += too_wide(window, "removed")
    views = window.find(QTabWidget, "claims.views")
    for position in filter(views.isTabVisible, range(views.count())):
        views.setCurrentIndex(position)
        faults += too_wide(window, views.tabText(position))
    findings = window.find(QTableView, "findings.list")
    for row in range(findings.model().rowCount()):
        findings.selectRow(row)
        faults += too_wide(window, f"finding {row}")
    window.replay()
    window.look_at("GET /me")
    assert faults + too_wide(window, "replayed") == []


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_names_of_keys_and_users_leave_the_window_its_size(window, name):
    window.open_page("Keys")
    window.find(QLineEdit, "keys.name").setText(name)
    faults = too_wide(window, "rejected")
    longest = name[:LONGEST_NAME].strip()
    window.find(QLineEdit, "keys.name").setText(longest)
    window.click("keys.generate")
    window.wait_until(lambda: window.keys().get(longest) is not None)
    table = window.find(QTableView, "keys.table")
    table.selectRow(row_of(table, longest))
    faults += too_wide(window, "key")
    window.click("keys.export")
    faults += too_wide(window, "export")
    window.click("key_export.close")
    window.click("keys.delete")
    faults += too_wide(window, "deleted")
    window.open_page("Bench")
    window.find(QLineEdit, "login.username").setText(name)
    window.click("login.submit")
    window.wait_until(lambda: not window.text("login.status").endswith("…"))
    assert faults + too_wide(window, "login") == []


def put(label, text):
    """Show *text* as the program does."""
    around = label.parentWidget()
    if isinstance(label, ElidedLabel):
        label.show_text(text)
    elif isinstance(around, Pill):
        around.show_state(text, Tone.MUTED)
    elif isinstance(around, StatusLine):
        around.show_status(Status(text))
    else:
        label.setText(text)


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_no_label_needs_more_room_for_a_long_name(window, name):
    wide = []
    for label in window.window.findChildren(QLabel):
        if label.objectName() and label.objectName() not in OWN_WORDS:
            before = label.text()
            put(label, name)
            if QWidgetItem(label).minimumSize().width() > MOST_PIXELS and label.minimumWidth() == 0:
                wide.append(f"{label.objectName()}: {label.minimumSizeHint().width()}")
            put(label, before)
    assert wide == []
