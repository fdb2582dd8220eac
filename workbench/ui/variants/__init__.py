"""Variants, impact, expectations."""
