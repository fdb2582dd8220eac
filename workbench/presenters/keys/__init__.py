"""The key ring and all that is done to keys."""
