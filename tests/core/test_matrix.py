"""What a cell keeps of an answer; the rest of the matrix is tested on real answers in tests/services."""

from workbench.core.exchange import Outcome, Request
from workbench.core.matrix import MOST_BODY, Cell

REQUEST = Request("users", "GET", "/admin/users")


def cell_with(body):
    return Cell.of("roles", "bob", Outcome(REQUEST, 200, "OK", (), body, None, 0.5))


def test_a_body_of_usual_length_is_kept_whole():
    assert cell_with("x" * MOST_BODY).outcome.body == "x" * MOST_BODY


def test_of_a_long_body_the_beginning_is_kept_and_the_rest_is_counted():
    body = cell_with("x" * 1_000_000).outcome.body
    assert body.startswith("x" * MOST_BODY + "\n")
    assert "998,000 characters more" in body
    assert len(body) < MOST_BODY + 100
