import pytest

from tests.presenters.stand_ins import RunLater, heard, run_now
from workbench.core.token.compact import encode_segment, read
from workbench.presenters.token.difference import DifferencePresenter

NAMES = ("issued", "edited")


def token(value, size=0):
    payload = f'{{"a":"{value}","fill":"{"x" * size}"}}'
    return read(f"e30.{encode_segment(payload.encode())}.AA")


def large(value):
    return token(value, size=20_000)


@pytest.fixture
def later():
    return RunLater()


def values(found):
    return [difference.members.rows[0].after for difference in found]


def test_small_tokens_are_compared_at_once(qapp, later):
    presenter = DifferencePresenter(later)
    found = heard(presenter.difference_changed)
    presenter.compare(token(1), token(2), NAMES)
    assert values(found) == ['"2"']
    assert later.waiting == []


def test_large_tokens_are_compared_elsewhere(qapp):
    presenter = DifferencePresenter(run_now)
    found, busy = heard(presenter.difference_changed), heard(presenter.busy_changed)
    presenter.compare(large(1), large(2), NAMES)
    assert (values(found), busy) == (['"2"'], [True, False])


def test_of_large_tokens_given_meanwhile_only_the_last_is_told(qapp, later):
    presenter = DifferencePresenter(later)
    found = heard(presenter.difference_changed)
    before = large(1)
    for value in (2, 3, 4):
        presenter.compare(before, large(value), NAMES)
    assert len(later.waiting) == 1
    later.let_one_through()
    assert found == []
    later.let_one_through()
    assert values(found) == ['"4"']
    assert later.waiting == []


def test_the_same_asked_again_meanwhile_is_compared_once(qapp, later):
    presenter = DifferencePresenter(later)
    found = heard(presenter.difference_changed)
    before, after = large(1), large(2)
    presenter.compare(before, after, NAMES)
    presenter.compare(before, after, NAMES)
    later.let_one_through()
    assert (values(found), later.waiting) == (['"2"'], [])


def test_what_is_no_longer_asked_for_is_not_told(qapp, later):
    presenter = DifferencePresenter(later)
    found = heard(presenter.difference_changed)
    presenter.compare(large(1), large(2), NAMES)
    presenter.forget()
    later.let_one_through()
    assert found == []
