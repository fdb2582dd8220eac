"""The token on the bench."""
