"""Pure Python: tokens, claims, keys and answers as plain values. No Qt, no network, no keyring, no clock."""
