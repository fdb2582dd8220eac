import pytest

from workbench.core.errors import VariantNameError
from workbench.core.variant import LONGEST_NAME, Variants

SOME = Variants().added("bob", "a.b.c").added("bob as admin", "d.e.f")


def test_variants_keep_their_order_and_are_found_by_name():
    assert SOME.names == ("bob", "bob as admin")
    assert SOME.get("bob as admin").compact == "d.e.f"
    assert SOME.get("eve") is None


@pytest.mark.parametrize(("name", "words"), [("", "needs a name"), ("  bob ", "already"), ("x" * 81, "80 characters")])
def test_a_name_that_cannot_be_had_is_refused_in_words(name, words):
    with pytest.raises(VariantNameError, match=words):
        SOME.added(name, "x")
    with pytest.raises(VariantNameError, match=words):
        SOME.renamed("bob as admin", name)


def test_a_variant_keeps_its_own_name_when_it_is_renamed_to_it():
    assert SOME.renamed("bob", "bob ") is SOME
    assert SOME.renamed("bob", " ann ").names == ("ann", "bob as admin")


def test_a_removed_variant_comes_back_to_its_row_under_a_name_that_is_free():
    gone = SOME.without("bob")
    assert gone.put_back(SOME[0], 0) == SOME
    assert gone.added("bob", "x").put_back(SOME[0], 0).names == ("bob 2", "bob as admin", "bob")


def test_a_suggested_name_is_short_enough_and_free():
    assert SOME.free_name(" bob ") == "bob 2"
    assert SOME.free_name("") == "variant"
    long = SOME.added("y" * LONGEST_NAME, "x").free_name("y" * 200)
    assert len(long) <= LONGEST_NAME
    assert long.endswith(" 2")


def test_a_token_is_not_told_by_repr():
    assert "a.b.c" not in repr(SOME[0])
