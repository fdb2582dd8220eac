"""View Size."""
