"""``python -m tests.journeys.visit DATA_DIR [TOKEN]``: one visit to the window with the keyring of this session.

The first visit logs in and makes a key; a later one pastes the TOKEN of the first. Prints what it saw as JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from tests.screenshots import wait_until
from tests.window_driver import WindowDriver
from workbench.app import build


def visit(window, token):
    if token is None:
        window.log_in("bob")
        window.generate_key("mine", "RS256")
    else:
        window.wait_for_server()
        window.paste(token)
    window.replay()
    return {
        "store": window.text("keys.store"),
        "trouble": window.text("keys.problem"),
        "keys": window.keys(),
        "token": window.token(),
        "answer": window.answers()["GET /me"][1],
    }


if __name__ == "__main__":
    application = QApplication([])
    workbench = build(Path(sys.argv[1]))
    workbench.window.show()
    try:
        seen = visit(WindowDriver(workbench.window, wait_until), sys.argv[2] if len(sys.argv) > 2 else None)
    finally:
        workbench.close()
    print(json.dumps(seen))
