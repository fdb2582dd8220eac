import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.core.text.escapes import MOST_LEVELS, levels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a%3Ab", ["a%3Ab", "a:b"]),
        ("%2522", ["%2522", "%22", '"']),
        (r"\"a\u003d\/\x41", [r"\"a\u003d\/\x41", '"a=/A']),
        ("&quot;&#46;&#x2E;&amp;lt;", ["&quot;&#46;&#x2E;&amp;lt;", '"..&lt;', '"..<']),
        ("100% of %zz", ["100% of %zz"]),
    ],
)
def test_each_level_undoes_the_escapes_once_more(text, expected):
    assert [each.text for each in levels(text)] == expected


def test_a_place_leads_back_to_the_text_as_received():
    text = "x%253Dyz"
    *_, last = levels(text)
    assert last.text == "x=yz"
    assert [last.span(at, at + 1) for at in range(4)] == [(0, 1), (1, 6), (6, 7), (7, 8)]


@given(st.text(st.sampled_from('%250aAu\\x"&#quot;4')))
def test_no_text_breaks_it(text):
    found = list(levels(text))
    assert len(found) <= MOST_LEVELS + 1
    assert all(each.span(0, len(each.text)) == (0, len(text)) for each in found)
