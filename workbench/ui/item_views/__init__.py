"""Item models: thin adapters over core objects."""
