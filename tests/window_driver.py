"""Drives the whole window as a user does, with clicks and keys, for the journeys and the screenshots."""

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QTabWidget,
)
from shiboken6 import isValid

LEFT = Qt.MouseButton.LeftButton
ACCESSIBLE = Qt.ItemDataRole.AccessibleTextRole

_LONG = 200
"""From here on nobody types a value: it is pasted."""


class WindowDriver:
    """Finds every control by its object name; `wait_until` takes a condition and lets the window work."""

    def __init__(self, window, wait_until):
        self.window = window
        self.wait_until = wait_until
        self._found = {}

    # What a user sees.

    def find(self, kind, name):
        # Qt looks through all the objects of the window, and every wait asks a hundred times a second.
        found = self._found.get((kind, name))
        if found is None or not isValid(found) or found.objectName() != name:
            found = self._found[kind, name] = self.window.findChild(kind, name)
        assert found is not None, f"the window has no {kind.__name__} {name}"
        return found

    def text(self, name):
        return self.find(QLabel, name).text()

    def token(self):
        return self.find(QPlainTextEdit, "token.compact").toPlainText()

    def field(self, name):
        return self.find(QLineEdit, name).text()

    def claims(self):
        """Name to JSON text, as the table shows them."""
        model = self.find(QTableView, "claims.table").model()
        return {model.index(row, 0).data(): model.index(row, 1).data() for row in range(model.rowCount())}

    def claim_meaning(self, name):
        return self._claim_index(name, 2).data()

    def claim_state(self, name):
        return self._claim_index(name, 3).data()

    def answers(self):
        """Request to the two figures, as the table shows them."""
        model = self.find(QTableView, "replay.table").model()
        return {
            model.index(row, 0).data(): (model.index(row, 1).data(), model.index(row, 2).data())
            for row in range(model.rowCount())
        }

    def impact(self):
        """What was left out, in full, to what it changes."""
        model = self.find(QTableView, "impact.table").model()
        return {model.index(row, 0).data(ACCESSIBLE): model.index(row, 1).data() for row in range(model.rowCount())}

    def changed_answers(self):
        model = self.find(QTableView, "replay.table").model()
        return [model.index(row, 0).data() for row in range(model.rowCount()) if model.index(row, 3).data()]

    def checks(self):
        """Name of each check to its word and its sentence."""
        model = self.find(QTableView, "replay.checks").model()
        return {
            model.index(row, 1).data(): (model.index(row, 0).data(), model.index(row, 2).data())
            for row in range(model.rowCount())
        }

    def keys(self):
        """Name of each key to what the table says of its trust."""
        if self.window.findChild(QTableView, "keys.table") is None:
            self.window.show_page("keys")  # it is built when it is first shown
            self.window.show_page("bench")
        model = self.find(QTableView, "keys.table").model()
        return {model.index(row, 0).data(): model.index(row, 4).data() for row in range(model.rowCount())}

    # What a user does.

    def choose(self, name, words):
        """Choose the entry of a combo box that reads *words*."""
        box = self.find(QComboBox, name)
        assert box.findText(words) >= 0, f"{name} offers no {words}"
        box.setCurrentIndex(box.findText(words))

    def choose_starting(self, name, words):
        """Choose the entry of a combo box that begins with *words*, once it is there."""
        box = self.find(QComboBox, name)
        self.wait_until(lambda: box.findText(words, Qt.MatchFlag.MatchStartsWith) >= 0)
        box.setCurrentIndex(box.findText(words, Qt.MatchFlag.MatchStartsWith))

    def trigger(self, name):
        """Choose an action of a menu."""
        action = self.find(QAction, name)
        assert action.isEnabled(), f"{name} cannot be chosen now"
        action.trigger()

    def click(self, name, kind=QPushButton):
        button = self.find(kind, name)
        assert button.isVisible(), f"{name} cannot be seen"
        assert button.isEnabled(), f"{name} cannot be clicked now"
        if kind is QCheckBox:  # a click beside its words would miss
            QTest.mouseClick(button, LEFT, pos=QPoint(10, button.height() // 2))
        else:
            QTest.mouseClick(button, LEFT)

    def type_into(self, name, text, kind=QLineEdit):
        field = self.find(kind, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        QTest.keyClicks(field, text)

    def wait_for_server(self):
        self.wait_until(lambda: self.text("server.status").startswith("127.0.0.1:"))

    def try_to_log_in(self, username, password, design="roles"):
        """Fill in the login and press the button; return after its answer, and after the replay that may follow."""
        self.type_into("login.username", username)
        self.type_into("login.password", password)
        self.choose("login.design", design)
        self.click("login.submit")
        button = self.find(QPushButton, "login.submit")
        self.wait_until(lambda: button.isEnabled() and not self.text("login.status").endswith("…"))
        run = self.find(QPushButton, "replay.run")
        self.wait_until(lambda: not run.isHidden())

    def log_in(self, username, design="roles"):
        self.wait_for_server()
        self.try_to_log_in(username, f"{username}-pass", design)
        assert self.text("login.status").startswith("Logged in"), self.text("login.status")

    def edit_claim(self, name, text):
        """Double-click on the value, type, press Enter."""
        self._edit_cell(self._claim_index(name, 1), text)

    def add_claim(self, name, text):
        self.click("claims.add")
        table = self.find(QTableView, "claims.table")
        row = table.model().rowCount() - 1
        QTest.keyClicks(table.indexWidget(table.model().index(row, 0)), name)
        QTest.keyClick(table.indexWidget(table.model().index(row, 0)), Qt.Key.Key_Return)
        # Which leaves the field of the value open.
        self._type_into_editor(text, table.indexWidget(table.model().index(row, 1)))

    def select_claim(self, name):
        table = self.find(QTableView, "claims.table")
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(self._claim_index(name, 0)).center())

    def remove_claim(self, name):
        self.select_claim(name)
        self.click("claims.remove")

    def revert(self):
        table = self.find(QTableView, "claims.table")
        table.clearSelection()
        table.selectionModel().setCurrentIndex(table.model().index(-1, -1), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.click("claims.revert")

    def paste(self, text):
        field = self.find(QPlainTextEdit, "token.compact")
        field.setFocus()
        field.selectAll()
        QApplication.clipboard().setText(text)
        QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def choose_signing_key(self, name):
        keys = self.find(QComboBox, "sign.key")
        keys.setCurrentIndex(next(row for row in range(keys.count()) if keys.itemText(row).startswith(name)))

    def sign(self):
        self.click("sign.submit")

    def replay(self):
        """Press the button; return when every answer is in, or an error says why not."""
        self.click("replay.run")
        button = self.find(QPushButton, "replay.run")
        self.wait_until(button.isVisible)

    def look_at(self, request, column=2):
        table = self.find(QTableView, "replay.table")
        model = table.model()
        row = next(row for row in range(model.rowCount()) if model.index(row, 0).data() == request)
        table.scrollTo(model.index(row, column))
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(model.index(row, column)).center())

    def open_page(self, title):
        nav = self.find(QListWidget, "nav")
        item = nav.findItems(title, Qt.MatchFlag.MatchExactly)[0]
        QTest.mouseClick(nav.viewport(), LEFT, pos=nav.visualItemRect(item).center())

    def open_view(self, title):
        self._open_tab("claims.views", title)

    def open_design_view(self, title):
        """Open a view of the Designs page."""
        self._open_tab("designs.views", title)

    def open_key_view(self, title):
        """Open a view of the Keys page."""
        self._open_tab("keys.views", title)

    def _open_tab(self, name, title):
        tabs = self.find(QTabWidget, name).tabBar()
        position = next(number for number in range(tabs.count()) if tabs.tabText(number) == title)
        QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(position).center())

    def find_reach_of(self, username, design):
        """Ask what a stolen token of this user opens, and look at one design."""
        users = self.find(QComboBox, "reach.user")
        users.setCurrentIndex(users.findData(username))
        self.click("reach.run")
        run = self.find(QPushButton, "reach.run")
        self.wait_until(lambda: run.isVisible() and "decided" in self.text("reach.status"))
        self.look_at_row("reach.table", design)

    def look_at_row(self, name, words):
        """Click on the row of the table *name* that begins with *words*."""
        table = self.find(QTableView, name)
        first = [table.model().index(row, 0) for row in range(table.model().rowCount())]
        index = next(each for each in first if each.data() == words)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())

    def find_impact(self, button="impact.run"):
        """Press the button in the view Impact; return when it is found out, or why not."""
        self.click(button)
        run = self.find(QPushButton, "impact.run")
        self.wait_until(lambda: run.isVisible() and self.text("impact.status") != "")

    def select_impact(self, label):
        table = self.find(QTableView, "impact.table")
        model = table.model()
        rows = [model.index(row, 0) for row in range(model.rowCount())]
        index = next(each for each in rows if each.data(ACCESSIBLE) == label)
        table.scrollTo(index)
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())

    def generate_key(self, name, algorithm):
        self.open_page("Keys")
        self.type_into("keys.name", name)
        self.choose("keys.algorithm", algorithm)
        self.click("keys.generate")
        self.wait_until(lambda: name in self.keys())
        self.open_page("Bench")

    def switch(self, name):
        """Click on a check box."""
        self.click(name, kind=QCheckBox)

    def select_key(self, name):
        table = self.find(QTableView, "keys.table")
        row = list(self.keys()).index(name)
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(table.model().index(row, 0)).center())

    def _claim_index(self, name, column):
        model = self.find(QTableView, "claims.table").model()
        row = next((row for row in range(model.rowCount()) if model.index(row, 0).data() == name), None)
        assert row is not None, f"the table shows no claim {name}"
        return model.index(row, column)

    def _edit_cell(self, index, text):
        table = self.find(QTableView, "claims.table")
        table.scrollTo(index)
        where = table.visualRect(index).center()
        QTest.mouseClick(table.viewport(), LEFT, pos=where)
        QTest.mouseDClick(table.viewport(), LEFT, pos=where)
        self._type_into_editor(text)

    def _type_into_editor(self, text, editor=None):
        if editor is None:
            editor = self.find(QTableView, "claims.table").findChild(QLineEdit)
        assert editor is not None, "the cell did not open for editing"
        editor.selectAll()
        QTest.keyClick(editor, Qt.Key.Key_Delete)
        if len(text) < _LONG:
            QTest.keyClicks(editor, text)
        else:
            QApplication.clipboard().setText(text)
            QTest.keyClick(editor, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        # The table closes its editor from the event loop.
        self.wait_until(lambda: self.find(QTableView, "claims.table").findChild(QLineEdit) is None)
