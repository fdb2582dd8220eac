import pytest

from workbench.core.text import wording


def test_a_text_is_shortened_to_so_many_characters_with_the_ellipsis():
    assert wording.shortened("x" * 48) == "x" * 48
    assert wording.shortened("x" * 49) == "x" * 47 + "…"
    assert wording.shortened("abcdef", 4) == "abc…"


def test_what_cannot_be_seen_is_written_as_an_escape():
    assert wording.printable("a\u202eb\n") == "a\\u202eb\\u000a"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("alice", '"alice"'),
        ("", '""'),
        (["viewer", 1, None], '["viewer", 1, null]'),
        ("a\u202eb", '"a\\u202eb"'),
        ("x" * 100_000, '"' + "x" * 58 + "…"),
    ],
)
def test_a_value_is_quoted_as_json_on_one_line(value, text):
    assert wording.quoted(value) == text


def test_a_long_value_is_shown_by_its_size():
    assert wording.shown({"a": 1}) == "an object of 1 member"
    assert wording.shown([1, 2]) == "an array of 2 elements"
    assert wording.shown([]) == "an empty array"
    assert wording.shown(True) == "true"


def test_a_claim_is_named_with_what_leads_to_it():
    assert wording.named("acl", 0, "id") == "acl[0].id"
    assert wording.named("") == '""'


def test_words_are_joined_as_a_sentence_has_them():
    assert [wording.joined(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
    assert wording.joined(["RS256", "PS256"], "or") == "RS256 or PS256"


def test_of_many_names_the_first_are_listed_and_the_rest_counted():
    assert wording.listed(["a", "b", "c"]) == "a, b and c"
    assert wording.listed([f"n{number}" for number in range(2_000)]) == "n0, n1, n2 and 1,997 more"


def test_a_number_comes_with_its_noun():
    assert wording.counted(1, "entry", "entries") == "1 entry"
    assert wording.counted(1_200, "entry", "entries") == "1,200 entries"
    assert wording.counted(0, "key") == "0 keys"


def test_a_sentence_begins_with_a_capital_letter():
    assert wording.capitalized("the kid of ES256") == "The kid of ES256"
    assert wording.capitalized("") == ""


def test_an_article_fits_its_noun():
    nouns = ["string", "array", "object", "RSA PUBLIC KEY", "EC PRIVATE KEY", "null"]
    assert [wording.with_article(noun) for noun in nouns] == [
        "a string",
        "an array",
        "an object",
        "an RSA PUBLIC KEY",
        "an EC PRIVATE KEY",
        "null",
    ]
