"""Issuing tokens, the issuer's keys, and the keys that are trusted."""
