"""The names of the built-in scenarios, for who offers them before any is read."""

BUILT_IN = ("documents", "clinic", "tenants", "documents-large")
"""In the order in which they are offered."""
