"""Named states of a token, and leaving claims out."""
