"""A request: draft, curl, shell words, origin, what goes over the wire, export."""
