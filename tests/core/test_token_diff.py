import pytest

from workbench.core.member_diff import moved
from workbench.core.token import encode_segment, read
from workbench.core.token_diff import RowKind, compare_tokens

HEADER = b'{"alg":"ES256","typ":"JWT"}'
CLAIMS = b'{"iss":"x","sub":"bob","roles":["viewer","editor"],"exp":1,"address":{"city":"Ulm","zip":"1"}}'


def token(claims=CLAIMS, header=HEADER, signature=b"signature"):
    return read(".".join(map(encode_segment, (header, claims, signature))))


def rows(claims=CLAIMS, header=HEADER):
    found = compare_tokens(token(), token(claims, header)).rows
    return [(row.part.value, "  " * row.depth + row.name, row.kind, row.words) for row in found]


def test_the_same_token_has_no_difference():
    found = compare_tokens(token(), token())
    assert found.is_empty
    assert (found.rows, found.count) == ((), 0)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b'"sub":"bob"', b'"sub":"eve"', [("sub", RowKind.CHANGED, "value changed")]),
        (b'"sub":"bob"', b'"sub":7', [("sub", RowKind.TYPE_CHANGED, "string became number")]),
        (b'"sub":"bob",', b"", [("sub", RowKind.REMOVED, "removed")]),
        (b'"exp":1', b'"exp":1,"jti":2', [("jti", RowKind.ADDED, "added")]),
        (b'"exp":1', b'"exp":1.0', [("exp", RowKind.CHANGED, "value changed")]),
        (b'"bob"', b'"b\\u006fb"', [("sub", RowKind.REWRITTEN, "the same value, written otherwise")]),
        (b'"iss":"x","sub":"bob"', b'"sub":"bob","iss":"x"', [("sub", RowKind.MOVED, "from place 2 to 1")]),
        (
            b'["viewer","editor"]',
            b'["editor","admin"]',
            [
                ("roles", RowKind.CHANGED, "added admin, removed viewer"),
                ("  [0]", RowKind.REMOVED, "removed"),
                ("  [1]", RowKind.ADDED, "added"),
            ],
        ),
        (
            b'"city":"Ulm"',
            b'"city":null',
            [("address", RowKind.CHANGED, "changed"), ("  city", RowKind.TYPE_CHANGED, "string became null")],
        ),
    ],
)
def test_each_kind_of_difference_is_a_row(before, after, expected):
    assert rows(CLAIMS.replace(before, after)) == [("payload", *row) for row in expected]


def test_header_parameters_are_compared_as_well():
    assert rows(header=HEADER.replace(b"ES256", b"none")) == [("header", "alg", RowKind.CHANGED, "value changed")]


def test_only_what_was_put_elsewhere_has_moved():
    assert moved("abcdef", "fabcde") == {"f"}
    assert moved("abc", "abxc") == frozenset()
    assert len(moved("abc", "cba")) == 2


@pytest.mark.parametrize(
    ("after", "says"),
    [
        (token(CLAIMS.replace(b",", b", ")), "The same header and claims, other white space"),
        (token(signature=b"other"), "The same header and claims, another signature."),
        (
            token(CLAIMS.replace(b"bob", b"eve"), HEADER.replace(b"JWT", b"jwt")),
            "1 header parameter and 1 claim differ.",
        ),
        (token(b"oops"), "The payload cannot be compared by members"),
        (token(CLAIMS.replace(b"bob", b"eve")), "1 claim differs."),
    ],
)
def test_the_whole_is_told_in_a_sentence(after, says):
    found = compare_tokens(token(), after)
    assert found.words.startswith(says)
    assert not found.is_empty


def test_octets_of_each_segment_are_compared():
    found = compare_tokens(token(), token(CLAIMS.replace(b"bob", b"eve")))
    assert [each.words for each in found.segments] == [
        "header: the same 27 octets",
        f"payload: 3 of {len(CLAIMS)} octets differ, from offset {CLAIMS.index(b'bob')}",
        "signature: the same 9 octets",
    ]


def test_a_text_that_is_no_token_is_no_error():
    assert compare_tokens(token(), read("no token")).segments == ()


def test_ten_thousand_claims_and_a_long_list_are_compared_in_bounded_rows():
    many = b"{" + b",".join(b'"c%d":%d' % (n, n) for n in range(10_000)) + b',"l":[' + b",".join([b"1"] * 9_000) + b"]}"
    other = many.replace(b"[1", b"[2,2").replace(b'"c7":7', b'"c7":8')
    found = compare_tokens(token(many), token(other))
    assert [row.name for row in found.rows][:2] == ["c7", "l"]
    everything = compare_tokens(
        token(b'{"l":[' + b",".join([b"1"] * 9_000) + b"]}"), token(b'{"l":[' + b",".join([b"2"] * 9_000) + b"]}")
    )
    assert len(everything.rows) == 502
    assert "more differences" in everything.rows[-1].words
