"""The linter: severity, findings on a design."""
