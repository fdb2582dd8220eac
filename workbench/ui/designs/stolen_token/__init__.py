"""View Stolen token."""
