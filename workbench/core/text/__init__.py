"""Sentences, numbers, dates and units as people read and type them."""
