"""View Rotation."""
