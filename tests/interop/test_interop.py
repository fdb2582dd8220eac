"""Tokens of `jose` and `jsonwebtoken` verify here, and ours verified there: `tokens.json`, whose README tells of it."""

import base64
import json
from pathlib import Path

import pytest

from demo_server import DemoServer, VerificationKey
from demo_server.clock import Clock
from tests.demo_server.clients import client_for
from tests.interop.record import KINDS
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.algorithms import kind_named
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import parse_compact
from workbench.core.verification.ring_verdict import strict_verdict

RECORD = json.loads((Path(__file__).parent / "tokens.json").read_text(encoding="utf-8"))
CLAIMS = RECORD["claims"]
OURS = {made["kind"]: made for made in RECORD["ours"]}
NOW = CLAIMS["iat"] + 60
# The same header, claims and key make the same signature.
DETERMINISTIC = ("HS", "RS", "Ed")

each_peer = pytest.mark.parametrize("peer", RECORD["peers"], ids=lambda peer: f"{peer['name']} {peer['version']}")
each_token = pytest.mark.parametrize(
    ("kind", "jwk", "token"),
    [
        pytest.param(made["kind"], made["jwk"], made["token"], id=f"{peer['name']} {peer['version']} {made['kind']}")
        for peer in RECORD["peers"]
        for made in peer["made"]
    ],
)


class StoppedClock(Clock):
    """Stands while the recorded tokens are valid."""

    def now(self) -> float:
        return NOW


def key_of(kind: str, jwk: dict) -> SigningKey:
    material = {name: value for name, value in jwk.items() if name not in ("kid", "alg")}
    alg = kind_named(kind).alg
    return SigningKey(jwk.get("kid", "peer"), kind, alg, 0, material)


def about_eve(token: str) -> str:
    """The same token about somebody else, with the old signature."""
    header, payload, signature = token.split(".")
    claims = base64.urlsafe_b64decode(payload + "==").replace(b'"bob"', b'"eve"')
    return ".".join((header, base64.urlsafe_b64encode(claims).rstrip(b"=").decode(), signature))


@each_peer
def test_every_kind_of_key_was_tried_and_what_a_peer_lacks_is_told(peer):
    kinds = [kind.name for kind in KINDS]
    made = [made["kind"] for made in peer["made"]]
    assert sorted([*made, *peer["lacks"]]) == sorted(kinds)
    assert [judged["kind"] for judged in peer["judged"]] == made
    assert all(peer["lacks"].values()), "in the peer's own words"


def test_every_kind_of_key_was_exchanged_with_some_peer():
    exchanged = {made["kind"] for peer in RECORD["peers"] for made in peer["made"]}
    assert exchanged == {kind.name for kind in KINDS}


@each_token
def test_a_peers_token_is_accepted_here_with_its_own_key_alone(kind, jwk, token):
    key = key_of(kind, jwk)
    verdict = strict_verdict(token, key, now=NOW, issuer=CLAIMS["iss"], audience=CLAIMS["aud"])
    assert (verdict.ok, verdict.code) == (True, "accepted")
    assert parse_compact(token).claims.to_dict() == CLAIMS
    assert not verify_signature(parse_compact(about_eve(token)), key)
    assert not [
        other for name, other in OURS.items() if verify_signature(parse_compact(token), key_of(name, other["jwk"]))
    ]


@each_token
def test_the_demo_server_accepts_a_peers_token_as_well(kind, jwk, token):
    header = parse_compact(token).header
    key = VerificationKey.from_jwk(jwk | {"kid": header["kid"], "alg": header["alg"]})
    text = token.encode()
    signature = parse_compact(token).signature
    assert key.verifies(text[: text.rindex(b".")], signature)
    altered = about_eve(token).encode()
    assert not key.verifies(altered[: altered.rindex(b".")], signature)


def test_the_demo_server_answers_requests_with_peers_tokens_of_every_algorithm():
    made = [made for peer in RECORD["peers"] for made in peer["made"]]
    kids = [parse_compact(each["token"]).header["kid"] for each in made]
    keys = [
        VerificationKey.from_jwk(each["jwk"] | {"kid": kid, "alg": kind_named(each["kind"]).alg})
        for each, kid in zip(made, kids, strict=True)
    ]
    with DemoServer(trusted=keys, clock=StoppedClock()) as server, client_for(server) as client:
        for each in made:
            answer = client.get("/me", headers={"Authorization": f"Bearer {each['token']}"})
            assert answer.status_code == 200, each["kind"]
        published = {jwk["kid"]: jwk for jwk in client.get("/.well-known/jwks.json").json()["keys"]}
    assert {jwk["kty"] for jwk in published.values()} == {"RSA", "EC", "OKP", "AKP"}
    assert set(published["jose ML-DSA-44"]) == {"kty", "alg", "pub", "kid", "use"}
    assert not [jwk for jwk in published.values() if {"k", "d", "p", "q", "priv"} & set(jwk)]


@each_peer
def test_a_peer_accepted_our_tokens_refused_altered_ones_and_computed_our_thumbprint(peer):
    for judged in peer["judged"]:
        assert judged["accepted"], judged["kind"]
        assert not judged["altered_accepted"], judged["kind"]
        if judged["thumbprint"] is not None:
            ours = OURS[judged["kind"]]["jwk"]
            assert judged["thumbprint"] == key_of(judged["kind"], ours).fingerprint == ours["kid"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_what_the_peers_judged_is_what_is_made_here_today(kind):
    recorded = OURS[kind.name]
    key = key_of(kind.name, recorded["jwk"])
    header = {"alg": kind.alg, "typ": "JWT", "kid": recorded["jwk"]["kid"]}
    made = sign(header, ClaimSet.from_dict(CLAIMS), key)
    if kind.name.startswith(DETERMINISTIC):
        assert made == recorded["token"]
    else:
        assert made.rpartition(".")[0] == recorded["token"].rpartition(".")[0]
    assert verify_signature(parse_compact(recorded["token"]), key)
