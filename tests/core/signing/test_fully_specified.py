"""The algorithms Ed25519 and Ed448 by their own names (RFC 9864), exchanged with joserfc and jose; EdDSA goes on."""

import json

import pytest
from joserfc import jws
from joserfc.jwk import OKPKey

from tests.core.key_files.outside_keys import private_pem, spki
from tests.core.keys.ring import CREATED, ED448, KEYS
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import read_keys
from workbench.core.keys.algorithms import ED448_BY_NAME, kind_named
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.keys.verification_key import of_ring
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import parse_compact, read
from workbench.core.verification.key_verdict import SignatureResult, judge_signature

NAMES = ("Ed25519", "Ed448")
# Made by jose 6 on Node.js 20, with a key of its own; it accepts ours, and has no Ed448.
OF_JOSE = {
    "kty": "OKP",
    "crv": "Ed25519",
    "d": "GmhGkp0NwKcLXLwhwodqtsnClp4sxAQj3QUPhJbP6bY",
    "x": "CJANqqRkOaR5CzZvjrxqxztfjjjRpyi6pyNIGuWmPio",
}
TOKEN_OF_JOSE = (
    "eyJhbGciOiJFZDI1NTE5Iiwia2lkIjoiam9zZSJ9.eyJzdWIiOiJib2IifQ."
    "8Rv1Y6_EhaXuf2ypzHjscllG3j8dUkpPpeiENKOwnAmgyR6Xv0enMHDQ2SuGoa4iLeJVPSMjm6OADQ-ojaKPDA"
)


@pytest.mark.parametrize("alg", NAMES)
def test_joserfc_accepts_ours_and_we_accept_its_tokens(alg):
    key = KEYS[alg]
    compact = sign({"alg": alg, "kid": key.kid}, b"{}", key)
    public = OKPKey.import_key({name: value for name, value in key.public_jwk().items() if name != "alg"})
    assert jws.deserialize_compact(compact, public, algorithms=[alg]).payload == b"{}"
    theirs = OKPKey.generate_key(alg, {"alg": alg})
    text = jws.serialize_compact({"alg": alg}, b"{}", theirs, algorithms=[alg])
    assert judge_signature(read(text), read_keys(json.dumps(theirs.as_dict(private=False))).keys).ok
    (imported,) = read_private_keys(json.dumps(theirs.as_dict(private=True)).encode()).keys
    assert (imported.algorithm, imported.notes) == (alg, ())


def test_a_token_of_jose_is_verified_and_its_key_signs_the_same():
    assert judge_signature(read(TOKEN_OF_JOSE), read_keys(json.dumps(OF_JOSE)).keys).ok
    key = SigningKey("jose", "jose", "Ed25519", CREATED, OF_JOSE)
    token = parse_compact(TOKEN_OF_JOSE)
    assert verify_signature(token, key)
    assert sign(token.header, token.payload_text.encode(), key) == TOKEN_OF_JOSE


@pytest.mark.parametrize("kind", NAMES)
def test_a_key_without_an_algorithm_permits_both_names(kind):
    for text in (spki(kind), private_pem(kind)):
        assert read_keys(text).keys[0].algorithms == ("EdDSA", kind)
    (imported,) = read_private_keys(private_pem(kind).encode()).keys
    assert imported.algorithms == ("EdDSA", kind)
    made = imported.to_signing_key("mine", "k", kind, CREATED)
    assert judge_signature(read(sign({"alg": kind}, b"{}", made)), read_keys(spki(kind)).keys).ok


@pytest.mark.parametrize(("alg", "other"), [NAMES, NAMES[::-1]])
def test_a_name_is_for_its_own_curve_only(alg, other):
    wrong = SigningKey("k", "k", alg, CREATED, KEYS[other].jwk_private)
    token = read(sign({"alg": other}, b"{}", KEYS[other]))
    assert not judge_signature(token, [of_ring(KEYS[alg])]).ok
    assert not verify_signature(token.token, wrong)
    contradicting = read_keys(json.dumps(KEYS[other].public_jwk() | {"alg": alg})).keys
    assert judge_signature(token, contradicting).result is SignatureResult.REFUSED


def test_eddsa_goes_on_with_a_note_that_it_is_deprecated():
    for key, crv in ((KEYS["EdDSA"], "Ed25519"), (ED448, "Ed448")):
        finding = judge_signature(read(sign({"alg": "EdDSA"}, b"{}", key)), [of_ring(key)])
        assert finding.ok
        assert f"The name EdDSA is deprecated; {crv} is the new one (RFC 9864)." in finding.detail
    assert (
        "deprecated"
        not in judge_signature(
            read(sign({"alg": "Ed25519"}, b"{}", KEYS["Ed25519"])), [of_ring(KEYS["Ed25519"])]
        ).detail
    )


def test_a_session_file_means_by_each_kind_what_it_meant_before():
    assert [(kind_named(name).alg, kind_named(name).crv) for name in ("EdDSA", "Ed448")] == [
        ("EdDSA", "Ed25519"),
        ("EdDSA", "Ed448"),
    ]
    assert [generate(name, "x", now=0).algorithm for name in ("Ed25519", ED448_BY_NAME)] == ["Ed25519", "Ed448"]
