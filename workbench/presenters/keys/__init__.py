"""The key ring, and everything a user does with keys."""
