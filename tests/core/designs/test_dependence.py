from workbench.core.answers.outcome import Request
from workbench.core.designs.dependence import Decided, Dependence
from workbench.core.server.directory_change import ChangeKind, Step, WorldChange

CHANGE = WorldChange((Step(ChangeKind.TAKE_ROLE, "bob", "viewer"),))
ME, LIST, READ = (
    Request("me", "GET", "/me"),
    Request("list", "GET", "/documents"),
    Request("read", "GET", "/documents/1"),
)


def test_the_first_of_those_that_most_designs_decide_is_the_best():
    tied = Dependence(CHANGE, (Decided(LIST, 4), Decided(READ, 5), Decided(ME, 5)))
    assert tied.best == READ
    assert [tied.designs(each) for each in (LIST, READ, Request("other", "GET", "/x"))] == [4, 5, 0]
    assert Dependence(CHANGE, ()).best is None


def test_a_request_that_does_not_depend_on_the_change_is_answered_with_one_that_does():
    known = Dependence(CHANGE, (Decided(READ, 5),))
    assert known.warning(READ) == ""
    assert known.warning(ME) == (
        "GET /me does not depend on this change: bob gets the same answer with and without it. "
        "Ask GET /documents/1 instead."
    )
    assert Dependence(CHANGE, ()).warning(ME).startswith("No request depends on this change: bob gets the same")
