"""Issuing, keys, trust."""
