"""The demo server, login, and the base of everything that experiments on it."""
