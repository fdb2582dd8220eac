import pytest

from workbench.core import history
from workbench.core.history import TOGETHER_S, History


def told(before, after):
    return "" if before == after else f"{before}>{after}"


@pytest.fixture
def steps():
    return History(len)


def test_there_is_nothing_to_undo_at_first(steps):
    assert steps.undo_words == steps.redo_words == ""
    assert steps.undo() is None
    assert steps.redo() is None


def test_steps_are_taken_back_and_done_again_in_their_order(steps):
    steps.record("", "a", told)
    steps.record("a", "ab", told)
    assert steps.undo_words == "a>ab"
    assert steps.undo() == "a"
    assert steps.undo() == ""
    assert steps.redo_words == ">a"
    assert [steps.redo(), steps.redo(), steps.redo()] == ["a", "ab", None]


def test_a_new_step_ends_what_could_be_done_again(steps):
    steps.record("", "a", told)
    steps.undo()
    steps.record("", "b", told)
    assert steps.redo_words == ""
    assert steps.undo_words == ">b"


def test_typing_on_is_one_step_until_there_is_a_pause(steps):
    steps.record("", "a", told, kind="text", at=1)
    steps.record("a", "ab", told, kind="text", at=1 + TOGETHER_S)
    steps.record("ab", "abc", told, kind="text", at=2 + 2 * TOGETHER_S)
    assert steps.undo() == "ab"
    assert steps.undo() == ""


@pytest.mark.parametrize("kinds", [("text", "claims"), ("", "")])
def test_only_steps_of_one_kind_become_one(steps, kinds):
    steps.record("", "a", told, kind=kinds[0])
    steps.record("a", "ab", told, kind=kinds[1])
    assert steps.undo() == "a"


def test_typing_after_undo_is_a_step_of_its_own(steps):
    steps.record("", "a", told, kind="text")
    steps.record("a", "b", told)
    steps.undo()
    steps.record("a", "ac", told, kind="text")
    assert steps.undo() == "a"


def test_what_was_typed_and_deleted_again_is_no_step(steps):
    steps.record("", "a", told, kind="text")
    steps.record("a", "", told, kind="text")
    assert steps.undo_words == ""


def test_the_oldest_steps_are_forgotten_but_never_the_last(steps, monkeypatch):
    monkeypatch.setattr(history, "MOST_CHARACTERS", 10)
    for size in range(1, 7):
        steps.record("x" * (size - 1), "x" * size, told)
    undone = []
    while (state := steps.undo()) is not None:
        undone.append(len(state))
    assert undone == [5, 4]
    steps.record("y" * 50, "z", told)
    assert steps.undo() == "y" * 50
