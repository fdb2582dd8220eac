"""Text editors: JSON, code, paged text, keys, secrets, numbers."""
