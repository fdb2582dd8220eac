"""How pages, cards and bars keep to the room they have."""
