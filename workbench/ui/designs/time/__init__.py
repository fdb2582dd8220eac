"""View Time."""
