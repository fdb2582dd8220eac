import json
from dataclasses import replace

import pytest

from tests.core.keys.ring import KEYS
from workbench.core.key_files.import_plan import ConflictChoice, ImportChoices
from workbench.core.key_files.importer import read_private_keys
from workbench.core.keys.signing_key import KeyRole

ISSUER = replace(KEYS["ES256"], name="demo-issuer", role=KeyRole.ISSUER)
MINE = KEYS["RS256"]


def choices(*jwks, ring=(ISSUER, MINE)):
    return ImportChoices.of(read_private_keys(json.dumps({"keys": jwks}).encode(), "new").keys, ring)


def jwk(algorithm, kid):
    return KEYS[algorithm].private_jwk() | {"kid": kid}


def test_a_key_with_a_kid_of_its_own_is_taken_as_it_is():
    found = choices(jwk("EdDSA", "fresh"))
    assert found.can_be_taken
    assert (found.conflicts, found.replaced) == ((), frozenset())
    assert found.rows[0].name == "fresh"


def test_a_name_that_is_taken_gets_a_number():
    found = choices(jwk("EdDSA", MINE.name), jwk("ES384", "x"), jwk("ES512", "x"))
    assert [row.name for row in found.rows] == [f"{MINE.name}-2", "x", "x-2"]


def test_the_kid_of_a_key_of_the_ring_is_asked_about_and_each_answer_does_what_it_says():
    asked = choices(jwk("EdDSA", MINE.kid))
    (conflict,) = asked.conflicts
    assert conflict.sentence == f"The ring has the kid {MINE.kid} already: {MINE.name} is another key, bound to RS256."
    assert conflict.answers == tuple(ConflictChoice)
    assert not asked.can_be_taken
    replaced = asked.answered(0, ConflictChoice.REPLACE)
    assert (replaced.can_be_taken, replaced.replaced) == (True, {MINE.kid})
    both = asked.answered(0, ConflictChoice.KEEP_BOTH)
    assert (both.can_be_taken, both.replaced, both.rows[0].kid) == (True, frozenset(), f"{MINE.kid}-2")
    skipped = asked.answered(0, ConflictChoice.SKIP)
    assert (skipped.can_be_taken, skipped.taken, skipped.conflicts) == (False, (), ())


def test_the_same_key_under_the_same_kid_is_told_from_another():
    (conflict,) = choices(MINE.private_jwk() | {"alg": "PS512"}).conflicts
    assert f"{MINE.name} is the same key, bound to RS256." in conflict.sentence


def test_the_key_of_the_demo_server_and_one_of_the_same_file_cannot_be_replaced():
    asked = choices(jwk("EdDSA", ISSUER.kid), jwk("ES384", "twin"), jwk("ES512", "twin"))
    assert [conflict.row for conflict in asked.conflicts] == [0, 2]
    assert "the demo server's own" in asked.conflicts[0].sentence
    assert "both of this file" in asked.conflicts[1].sentence
    assert all(ConflictChoice.REPLACE not in conflict.answers for conflict in asked.conflicts)
    assert asked.all_answered(ConflictChoice.REPLACE) == asked
    kids = [row.kid for row in asked.all_answered(ConflictChoice.KEEP_BOTH).rows]
    assert kids == [f"{ISSUER.kid}-2", "twin", "twin-2"]


def test_a_ring_that_changes_meanwhile_is_asked_about_anew():
    found = choices(jwk("EdDSA", "x"), ring=())
    assert found.can_be_taken
    later = found.beside((replace(MINE, kid="x"),))
    assert not later.can_be_taken
    gone = later.answered(0, ConflictChoice.REPLACE).beside(())
    assert (gone.can_be_taken, gone.replaced) == (True, frozenset())


@pytest.mark.parametrize("kid", ["", "x" * 257, "a\nb", "\u202e"])
def test_a_kid_that_cannot_be_typed_back_is_refused(kid):
    found = choices(jwk("EdDSA", "x"))
    found = found.changed(0, replace(found.rows[0], kid=kid))
    assert found.rows[0].problem
    assert not found.can_be_taken
