"""Screen state and user intents as QObjects (QtCore only)."""
