import pytest

from workbench.core.claims.claim_type import ClaimType
from workbench.core.claims.registry import ClaimMeaning
from workbench.core.claims.types import converted, first_value
from workbench.core.errors import ClaimEditError
from workbench.core.strict_json.text import JsonNumber

NOW = 1_700_000_000.7


@pytest.mark.parametrize(
    ("value", "wanted", "after"),
    [
        ("42", ClaimType.NUMBER, 42),
        ("1.50", ClaimType.NUMBER, JsonNumber("1.50")),
        ("9" * 400, ClaimType.NUMBER, int("9" * 400)),
        (None, ClaimType.NUMBER, 0),
        (True, ClaimType.NUMBER, 1),
        ("bob", ClaimType.ARRAY, ["bob"]),
        (None, ClaimType.ARRAY, []),
        (False, ClaimType.ARRAY, [False]),
        (["bob"], ClaimType.STRING, "bob"),
        (["a", "b"], ClaimType.STRING, "a b"),
        (7, ClaimType.STRING, "7"),
        ({"a": 1}, ClaimType.STRING, '{"a": 1}'),
        ("TRUE", ClaimType.BOOLEAN, True),
        ("no", ClaimType.BOOLEAN, False),
        ("x", ClaimType.NULL, None),
        ("x", ClaimType.OBJECT, {"value": "x"}),
        ([], ClaimType.OBJECT, {}),
        ("2023-11-14T22:13:20Z", ClaimType.DATE, 1_700_000_000),
        ("", ClaimType.DATE, 1_700_000_000),
        (5, ClaimType.DATE, 5),
        (1_700_000_000, ClaimType.DATE_TEXT, "2023-11-14T22:13:20Z"),
        (10**30, ClaimType.DATE_TEXT, str(10**30)),
    ],
)
def test_a_value_of_another_type_keeps_what_can_be_kept(value, wanted, after):
    result = converted(value, wanted, NOW)
    assert result == after
    assert type(result) is type(after)


@pytest.mark.parametrize(
    ("value", "wanted", "words"),
    [
        ("07/07/2020 12:35:40", ClaimType.DATE, "ambiguous"),
        ("07/07/2020 12:35:40", ClaimType.DATE_TEXT, "ambiguous"),
        ("soon", ClaimType.DATE, "not a time"),
        (["a", "b"], ClaimType.DATE, "not a date"),
        (True, ClaimType.DATE, "not a date"),
        ("1,594", ClaimType.NUMBER, '"1,594" is not a number'),
        ("text", ClaimType.NUMBER, "not a number"),
        ({"a": 1}, ClaimType.NUMBER, "not a number"),
        (["a", "b"], ClaimType.NUMBER, "not a number"),
        ("maybe", ClaimType.BOOLEAN, "not a boolean"),
        (5, ClaimType.BOOLEAN, "not a boolean"),
    ],
)
def test_a_value_that_cannot_be_converted_is_refused(value, wanted, words):
    with pytest.raises(ClaimEditError, match="The value stays") as caught:
        converted(value, wanted, NOW)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("name", "types", "value"),
    [
        ("exp", ("date",), 1_700_001_800),
        ("iat", ("date",), 1_700_000_000),
        ("aud", ("string", "array"), "documents"),
        ("iss", ("string",), "https://demo.example"),
        ("jti", ("string",), "new"),
        ("roles", ("array",), []),
        ("email_verified", ("boolean",), False),
        ("scope", ("string",), ""),
        ("own", (), None),
    ],
)
def test_a_new_claim_begins_with_a_value_of_its_type(name, types, value):
    meaning = ClaimMeaning(name, "", "", types=types)
    found = first_value(
        name, meaning, now=NOW, issuer="https://demo.example", audience="documents", new_id=lambda: "new"
    )
    assert found == value
    assert type(found) is type(value)
