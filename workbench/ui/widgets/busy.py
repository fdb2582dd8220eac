"""What changes places while something runs: a start button with its stop button, and a bar that keeps its room."""

from PySide6.QtWidgets import QWidget


def swap(shown: QWidget, hidden: QWidget) -> None:
    """Show *shown* where *hidden* was; the keyboard goes along."""
    shown.show()
    if hidden.hasFocus():
        shown.setFocus()
    hidden.hide()


def keep_room(widget: QWidget) -> None:
    """Let *widget* take its room also while it is hidden, so that nothing jumps when it comes."""
    policy = widget.sizePolicy()
    policy.setRetainSizeWhenHidden(True)
    widget.setSizePolicy(policy)
