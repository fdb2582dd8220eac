import pytest

from demo_server.log_text import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b é 日本", "a b é 日本"),
        ("a\x1b[2J\r\n", "a\\u001b[2J\\u000d\\u000a"),
        ("\x9b31m\x7f\u202e\u2028\ufeff\ud800", "\\u009b31m\\u007f\\u202e\\u2028\\ufeff\\ud800"),
    ],
)
def test_what_a_terminal_obeys_is_an_escape(text, shown):
    assert printable(text) == shown
