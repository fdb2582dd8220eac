"""``python -m tests.journeys.visit DATA_DIR STEP [TOKEN]``: one visit to the window with the keyring of this session.

Prints what it saw as JSON. The steps: ``begin`` logs in and makes a key; ``again`` pastes the TOKEN of an earlier
visit; ``keys`` does to keys what the Keys page offers.
"""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTableView

from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build

PASSWORD = "between two visits"


def begin(window, _data_dir, _token):
    window.log_in("bob")
    window.generate_key("mine", "RS256")


def again(window, _data_dir, token):
    window.wait_for_server()
    window.paste(token)


def use_keys(window, data_dir, _token):
    """Export a key and delete it, take it in from its file under another name, trust it, rotate the server's own."""
    path = data_dir / "leaving.pem"
    window.log_in("bob")
    window.generate_key("leaving", "ES256")
    window.open_page("Keys")
    window.select_key("leaving")
    window.click("keys.export")
    window.click("key_export.part_private")
    for field in ("password", "password_again"):
        window.type_into(f"key_export.{field}", PASSWORD)
    window.find(QLineEdit, "key_export.path").selectAll()
    window.type_into("key_export.path", str(path))
    window.switch("key_export.confirm")
    window.click("key_export.save")
    window.wait_until(lambda: "Wrote the private key" in window.text("key_export.status"))
    window.click("key_export.close")
    window.click("keys.delete")
    window.click("keys.import")
    window.find(QPlainTextEdit, "key_import.text").setPlainText(path.read_text())
    window.wait_until(window.find(QLineEdit, "key_import.password").isVisible)
    window.type_into("key_import.password", PASSWORD)
    window.click("key_import.unlock")
    window.wait_until(window.find(QTableView, "key_import.table").isVisible)
    window.find(QLineEdit, "key_import.name").selectAll()
    window.type_into("key_import.name", "back again")
    window.click("key_import.take")
    window.wait_until(lambda: window.text("key_import.status").startswith("Imported"))
    window.click("key_import.cancel")
    window.select_key("back again")
    window.switch("keys.trusted")
    window.open_key_view("Rotation")
    window.click("rotation.now")
    window.wait_until(lambda: "from now on" in window.text("rotation.now_status"))
    window.open_page("Bench")


STEPS = {"begin": begin, "again": again, "keys": use_keys}


def visit(window, step, data_dir, token):
    STEPS[step](window, data_dir, token)
    window.replay()
    keys = window.keys()
    return {
        "store": window.text("keys.store"),
        "trouble": window.text("keys.problem"),
        "keys": keys,
        "token": window.token(),
        "answer": window.answers()["GET /me"][1],
    }


if __name__ == "__main__":
    application = QApplication([])
    folder = Path(sys.argv[1])
    workbench = build(folder)
    workbench.window.show()
    try:
        seen = visit(WindowDriver(workbench.window, wait_until), sys.argv[2], folder, *(sys.argv[3:] or [None]))
    finally:
        workbench.close()
    print(json.dumps(seen))
