"""Compact JWS: segments, reading, finding a token in a text, size, header limits."""
