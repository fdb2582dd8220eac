"""What a cell keeps of an answer; the rest of the matrix is tested on real answers in tests/services."""

from workbench.core.answers.decision import Asked
from workbench.core.answers.matrix import MOST_BODY, Cell, Costs
from workbench.core.answers.outcome import Outcome, Request

REQUEST = Request("users", "GET", "/admin/users")
PROBLEM = '{"detail": "the header block is over the limit of 16384 bytes", "reason": "http.header_block_too_large"}'
TOO_LARGE = Outcome(
    Request("me", "GET", "/me"), 431, "Request Header Fields Too Large", (("x-request-id", "r1"),), PROBLEM, None, 1.0
)


def test_an_answer_without_a_decision_keeps_the_reason_that_the_server_gives():
    cell = Cell.of("everything", "archivist", TOO_LARGE, 290_809)
    assert (cell.status, cell.reason, cell.token_bytes) == (431, "http.header_block_too_large", 290_809)
    assert not cell.allowed
    assert cell.undecided == (
        "Answered before the token of 290,809 bytes was looked at: the header block is over the limit of 16384 bytes."
    )


def test_a_user_without_a_token_is_told_as_such():
    cell = Cell("roles", "erin", "me", 401, "login.disabled")
    assert cell.undecided == "erin cannot log in (login.disabled), so there is no token to send."


def test_a_token_that_was_never_decided_about_costs_its_bytes_and_no_time():
    cell = Cell.of("everything", "archivist", TOO_LARGE, 290_809)
    assert Costs.of([cell, cell]) == Costs(290_809, (), 0.0, 0)
    asked = (Asked("deny-list", 1, 9.0, cached=False), Asked("directory", 2, 60.0, cached=False))
    decided = Cell("everything", "bob", "me", 200, "granted", (), 2, 800, 120.0, asked=asked)
    costs = Costs.of([cell, decided])
    assert costs == Costs(290_809, asked, 120.0, 1), "of both, the time of the one decided"


def cell_with(body):
    return Cell.of("roles", "bob", Outcome(REQUEST, 200, "OK", (), body, None, 0.5), 400)


def test_a_body_of_usual_length_is_kept_whole():
    assert cell_with("x" * MOST_BODY).outcome.body == "x" * MOST_BODY


def test_of_a_long_body_the_beginning_is_kept_and_the_rest_is_counted():
    body = cell_with("x" * 1_000_000).outcome.body
    assert body.startswith("x" * MOST_BODY + "\n")
    assert "998,000 more characters" in body
    assert len(body) < MOST_BODY + 100
