"""The strict checks of a token."""
