"""Keys in and out of PEM, DER, OpenSSH, PKCS#12, JWK."""
