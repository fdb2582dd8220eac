import pytest

from workbench.core.header_limits import LimitScope, header_bytes, parse_limits, refusing
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
