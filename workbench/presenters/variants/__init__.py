"""Variants and impact."""
