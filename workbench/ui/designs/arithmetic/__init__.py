"""View Arithmetic."""
