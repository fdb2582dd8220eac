import pytest

from workbench.core.answers import outcome as exchange
from workbench.core.errors import UnsendableTokenError
from workbench.core.requests.request import AUTHORIZATION, Request, TokenPlacement, TokenWhere, compose, elided

DEMO = "http://127.0.0.1:8080"
TOKEN = "eyJhbGciOiJub25lIn0.e30.c2VjcmV0LXNpZ25hdHVyZQ"


def sent(compact=TOKEN, design="", **fields):
    fields = {"id": "r", "method": "GET", "path": "/me"} | fields
    return compose(Request(**fields), compact, DEMO, design)


def test_a_request_is_the_same_class_wherever_it_is_taken_from():
    assert exchange.Request is Request


def test_a_request_of_the_scenario_goes_to_the_demo_server_with_a_bearer_token_and_the_design():
    made = sent(path="/documents/doc-1", method="PUT", body="{}", design="roles")
    assert (made.method, made.url, made.body) == ("PUT", f"{DEMO}/documents/doc-1", "{}")
    assert made.headers == (
        ("Authorization", f"Bearer {TOKEN}"),
        ("Demo-Design", "roles"),
        ("Content-Type", "application/json"),
    )


def test_another_server_hears_nothing_of_the_design():
    made = sent(base_url="https://api.example.org", design="roles")
    assert made.url == "https://api.example.org/me"
    assert dict(made.headers) == {"Authorization": f"Bearer {TOKEN}"}


@pytest.mark.parametrize(
    ("placement", "headers", "header", "query"),
    [
        (AUTHORIZATION, (), ("Authorization", f"Bearer {TOKEN}"), ""),
        (TokenPlacement(TokenWhere.AUTHORIZATION, "", "DPoP"), (), ("Authorization", f"DPoP {TOKEN}"), ""),
        (TokenPlacement(TokenWhere.HEADER, "X-Token"), (), ("X-Token", TOKEN), ""),
        (TokenPlacement(TokenWhere.COOKIE, "session"), (), ("Cookie", f"session={TOKEN}"), ""),
        (
            TokenPlacement(TokenWhere.COOKIE, "session"),
            (("cookie", "a=1; b=2"),),
            ("Cookie", f"a=1; b=2; session={TOKEN}"),
            "",
        ),
        (TokenPlacement(TokenWhere.QUERY, "access token"), (), None, f"?access%20token={TOKEN}"),
        (TokenPlacement(TokenWhere.NOWHERE), (), None, ""),
    ],
)
def test_the_token_goes_where_the_placement_says_and_nowhere_else(placement, headers, header, query):
    made = sent(placement=placement, headers=headers)
    assert made.headers == ((header,) if header else ())
    assert made.url == f"{DEMO}/me{query}"


NOWHERE = TokenPlacement(TokenWhere.NOWHERE)
STRANGE = 'a"b&c d'


@pytest.mark.parametrize(
    ("content_type", "body", "expected"),
    [
        (None, '{"t": "{{token}}"}', '{"t": "a\\"b&c d"}'),
        ("application/x-www-form-urlencoded", "t={{token}}&x=1", "t=a%22b%26c%20d&x=1"),
        ("text/plain", "{{token}} {{token}}", f"{STRANGE} {STRANGE}"),
    ],
)
def test_the_mark_of_the_token_is_replaced_as_the_place_asks_for(content_type, body, expected):
    headers = (("Content-Type", content_type),) if content_type else ()
    made = sent(STRANGE, path="/a/{{token}}?b={{token}}", headers=headers, body=body, placement=NOWHERE)
    assert made.body == expected
    assert made.url == f"{DEMO}/a/a%22b%26c%20d?b=a%22b%26c%20d"
    made = sent(path="/x", headers=(("X", "v1_{{token}}"),), placement=NOWHERE)
    assert made.headers == (("X", f"v1_{TOKEN}"),)


def test_a_request_carries_the_token_where_its_placement_or_a_mark_says_so():
    assert Request("r", "GET", "/x").carries_token
    assert not Request("r", "GET", "/x", placement=NOWHERE).carries_token
    for parts in ({"path": "/{{token}}"}, {"body": "{{token}}"}, {"headers": (("X", "{{token}}"),)}):
        assert Request(**({"id": "r", "method": "GET", "path": "/x", "placement": NOWHERE} | parts)).carries_token


def test_a_token_that_no_header_can_hold_is_refused_at_its_mark_as_well():
    with pytest.raises(UnsendableTokenError):
        sent("a\nb", path="/x", headers=(("X", "{{token}}"),), placement=NOWHERE)


def test_a_query_that_is_there_already_is_gone_on_with():
    assert sent(path="/me?x=1", placement=TokenPlacement(TokenWhere.QUERY, "t")).url == f"{DEMO}/me?x=1&t={TOKEN}"


def test_a_url_is_sent_in_the_characters_that_a_url_may_hold():
    assert sent(path='/a b/ü?q=[1]&r="€"#%41').url == f"{DEMO}/a%20b/%C3%BC?q=%5B1%5D&r=%22%E2%82%AC%22%23%41"


def test_a_content_type_of_the_users_own_stays_the_only_one():
    made = sent(body="a=1", headers=(("content-type", "application/x-www-form-urlencoded"),))
    assert [value for name, value in made.headers if name.lower() == "content-type"] == [
        "application/x-www-form-urlencoded"
    ]


@pytest.mark.parametrize(
    ("where", "token"),
    [
        (TokenWhere.AUTHORIZATION, "a\r\nX-Evil: 1"),
        (TokenWhere.HEADER, "€"),
        (TokenWhere.COOKIE, "a;b"),
        (TokenWhere.COOKIE, "a\nb"),
    ],
)
def test_a_token_that_cannot_stand_there_is_refused_without_being_quoted(where, token):
    with pytest.raises(UnsendableTokenError, match=r"U\+") as caught:
        sent(TOKEN + token, placement=TokenPlacement(where, "n"))
    assert TOKEN not in str(caught.value)


def test_what_is_shown_and_logged_of_a_request_leaves_the_token_out():
    for where in TokenWhere:
        made = sent(placement=TokenPlacement(where, "n", "Bearer"), body=f'{{"t":"{TOKEN}"}}')
        assert TOKEN not in made.shown
        assert TOKEN not in repr(made)
        assert elided(TOKEN) in made.shown
    assert elided(TOKEN) == f"{TOKEN[:6]}…{TOKEN[-6:]}"
    assert elided("short.one") == "…"


def test_the_label_names_a_foreign_host_and_not_the_demo_server():
    assert Request("r", "GET", "/me").label == "GET /me"
    assert Request("r", "GET", "/me", base_url="https://api.example.org").label == "GET api.example.org/me"
