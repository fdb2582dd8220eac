"""A key as a value: algorithms, signing key, store protocol, JWK of a key object."""
