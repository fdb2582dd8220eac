"""Hypothesis strategies for JSON, as far as it may stand in a token."""

from hypothesis import strategies as st

# Lone surrogates have a text, as escapes; two of them side by side would read back as one character.
strings = st.text(st.characters(exclude_categories=["Cs"]), max_size=10) | st.sampled_from(
    ["\ud800", "\udfff x", "\x00"]
)
integers = st.integers() | st.integers(-(10**400), 10**400)
floats = st.floats(allow_nan=False, allow_infinity=False)
scalars = st.none() | st.booleans() | integers | floats | strings
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(strings, inner, max_size=3), max_leaves=6
)
objects = st.dictionaries(strings, values, max_size=4)
