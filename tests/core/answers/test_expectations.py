from workbench.core.answers.expectations import Expectations, place_of
from workbench.core.answers.matrix import Cell, Matrix
from workbench.core.answers.outcome import Request

REQUESTS = (Request("me", "GET", "/me"), Request("doc", "GET", "/documents/doc-1"))


def matrix(*statuses):
    cells = tuple(
        Cell("roles", "bob", request.id, status, "x") for request, status in zip(REQUESTS, statuses, strict=True)
    )
    return Matrix("documents", ("roles",), ("bob",), REQUESTS, cells)


ME, DOC = (place_of(cell) for cell in matrix(200, 403).cells)


def test_nothing_is_expected_until_something_is_pinned():
    none = Expectations()
    assert none.broken(matrix(200, 403)) == ()
    assert none.summary(matrix(200, 403)) == ""


def test_a_pin_is_held_or_broken_and_any_other_cell_is_free():
    pinned = Expectations().with_pins({DOC: 403})
    assert pinned.broken(matrix(500, 403)) == ()
    (broken,) = pinned.broken(matrix(200, 200))
    assert place_of(broken) == DOC
    assert pinned.status_of(broken) == 403


def test_a_pin_may_be_changed_and_taken_out_and_the_earlier_object_stays():
    pinned = Expectations().with_pins({ME: 200, DOC: 403})
    changed = pinned.with_pins({DOC: 200}).without([ME])
    assert dict(changed.pins) == {DOC: 200}
    assert dict(pinned.pins) == {ME: 200, DOC: 403}


def test_what_breaks_is_named():
    pinned = Expectations().with_pins({ME: 200, DOC: 403})
    assert pinned.summary(matrix(200, 403)) == "2 pinned cells hold"
    assert (
        pinned.summary(matrix(200, 200))
        == "1 of 2 pinned cells breaks its expectation: roles, bob, doc is 200, not 403"
    )
    assert pinned.summary(matrix(401, 401)).startswith("2 pinned cells break their expectations: roles, bob, me is 401")


def test_a_pin_on_what_was_not_asked_is_told():
    pinned = Expectations().with_pins({ME: 200, ("mine", "bob", "me"): 200})
    assert pinned.summary(matrix(200, 200)) == "1 pinned cell holds; 1 pinned but not asked"
