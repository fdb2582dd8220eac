"""View Staleness."""
