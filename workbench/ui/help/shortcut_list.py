"""The shortcuts of `workbench.ui.shortcuts` in words, for people."""

from dataclasses import dataclass

from workbench.ui import shortcuts

Keys = str | tuple[str, ...]
"""As in `workbench.ui.shortcuts`: one or several ways to press the same."""


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """Shortcuts for one place.

    Attributes:
        title: the place.
        entries: keys, and what they do there.
    """

    title: str
    entries: tuple[tuple[Keys, str], ...]


GROUPS = (
    ShortcutGroup(
        "Everywhere",
        (
            (shortcuts.HELP, "this help"),
            ("Alt+1, Alt+2, …", "the pages, in their order"),
            (shortcuts.LOG_IN, "to the user, to log in"),
            (shortcuts.SUBMIT, "press the focused button, or send what is in the fields"),
            (shortcuts.STOP, "stop what is running, or close what is in front"),
            (shortcuts.RUN_VIEW, "run what the view in front is for"),
            (shortcuts.FIND, "find in a long list"),
            (shortcuts.CELL_MENU, "what can be done with a cell, a chart or the token"),
            (shortcuts.COPY, "copy the selected rows of a table"),
            (shortcuts.OPEN_SESSION, "open a session"),
            (shortcuts.SAVE_SESSION, "save the session"),
            (shortcuts.SAVE_SESSION_AS, "save the session in another file"),
            (shortcuts.QUIT, "quit"),
        ),
    ),
    ShortcutGroup(
        "Bench",
        (
            (shortcuts.PASTE, "put the token of the clipboard on the bench, also with a whole curl command around it"),
            (shortcuts.REPLAY, "replay the requests"),
            (shortcuts.REPLAY_ONE, "send the selected request alone"),
            (shortcuts.SIGN, "sign what is edited"),
            (shortcuts.UNDO, "undo"),
            (shortcuts.REDO, "redo"),
            (shortcuts.ADD_CLAIM, "add a claim: Enter or Tab goes on to its value, Esc gives it up"),
            (shortcuts.TOGGLE, "switch a claim between true and false"),
            (shortcuts.REVERT, "give the claim its issued value again"),
            (shortcuts.MOVE_UP, "move a claim, a request or a variant up"),
            (shortcuts.MOVE_DOWN, "move it down"),
            (shortcuts.NEXT_FAULT, "to the next fault of a text"),
            (shortcuts.SETTLE, "fix the selected finding"),
            (shortcuts.RENAME, "rename"),
        ),
    ),
    ShortcutGroup(
        "Designs",
        (
            (shortcuts.OPEN_CELL, "open the view that a figure of the verdict comes from"),
            (shortcuts.NEXT_DIFFERENCE, "to the next answer that differs from the reference"),
            (shortcuts.PREVIOUS_DIFFERENCE, "to the one before"),
        ),
    ),
)
"""Every shortcut of the window, by the place where it works."""


def in_words(keys: Keys) -> str:
    """The keys as they are printed on a keyboard: ``Ctrl+Return or Ctrl+Enter``."""
    return keys if isinstance(keys, str) else " or ".join(keys)
