"""The algorithm identifiers of keys (RFC 5280 section 4.1.1.2): what they permit, and which are not known here."""
