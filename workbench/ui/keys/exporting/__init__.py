"""The export card."""
