"""Refresh tokens: one use each, and a family that ends when one is used twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from demo_server.tokens.refresh_tokens import RefreshRefusedError, RefreshTokens

NOW = 1_700_000_000
END = NOW + 3600


@pytest.fixture
def tokens():
    return RefreshTokens()


def begin(tokens, *, rotates=True, key=""):
    return tokens.begin("bob", "short-refresh", END, "access-1", rotates=rotates, key=key)


def refused(tokens, token, now=NOW):
    with pytest.raises(RefreshRefusedError) as caught:
        tokens.use(token, now, "")
    return caught.value.reason


def test_each_use_gives_the_next_token_and_the_family(tokens):
    first = begin(tokens)
    family, second = tokens.use(first, NOW, "")
    assert (family.username, family.design) == ("bob", "short-refresh")
    assert len(first) == len(second) == 43
    assert len({first, second, tokens.use(second, NOW, "")[1]}) == 3


def test_a_second_use_ends_the_family_for_thief_and_owner(tokens):
    stolen = begin(tokens)
    _, owned = tokens.use(stolen, NOW, "")
    assert refused(tokens, stolen) == "refresh.reused"
    assert refused(tokens, owned) == "refresh.revoked"
    assert refused(tokens, stolen) == "refresh.revoked"


def test_of_two_uses_at_the_same_moment_one_is_reuse_and_no_token_counts_afterwards(tokens):
    for _ in range(50):
        token, start = begin(tokens), Barrier(2)

        def use(token=token, start=start):
            start.wait()
            try:
                return tokens.use(token, NOW, "")[1]
            except RefreshRefusedError as error:
                return error.reason

        with ThreadPoolExecutor(2) as pool:
            answers = [future.result() for future in [pool.submit(use), pool.submit(use)]]
        assert answers.count("refresh.reused") == 1
        (successor,) = (answer for answer in answers if answer != "refresh.reused")
        assert refused(tokens, successor) == "refresh.revoked"


def test_a_use_that_is_undone_leaves_the_token_as_it_was(tokens):
    first = tokens.begin("bob", "short-refresh", NOW + 100, "access-1", rotates=True, key="")
    _, unseen = tokens.use(first, NOW, "")
    tokens.give_back(first, unseen)
    with pytest.raises(RefreshRefusedError, match="did not issue"):
        tokens.use(unseen, NOW, "")
    assert tokens.use(first, NOW, "")[0].username == "bob"


def test_a_use_that_is_undone_does_not_bring_a_revoked_family_back(tokens):
    first = tokens.begin("bob", "short-refresh", NOW + 100, "access-1", rotates=True, key="")
    _, unseen = tokens.use(first, NOW, "")
    with pytest.raises(RefreshRefusedError, match="used before"):
        tokens.use(first, NOW, "")
    tokens.give_back(first, unseen)
    with pytest.raises(RefreshRefusedError, match="revoked"):
        tokens.use(first, NOW, "")


def test_without_rotation_the_token_stays(tokens):
    token = begin(tokens, rotates=False)
    assert tokens.use(token, NOW, "")[1] == token
    assert tokens.use(token, NOW, "")[1] == token


@pytest.mark.parametrize(("now", "counts"), [(END - 1, True), (END, False), (END + 1, False)])
def test_the_family_ends_at_its_time_however_often_it_was_used(tokens, now, counts):
    _, token = tokens.use(begin(tokens), NOW, "")
    if counts:
        assert tokens.use(token, now, "")
    else:
        assert refused(tokens, token, now) == "refresh.expired"


@pytest.mark.parametrize("token", ["", "x", "\ud800", "a" * 100_000])
def test_what_was_never_issued_is_unknown(tokens, token):
    begin(tokens)
    assert refused(tokens, token) == "refresh.unknown"


def test_a_logout_ends_the_family_of_the_access_token_and_no_other(tokens):
    mine, other = begin(tokens), tokens.begin("bob", "short-refresh", END, "access-2", rotates=True, key="")
    _, mine = tokens.use(mine, NOW, "")
    tokens.add_access_token(mine, "access-3")
    tokens.revoke_with("access-3")
    tokens.revoke_with("never issued")
    assert refused(tokens, mine) == "refresh.revoked"
    assert tokens.use(other, NOW, "")


def test_a_copy_knows_the_families_and_goes_its_own_way(tokens):
    token, copy = begin(tokens), RefreshTokens()
    copy.take_over(tokens)
    copy.use(token, NOW, "")
    copy.revoke(token)
    assert tokens.use(token, NOW, "")


def test_no_token_can_be_read_from_memory_or_a_log(tokens):
    token = begin(tokens)
    family, successor = tokens.use(token, NOW, "")
    assert token not in repr(vars(tokens))
    assert successor not in repr(vars(tokens))
    assert successor not in repr(family)
