"""Token field, bytes, diff, findings, verify, sign: panel, its model, its widgets."""
