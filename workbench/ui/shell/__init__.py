"""Main window, navigation, bench page, session bar."""
