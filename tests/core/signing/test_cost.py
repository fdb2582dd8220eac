import pytest

from tests.core.keys.ring import CREATED, EACH_KIND
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.algorithms import KINDS, signature_words
from workbench.core.keys.signing_key import generate
from workbench.core.signing.cost import header_with_new_key, payload_characters, refused_by, signed_bytes
from workbench.core.signing.header import header_segment, updated_header
from workbench.core.signing.header_update import HeaderUpdate
from workbench.core.signing.jose import sign
from workbench.core.token.signature_length import base64url_length
from workbench.ui.header_limits import header_limits

CLAIMS = ClaimSet.from_json('{"sub": "bób",  "n": 1.0}')
HEADER = {"typ": "JWT", "alg": "none", "kid": "old", "x": "ü"}


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.name)
@pytest.mark.parametrize("update", [HeaderUpdate.SET_ALG, HeaderUpdate.SET_ALG_AND_KID])
def test_the_length_predicted_before_signing_is_that_of_the_signed_token(key, update):
    header = updated_header(header_segment(HEADER), key, update)
    assert signed_bytes(header, payload_characters(CLAIMS), key.signature_octets) == len(sign(header, CLAIMS, key))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.kty != "RSA"], ids=lambda kind: kind.name)
def test_the_length_predicted_before_the_key_is_made_is_that_of_a_token_signed_with_it(kind):
    key = generate(kind.name, "new", now=CREATED)
    compact = sign(updated_header(header_segment(HEADER), key, HeaderUpdate.SET_ALG_AND_KID), CLAIMS, key)
    predicted = signed_bytes(header_with_new_key(HEADER, kind), payload_characters(CLAIMS), kind.signature_octets)
    assert predicted == len(compact)


@pytest.mark.parametrize(("octets", "characters"), [(0, 0), (1, 2), (2, 3), (3, 4), (64, 86), (2_420, 3_227)])
def test_base64url_takes_four_characters_for_three_octets(octets, characters):
    assert base64url_length(octets) == characters


def test_the_cost_is_predicted_in_words():
    assert signature_words(2_420) == "signature 2,420 bytes = 3,227 characters"
    assert refused_by(header_limits(), 400) == "every server in the list takes it"
    assert refused_by(header_limits(), 4_310) == "refused by uWSGI http"
    assert refused_by(header_limits(), 8_300).startswith("refused by nginx and ")


def test_every_kind_of_key_is_predicted_in_a_short_sentence():
    for kind in KINDS:
        assert kind.description.endswith(".")
        assert len(kind.description) <= 70
        assert kind.private_part
    assert len({kind.name for kind in KINDS}) == len(KINDS) == 20
