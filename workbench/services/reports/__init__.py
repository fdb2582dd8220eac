"""Reports in the formats that need a library."""
