"""Reports: what is saved for people to read later, as values and as text."""
