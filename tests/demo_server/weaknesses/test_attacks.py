"""Each weakness over real HTTP, alone and in pairs: it lets in what it is for, and nothing else.

Beside the attacks of `forgery`, each server meets tokens that are close to one and that no weakness may let in.
"""

import itertools
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from demo_server import DemoServer, IssuerKey
from demo_server.weaknesses.catalogue import CATALOGUE
from tests.demo_server.clients import client_for
from tests.demo_server.weaknesses.forgery import ATTACKS, NEIGHBOURS, Target, same_signature_in_other_octets, unsigned

KEY = IssuerKey.generate()
SPELLINGS = {"".join(letters) for letters in itertools.product("nN", "oO", "nN", "eE")}
PAIRS = [*itertools.combinations(CATALOGUE, 2), ("alg-none-case", "alg-none")]  # the pair on one part in both orders
SWITCHED_ON = [(), *((weakness,) for weakness in CATALOGUE), *PAIRS, tuple(CATALOGUE)]


@contextmanager
def target(weaknesses: Sequence[str]) -> Iterator[Target]:
    with DemoServer(issuer_key=KEY, weaknesses=weaknesses) as server, client_for(server) as client:
        yield Target(client, server)


@pytest.mark.parametrize("weaknesses", SWITCHED_ON, ids="+".join)
def test_a_server_accepts_the_attacks_that_its_weaknesses_are_for_and_no_others(weaknesses: tuple[str, ...]) -> None:
    with target(weaknesses) as server:
        for name, attack in ATTACKS.items():
            answer = server.get(attack.path, attack.forge(server))
            decision = server.decision(answer)
            opened_by = attack.needs & {*weaknesses}
            if opened_by:
                assert answer.status_code == 200, (name, answer.text)
                assert opened_by <= {*decision["weaknesses"]}, name
            else:
                assert answer.json()["reason"] == attack.refused_by, (name, answer.text)
            assert {*decision["weaknesses"]} <= {*weaknesses}
        for name, (forge, path, reason) in NEIGHBOURS.items():
            answer = server.get(path, forge(server))
            assert answer.json().get("reason") == reason, (name, answer.text)


@pytest.mark.parametrize("name", ATTACKS)
def test_the_decision_names_the_weakness_where_it_was_used(name: str) -> None:
    attack = ATTACKS[name]
    [weakness] = attack.needs
    with target([weakness]) as server:
        decision = server.decision(server.get(attack.path, attack.forge(server)))
    assert decision["weaknesses"] == [weakness]
    marked = [check for check in decision["checks"] if f"(weakness: {weakness})" in check["detail"]]
    where = {
        "alg-none": ["algorithm", "key", "signature"],
        "alg-none-case": ["algorithm", "key", "signature"],
        "exp-ignored": ["expiry"],
        "role-substring": ["permission"],
        "denylist-by-token-hash": ["revocation"],
    }
    assert [check["name"] for check in marked] == where[weakness]
    skipped = weakness.startswith("alg-none") or weakness == "exp-ignored"
    assert {check["outcome"] for check in marked} == {"off" if skipped else "pass"}


def test_a_grant_that_was_given_by_a_weakness_says_so() -> None:
    with target(["role-substring"]) as server:
        decision = server.decision(server.get("/admin/users", server.sign({"roles": "not-admin"})))
    [grant] = decision["grants"]
    assert grant["granted"]
    assert grant["detail"] == (
        'roles is "not-admin", which contains "admin", which grants users:read (weakness: role-substring)'
    )
    assert [flip["sentence"] for flip in grant["flip"]] == ["remove roles"]


@pytest.mark.parametrize("weakness", ["alg-none", "alg-none-case", "role-substring"])
def test_a_weakness_that_changed_nothing_is_not_named(weakness: str) -> None:
    with target([weakness]) as server:
        answer = server.get("/documents", server.token)
        assert answer.status_code == 200
        assert server.decision(answer)["weaknesses"] == []


@pytest.mark.parametrize(
    "curve", [ec.SECP256R1(), ec.SECP384R1(), ec.SECP521R1(), ec.SECP256K1()], ids=lambda curve: curve.name
)
@pytest.mark.parametrize("weaknesses", [[], ["denylist-by-token-hash"]], ids=["strict", "weak"])
def test_a_token_of_any_curve_outlives_its_logout_only_by_the_weakness(
    curve: ec.EllipticCurve, weaknesses: list[str]
) -> None:
    pem = ec.generate_private_key(curve).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    with DemoServer(issuer_key=IssuerKey.from_pem(pem), weaknesses=weaknesses) as server, client_for(server) as client:
        attacked = Target(client, server)
        changed = same_signature_in_other_octets(attacked.token)
        assert attacked.get("/me", changed).status_code == 200, "an ECDSA signature has two forms, and both are valid"
        attacked.log_out(attacked.token)
        assert attacked.get("/me", attacked.token).json()["reason"] == "revocation.revoked"
        assert attacked.get("/me", changed).status_code == (200 if weaknesses else 401)


@pytest.mark.parametrize(
    ("weakness", "accepted"),
    [((), set()), (("alg-none",), {"none"}), (("alg-none-case",), SPELLINGS - {"none"}), (tuple(CATALOGUE), SPELLINGS)],
)
def test_each_spelling_of_none_is_accepted_by_one_weakness(weakness: tuple[str, ...], accepted: set[str]) -> None:
    with target(weakness) as server:
        found = {alg for alg in SPELLINGS if server.get("/me", unsigned(alg)(server)).status_code == 200}
    assert found == accepted


def test_a_logout_by_token_hash_also_revokes_a_token_without_jti_and_leaves_others_alone() -> None:
    with target(["denylist-by-token-hash"]) as server:
        one, other = server.sign({"jti": "same"}), server.sign({"jti": "same", "more": 1})
        server.log_out(one)
        assert server.get("/me", one).json()["reason"] == "revocation.revoked"
        assert server.get("/me", other).status_code == 200


def test_two_weaknesses_name_themselves_in_one_decision() -> None:
    with target(["exp-ignored", "alg-none"]) as server:
        server.claims = server.claims | {"exp": server.claims["iat"] - 1}
        answer = server.get("/admin/users", ATTACKS["alg none"].forge(server))
        assert answer.status_code == 200
        assert server.decision(answer)["weaknesses"] == ["alg-none", "exp-ignored"]


def test_a_copy_has_the_weaknesses_of_its_server() -> None:
    with DemoServer(issuer_key=KEY, weaknesses=["alg-none"]) as server, server.copy() as copy:
        assert [weakness.id for weakness in copy.weaknesses] == ["alg-none"]
        with client_for(copy) as client:
            attacked = Target(client, copy)
            assert attacked.get("/me", ATTACKS["alg none"].forge(attacked)).status_code == 200
            assert attacked.get("/me", ATTACKS["expired"].forge(attacked)).status_code == 401
