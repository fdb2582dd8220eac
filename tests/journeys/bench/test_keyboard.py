"""The loop with the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QTextBrowser

DELETE = "DELETE /documents/doc-1"


def press(window, keys):
    """Press *keys* wherever the keyboard is: a QKeySequence in words, or a single key."""
    QTest.keySequence(window.window, keys)


def type_text(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def focus():
    return QApplication.focusWidget().objectName()


def tab_to(name, most=40):
    """Press Tab until the control *name* has the keyboard; return what was passed."""
    passed = []
    while focus() != name:
        assert len(passed) < most, f"Tab does not reach {name}: {passed}"
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        passed.append(focus())
    return passed


def test_the_whole_loop_needs_no_mouse(window):
    assert focus() == "login.username"
    type_text("bob")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert focus() == "login.password"
    type_text("bob-pass")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    window.wait_until(lambda: window.text("token.state") == "as issued")

    press(window, "F5")
    window.wait_until(lambda: window.answers()[DELETE] == ("403", "403"))

    tab_to("claims.table")
    table = QApplication.focusWidget()
    for _ in range(list(window.claims()).index("roles")):
        QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Right)
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = table.findChild(QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, '["viewer", "admin"]')
    QTest.keyClick(editor, Qt.Key.Key_Return)
    window.wait_until(lambda: window.claims()["roles"] == '["viewer", "admin"]')

    press(window, "Ctrl+Return")
    assert window.text("token.state") == "edited · signed by demo-issuer"
    press(window, "F5")
    window.wait_until(lambda: window.answers()[DELETE] == ("403", "200"))

    tab_to("replay.table")
    answers = QApplication.focusWidget()
    for _ in range(list(window.answers()).index(DELETE)):
        QTest.keyClick(answers, Qt.Key.Key_Down)
    assert window.text("replay.verdict") == "200 allowed by roles"
    QTest.keyClick(answers, Qt.Key.Key_Left)
    assert window.text("replay.verdict") == "403 refused by permission"


def test_tab_goes_through_the_page_in_reading_order(window):
    window.log_in("bob")
    press(window, "Ctrl+L")
    order = ["login.username", *tab_to("sign.submit")]
    landmarks = [
        "login.username", "login.password", "login.design", "login.submit", "nav", "token.compact", "claims.table",
        "claims.add", "replay.run", "replay.table", "replay.checks", "sign.key", "sign.submit",
    ]  # fmt: skip
    assert [name for name in order if name in landmarks] == landmarks


def test_the_pages_open_with_alt_and_a_number(window):
    press(window, "Alt+3")
    assert window.find(QLineEdit, "keys.name").isVisible()
    press(window, "Alt+1")
    assert not window.find(QLineEdit, "keys.name").isVisible()


def test_a_refusal_is_read_and_its_advice_taken_and_a_finding_fixed_by_keys(window):
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    window.wait_until(lambda: window.text("replay.verdict") == "403 refused by permission")
    tab_to("replay.flip_apply")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert window.claims()["roles"] == '["viewer","editor"]'
    press(window, "Ctrl+Return")
    press(window, "F5")
    window.wait_until(lambda: window.answers()["PUT /documents/doc-1"] == ("403", "200"))

    window.remove_claim("exp")
    press(window, "Ctrl+L")
    tab_to("findings.list")
    table = QApplication.focusWidget()
    QTest.keyClick(table, Qt.Key.Key_Space)  # the gravest one is at the top
    assert "exp" in window.text("findings.message")
    assert window.text("findings.change").startswith("adds exp")
    tab_to("findings.open_source_0")
    tab_to("findings.list", most=80)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert "exp" in window.claims()


def test_f1_opens_the_help_which_escape_closes(window):
    press(window, "F1")
    help_window = window.find(QDialog, "help")
    window.wait_until(help_window.isActiveWindow)
    assert "replay the requests" in window.find(QTextBrowser, "help.text").toPlainText()
    QTest.keyClick(help_window, Qt.Key.Key_Escape)
    assert not help_window.isVisible()
