"""The keyboard shortcuts of the window, all in one place.

They are strings, not QKeySequences: those cannot be made before there is a QApplication.
"""

REPLAY = "F5"
REPLAY_ONE = "Shift+F5"  # the selected request
STOP = "Esc"  # what runs in front
RUN_VIEW = "F6"  # run what the view in front is for
SIGN = ("Ctrl+Return", "Ctrl+Enter")
UNDO = "Ctrl+Z"
REDO = ("Ctrl+Shift+Z", "Ctrl+Y")
LOG_IN = "Ctrl+L"
SUBMIT = ("Return", "Enter")  # what is in the fields
SETTLE = ("Return", "Enter")  # the selected finding
NEXT_FAULT = "F8"  # of the text in front
NEXT_DIFFERENCE = "F7"  # from the reference, in the matrix of the designs
PREVIOUS_DIFFERENCE = "Shift+F7"
ADD_CLAIM = "Ctrl+N"
TOGGLE = "Space"  # a boolean
MOVE_UP = "Alt+Up"
MOVE_DOWN = "Alt+Down"
REVERT = "Ctrl+R"
OPEN_SESSION = "Ctrl+O"
SAVE_SESSION = "Ctrl+S"
SAVE_SESSION_AS = "Ctrl+Shift+S"
OPEN_CELL = ("Return", "Enter")  # the view that the figure of a cell comes from
CELL_MENU = ("Shift+F10", "Menu")
COPY = "Ctrl+C"  # the selected rows of a table
PASTE = "Ctrl+V"  # a token, anywhere on the bench outside a field
FIND = "Ctrl+F"  # in a long list
RENAME = "F2"
QUIT = "Ctrl+Q"
HELP = "F1"


def page(number: int) -> str:
    """The keys for page *number*, counted from 1."""
    return f"Alt+{number}"
