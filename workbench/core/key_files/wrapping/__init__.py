"""What settings, shells, JSON and web addresses put around a key, or in its place."""
