"""What all charts have in common, and those that several pages show."""
