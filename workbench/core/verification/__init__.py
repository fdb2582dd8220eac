"""Verdicts: signature by the ring, signature by given keys, claims, the whole report."""
