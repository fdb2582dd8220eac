import pytest

from tests.core.keys.ring import KEYS, OTHER_ES256
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import VariantError
from workbench.core.signing.jose import sign
from workbench.core.token.compact import read
from workbench.core.variants.variant import (
    MOST_NAME,
    Signed,
    SignedHow,
    checked_name,
    difference_words,
    free_variant_name,
    signed_how,
    signed_words,
    suggested_name,
)

KEY = KEYS["ES256"]
RING = (OTHER_ES256, KEY)


def token(payload, key=KEY, **header):
    return sign({"alg": key.algorithm, "kid": key.kid} | header, ClaimSet.from_json(payload), key)


@pytest.mark.parametrize(
    ("undo_words", "design", "name"),
    [
        ("add admin to roles", "roles", "bob: add admin to roles"),
        ("log in", "roles", "bob under roles"),
        ("sign with mine", "identity", "bob under identity"),
        ("open the variant x", "", "bob"),
    ],
)
def test_a_name_is_suggested_from_whose_token_it_is_and_what_was_done_last(undo_words, design, name):
    assert suggested_name(read(token('{"sub":"bob"}')), undo_words, design) == name
    assert suggested_name(read(token('{"sub":"u-1002"}')), undo_words, design, "bob") == name


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        ('{"sub":"bob","roles":["viewer"],"aud":"documents","exp":9}', "bob under roles"),
        ('{"sub":"bob","roles":["viewer","admin"],"aud":"documents","exp":9}', "bob, roles added admin"),
        ('{"sub":"bob","roles":["viewer"],"aud":"billing","exp":5}', "bob, aud billing, exp changed"),
        ('{"sub":"bob","roles":["viewer"]}', "bob, no aud, no exp"),
        ('{"sub":"bob","roles":[],"x":1,"y":2}', "bob, roles removed viewer, new x, and more"),
    ],
)
def test_after_signing_a_name_says_what_is_no_longer_as_issued(payload, name):
    issued = read(token('{"sub":"bob","roles":["viewer"],"aud":"documents","exp":9}'))
    assert suggested_name(read(token(payload)), "sign with mine", "roles", issued=issued) == name


def test_a_name_that_is_taken_empty_or_endless_is_refused_and_white_space_in_it_is_one_blank():
    assert checked_name("  bob \n as admin ", ["bob"]) == "bob as admin"
    for wrong in ("bob", " ", "x" * (MOST_NAME + 1)):
        with pytest.raises(VariantError):
            checked_name(wrong, ["bob"])


def test_a_suggestion_is_always_free_and_short_enough():
    taken = []
    for _ in range(12):
        taken.append(free_variant_name("x" * 200, taken))
        checked_name(taken[-1], taken[:-1])
    assert len(set(taken)) == 12


def test_the_key_that_signed_is_found_whatever_kid_the_header_names():
    assert signed_how(read(token("{}")), RING) == Signed(SignedHow.KEY, KEY.kid, 64)
    assert signed_how(read(token("{}", kid=OTHER_ES256.kid)), RING).kid == KEY.kid
    assert signed_how(read(token("{}", kid="elsewhere")), (OTHER_ES256,)).how is SignedHow.BROKEN


def test_a_signature_of_before_an_edit_is_stale_and_any_other_that_does_not_fit_is_broken():
    issued = read(token('{"sub":"bob"}'))
    segments = [issued.segments[0], read(token('{"sub":"eve"}')).segments[1], issued.segments[2]]
    edited = read(".".join(segments))
    assert signed_how(edited, RING, issued).how is SignedHow.STALE
    assert signed_how(edited, RING).how is SignedHow.BROKEN
    assert signed_how(read(".".join([*segments[:2], ""])), RING, issued).how is SignedHow.NONE
    assert signed_how(read(".".join([*segments[:2], "x+y="])), RING).shape == "A+A="


def test_it_is_told_who_signed():
    signed = signed_how(read(token("{}")), RING)
    assert signed_words(signed, RING) == f"{KEY.name}, not trusted"
    assert signed_words(signed, (KEY.with_trusted(True),)) == KEY.name
    assert signed_words(signed, ()) == "key deleted"


def test_the_difference_is_told_by_claim_and_the_key_is_not_part_of_it():
    before = read(token('{"sub":"bob","roles":["viewer"],"aud":"documents","jti":"1"}'))
    after = read(token('{"sub":"bob","roles":["viewer","admin"],"jti":"1"}', OTHER_ES256))
    assert difference_words(before, after) == "roles: added admin; no aud"
    assert difference_words(before, before) == "as issued"
    assert difference_words(None, after) == ""
    assert difference_words(before, read(token('{"x":1,"y":2,"z":3}'))) == "new x; new y; 5 more"
    assert difference_words(before, read(f"{before.text[:-4]}AAAA")) == "different signature"
