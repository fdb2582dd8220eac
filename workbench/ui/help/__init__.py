"""Help: the shortcuts, the words of the window, and what program this is."""
