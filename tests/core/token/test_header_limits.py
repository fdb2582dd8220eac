import pytest

from workbench.core.token.header_limits import (
    LimitScope,
    header_bytes,
    in_words,
    parse_limits,
    refusal_details,
    refusing,
    servers,
    settings_to_try,
    share_of,
)
from workbench.core.token.header_limits import named as named_in_words
from workbench.ui.assets import asset


@pytest.fixture(scope="module")
def limits():
    return parse_limits(asset("header_limits.csv").read_text(encoding="utf-8"))


def named(limits, name):
    return next(limit for limit in limits if limit.name == name)


def test_the_strictest_limit_comes_first_and_each_server_stands_once(limits):
    assert len({limit.name for limit in limits}) == len(limits) == 30
    sizes = [limit.largest_token for limit in limits]
    assert sizes == sorted(sizes)
    assert limits[0].name == "uWSGI http"


def test_a_measured_limit_counts_as_measured(limits):
    nginx = named(limits, "nginx")
    assert nginx.scope is LimitScope.LINE
    assert (nginx.limit_bytes, nginx.largest_token, nginx.answer) == (8192, 8168, "400")
    assert nginx.takes(8168)
    assert not nginx.takes(8169)


@pytest.mark.parametrize(
    ("name", "largest"),
    [
        ("AWS Application Load Balancer", 16384 - 24),
        ("Amazon API Gateway", 10240 - 124),
        ("browser cookie", 4096 - len("token")),
    ],
)
def test_a_documented_limit_leaves_room_for_what_stands_beside_the_token(limits, name, largest):
    assert named(limits, name).largest_token == largest


def test_what_refuses_a_token_is_told_by_name(limits):
    assert refusing(limits, 400) == ()
    assert [limit.name for limit in refusing(limits, 4000)] == ["uWSGI http"]
    assert {limit.name for limit in refusing(limits, 8500)} >= {"nginx", "Tomcat", "Jetty", "gunicorn", "lighttpd"}
    assert len(refusing(limits, 2_000_000)) == len(limits)


def test_the_header_has_name_scheme_and_line_end_around_the_token():
    assert header_bytes(100) == len("Authorization: Bearer ") + 100 + len("\r\n")


def test_limits_are_named_with_the_best_known_first(limits):
    assert named_in_words(servers(refusing(limits, 8500))) == "nginx and 8 more"
    assert named_in_words(servers(refusing(limits, 8500)), 2) == "nginx, Apache httpd and 7 more"
    assert named_in_words(refusing(limits, 4000)) == "uWSGI http"
    assert named_in_words([named(limits, "Jetty"), named(limits, "nginx")], 2) == "nginx and Jetty"
    assert named_in_words([]) == ""


def test_a_cookie_is_no_server_and_is_told_apart(limits):
    beyond = refusing(limits, 4092)
    assert [limit.name for limit in servers(beyond)] == ["uWSGI http"]
    details = refusal_details(limits, 4092).splitlines()
    assert details[0].startswith("uWSGI http 2.0.21: up to 3,812 B, else connection closed (measured; set by buffer-")
    assert details[1] == "In a cookie it would be lost: beyond 4,091 B browsers ignore it."
    assert refusal_details(limits, 400) == "Every server in the list takes a token of this length."


def test_the_share_is_told_of_nginx(limits):
    assert in_words(limits, 409) == (
        "Header 433 B, token 409 B: 5 % of nginx's 8,168 B; every server in the list takes it."
    )
    assert "110 % of nginx's 8,168 B; refused by nginx and" in in_words(limits, 8985)
    assert share_of(named(limits, "nginx"), 80) == "< 1 %"


def test_limits_to_try_are_those_of_real_servers_with_their_names(limits):
    offered = settings_to_try(limits)
    assert [size for size, _ in offered] == [4096, 8192, 16_384, 32_768, 65_536, 81_920, 1_048_576]
    assert {limit.name for limit in dict(offered)[8192]} == {"nginx", "Tomcat", "Jetty", "lighttpd", "Varnish"}
    assert all(limit.limit_bytes == size for size, owners in offered for limit in owners)
