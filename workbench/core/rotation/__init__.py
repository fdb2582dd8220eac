"""Rotation of an issuer key: plan and report."""
