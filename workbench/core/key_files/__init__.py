"""Keys read from and written as PEM, DER, OpenSSH, PKCS#12, JWK."""
