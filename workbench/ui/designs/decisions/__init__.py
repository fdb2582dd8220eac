"""View Decisions."""
