import pytest

from workbench.core.errors import RequestError
from workbench.core.requests.draft import RequestDraft
from workbench.core.requests.origin import Origin, split_url
from workbench.core.requests.request import Request, TokenPlacement, TokenWhere


@pytest.mark.parametrize(
    ("typed", "server", "path"),
    [
        ("/me", None, "/me"),
        (" /me?x=1&y ", None, "/me?x=1&y"),
        ("//double", None, "//double"),
        ("https://API.Example.org", "https://api.example.org", "/"),
        ("https://api.example.org:443/a", "https://api.example.org", "/a"),
        ("HTTP://localhost:8080?q", "http://localhost:8080", "/?q"),
        ("http://[::1]:80/x", "http://[::1]", "/x"),
    ],
)
def test_an_address_is_a_path_of_the_demo_server_or_a_url(typed, server, path):
    origin, rest = split_url(typed)
    assert (None if origin is None else str(origin), rest) == (server, path)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("me", "slash"),
        ("", "slash"),
        ("ftp://example.org/", "not ftp"),
        ("https://", "no host"),
        ("https:///path", "no host"),
        ("https://bob:secret@example.org/", "password"),
        ("https://example.org@evil.example/", "user name"),
        ("https://exämple.org/", "xn--"),
        ("https://example.org:70000/", "port"),
        ("https://example.org:x/", "port"),
        ("https://example.org\\.evil.example/", "host"),
        ("/me#top", "fragment"),
        ("/me\r\nX-Evil: 1", "line break"),
    ],
)
def test_what_is_no_address_is_refused_with_the_reason(typed, words):
    with pytest.raises(RequestError, match=words) as caught:
        split_url(typed)
    assert caught.value.part == "url"
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "loopback", "unencrypted"),
    [
        ("http://127.0.0.1:9000", True, False),
        ("http://localhost", True, False),
        ("http://[::1]:8000", True, False),
        ("http://127.0.0.1.evil.example", False, True),
        ("http://localhost.evil.example", False, True),
        ("http://192.168.0.7", False, True),
        ("https://192.168.0.7", False, False),
    ],
)
def test_only_this_machine_and_https_go_unheard(url, loopback, unencrypted):
    origin = Origin.of(url)
    assert (origin.is_loopback, origin.is_unencrypted) == (loopback, unencrypted)


def test_a_kept_consent_for_an_unencrypted_way_says_so_or_allows_nothing():
    open_way = Origin.of("http://api.example.org")
    assert open_way.consent == "http://api.example.org unencrypted"
    assert Origin.of_consent(open_way.consent) == open_way
    for text in ("http://api.example.org", "https://api.example.org unencrypted", "https://", "x", 7, None):
        assert Origin.of_consent(text) is None
    assert Origin.of_consent("https://api.example.org") == Origin.of("https://api.example.org:443")


def test_a_draft_of_a_request_makes_the_same_request():
    request = Request(
        "r",
        "PUT",
        "/a?b=c",
        "{}",
        (("X-One", "1"),),
        TokenPlacement(TokenWhere.COOKIE, "session"),
        "https://api.example.org",
    )
    assert RequestDraft.of(request).request("r") == request


def test_a_url_of_the_demo_server_follows_it_to_its_next_port():
    draft = RequestDraft(url="http://127.0.0.1:8080/me")
    assert draft.request("r", "http://127.0.0.1:8080").base_url is None
    assert draft.request("r", "http://127.0.0.1:9090").base_url == "http://127.0.0.1:8080"


@pytest.mark.parametrize(
    ("fields", "part", "words"),
    [
        ({"method": ""}, "method", "one word"),
        ({"method": "GET /"}, "method", "one word"),
        ({"method": "GET\r\n"}, "method", "one word"),
        ({"method": "connect"}, "method", "tunnel"),
        ({"headers": (("X A", "1"),)}, "headers", "not a valid header name"),
        ({"headers": (("X:", "1"),)}, "headers", "not a valid header name"),
        ({"headers": (("", "1"),)}, "headers", "no header name"),
        ({"headers": (("X", "a\r\nY: b"),)}, "headers", "another header"),
        ({"headers": (("X", "ü"),)}, "headers", r"U\+00FC"),
        ({"headers": (("Content-Length", "3"),)}, "headers", "itself"),
        ({"headers": (("host", "evil"),)}, "headers", "itself"),
        ({"headers": (("authorization", "Basic x"),)}, "headers", "where the token is sent"),
        ({"placement": TokenPlacement(TokenWhere.HEADER, "")}, "placement", "header"),
        ({"placement": TokenPlacement(TokenWhere.HEADER, "Host")}, "placement", "itself"),
        ({"placement": TokenPlacement(TokenWhere.COOKIE, "a=b")}, "placement", "cookie"),
        ({"placement": TokenPlacement(TokenWhere.QUERY, "")}, "placement", "query"),
        ({"placement": TokenPlacement(TokenWhere.AUTHORIZATION, "", "a b")}, "placement", "one word"),
        ({"body": "\ud800"}, "body", r"U\+D800"),
    ],
)
def test_each_part_is_refused_with_the_reason(fields, part, words):
    draft = RequestDraft(**fields)
    (fault,) = draft.faults()
    assert fault.part == part
    with pytest.raises(RequestError, match=words):
        draft.request("r")


def test_every_part_that_is_wrong_is_told_at_once():
    draft = RequestDraft("G T", "me", (("ok", "1"), ("x y", "1")), "", TokenPlacement(TokenWhere.QUERY))
    assert [(fault.part, fault.row) for fault in draft.faults()] == [
        ("method", None),
        ("url", None),
        ("headers", 1),
        ("placement", None),
    ]


def test_an_authorization_header_of_ones_own_is_free_where_the_token_goes_elsewhere():
    elsewhere = TokenPlacement(TokenWhere.QUERY, "t")
    assert not RequestDraft(headers=(("Authorization", "Basic x"),), placement=elsewhere).faults()


def test_an_empty_row_of_headers_does_not_count():
    assert RequestDraft(headers=(("", ""), (" X ", " 1 "))).request("r").headers == (("X", "1"),)
