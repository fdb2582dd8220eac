"""Answers that are kept for some seconds."""

import pytest

from demo_server.answer_cache import AnswerCache
from demo_server.questions import Asked, Questions

NOW = 1_700_000_000


@pytest.mark.parametrize(("age", "found"), [(0, True), (29.5, True), (30, False), (31, False), (-1, False)])
def test_an_answer_is_used_until_it_is_too_old(age, found):
    cache = AnswerCache(30)
    cache.keep("who?", "bob", NOW)
    assert cache.find("who?", NOW + age) == (("bob", age) if found else None)


def test_an_answer_of_none_is_an_answer():
    cache = AnswerCache(30)
    cache.keep("who?", None, NOW)
    assert cache.find("who?", NOW) == (None, 0)
    assert cache.find("when?", NOW) is None


def test_nothing_is_kept_for_zero_seconds():
    cache = AnswerCache(0)
    cache.keep("who?", "bob", NOW)
    assert cache.find("who?", NOW) is None


def test_the_newest_answers_are_kept_when_there_are_too_many():
    cache = AnswerCache(30)
    for number in range(10_002):
        cache.keep(number, "yes", NOW)
    assert [cache.find(number, NOW) for number in (0, 1, 2, 10_001)] == [None, None, ("yes", 0), ("yes", 0)]


def test_what_the_cache_answers_is_counted_apart_and_not_delayed(monkeypatch):
    cache, asked, delays = AnswerCache(30), [], []
    monkeypatch.setattr("demo_server.questions.sleep", delays.append)
    for _ in range(2):
        questions = Questions(delay_s=0.01, now=NOW)
        for question in ("roles", "groups", "roles"):
            questions.ask(Asked.DIRECTORY, lambda question=question: asked.append(question), cache, question)
    assert asked == ["roles", "groups"]
    assert [(each.what, each.count, each.cached) for each in questions.asked] == [(Asked.DIRECTORY, 3, True)]
    assert delays == [0.01, 0.01]
    assert questions.count(Asked.DIRECTORY) == 3


def test_an_answer_that_did_not_come_is_not_kept():
    cache = AnswerCache(30)
    questions = Questions(now=NOW)
    with pytest.raises(ZeroDivisionError):
        questions.ask(Asked.DIRECTORY, lambda: 1 // 0, cache, "who?")
    assert questions.ask(Asked.DIRECTORY, lambda: "bob", cache, "who?") == "bob"
