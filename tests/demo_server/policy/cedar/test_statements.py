"""Policies in the text of a Cedar file, and where each begins."""

import pytest

from demo_server.policy.cedar.statements import split_policies


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("  \n// a comment; with a semicolon\n", []),
        ("permit (principal, action, resource);", [1]),
        ("\n\npermit (principal, action, resource);forbid (principal, action, resource);", [3, 3]),
        ('@id("a;b")\npermit (principal, action, resource);\n// c;\n@id("c")\nforbid (principal);', [1, 4]),
        ('permit (principal, action, resource) when { "\\";" == "//;" }; \npermit (x);', [1, 2]),
        ("permit (principal) // why; not\n;\n\n  permit", [1, 4]),
        ("permit (principal, action, resource) when { 4 / 2 == 2 };", [1]),
        ('permit ("never closed;\n', [1]),
    ],
)
def test_each_policy_is_found_with_its_line(text, lines):
    found = split_policies(text)
    assert [each.line for each in found] == lines
    assert all(each.text in text for each in found)
