"""Input and output without Qt: HTTP, the OS keyring, the settings file, the embedded demo server."""
