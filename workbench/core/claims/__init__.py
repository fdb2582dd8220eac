"""The claims set: claim, edits, differences, types, registry, plain language."""
