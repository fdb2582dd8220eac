"""View Findings."""
