"""What a window shows of a session, so that one after *New session* can be compared with a fresh one."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QWidget,
)

# Who logs in, the ring of keys, what the user verifies with and what was measured of the server belong to no session;
# the strip of sessions and the undo button say that a new one was begun.
_OUTSIDE = (
    *("login.", "key", "rotation.", "verify.", "session.", "claims.undo"),
    *("calculator.", "contents.", "design", "reach.", "size.", "staleness.", "time.", "verdict.", "findings.user"),
)


def show_every_view(window):
    """Let every view of the bench catch up, which it does when it is shown, and go back to the first."""
    views = window.find(QTabWidget, "claims.views")
    for position in (*range(1, views.count()), 0):
        views.setCurrentIndex(position)


def shown(window):
    """Object name to what can be seen of the widget or done with the action, in whatever view is in front."""
    root = window.window
    widgets = [each for each in root.findChildren(QWidget) if _is_ours(each) and not _is_hidden(each, root)]
    found = {each.objectName(): (each.isEnabled(), _content(each)) for each in widgets}
    actions = [each for each in root.findChildren(QAction) if _is_ours(each)]
    found |= {f"{each.objectName()} in a menu": (each.text(), each.isEnabled(), each.isChecked()) for each in actions}
    return found | {"title": (root.windowTitle(), root.isWindowModified())}


def begin_again(window):
    """Begin a new session with the clock at real time, and show its bench."""
    window.choose("server.clock", "now")
    window.open_page("Bench")
    window.trigger("session.new")
    show_every_view(window)


def differences(before, after):
    """Name to both states, where they differ; None where there was nothing to be seen."""
    names = sorted(before.keys() | after.keys())
    return {name: (before.get(name), after.get(name)) for name in names if before.get(name) != after.get(name)}


def _is_ours(each):
    name = each.objectName()
    return bool(name) and not name.startswith(("qt_", "_q_", "Scroll", *_OUTSIDE))  # three are Qt's own


def _is_hidden(widget, root):
    """Whether it would not be seen in its view either."""
    while widget is not root:
        parent = widget.parentWidget()
        if widget.isHidden() and not isinstance(parent, QStackedWidget):
            return True
        widget = parent
    return False


def _content(widget):
    match widget:
        case QLabel() | QLineEdit():
            return widget.text()
        case QPlainTextEdit():
            return widget.toPlainText()
        case QAbstractButton():
            return widget.text(), widget.isChecked()
        case QComboBox():
            return [widget.itemText(row) for row in range(widget.count())], widget.currentText()
        case QTabWidget():
            return [widget.tabText(row) for row in range(widget.count())], widget.currentIndex()
        case QTableView():
            return _cells(widget.model())
    return None


def _cells(model):
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]
