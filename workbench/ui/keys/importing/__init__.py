"""The import card."""
