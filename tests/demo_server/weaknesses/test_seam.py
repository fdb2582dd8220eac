"""What a weakness can change, and that one which is switched off is nowhere near a decision."""

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from demo_server import DemoServer, IssuerKey
from demo_server.checks.evidence import Evidence
from demo_server.checks.parts import Decode, FindKey, Order, Parse, RefusalText, Rules
from demo_server.checks.strict import STRICT
from demo_server.decision import VERIFICATION_CHECKS, Check, GrantResult
from demo_server.policy.grants import Access
from demo_server.policy.tenancy import Fence, FenceFunction
from demo_server.segments import SegmentError
from demo_server.tokens.trust import VerificationKey
from demo_server.weaknesses.catalogue import CATALOGUE, UnknownWeaknessError, select
from demo_server.weaknesses.weakness import Weakness, weaken
from tests.demo_server.clients import client_for
from tests.demo_server.tokens.samples import HEADER, SECRET_JWK, segment, sign
from tests.demo_server.weaknesses.forgery import Target

KEY = IssuerKey.from_jwk(SECRET_JWK)
ROOT = Path(__file__).parents[3]


def decide(token: str, *weaknesses: Weakness, design: str = "roles") -> dict[str, Any]:
    """Send a token to a server with these weaknesses, and return the decision and the answer."""
    server = DemoServer(issuer_key=KEY, weaknesses=weaknesses, design=design)
    with server, client_for(server) as client:
        answer = client.get("/me", headers={"Authorization": f"Bearer {token}"})
        decision = client.get(f"/debug/decisions/{answer.headers['x-request-id']}").json()
        return {**decision, "answer": answer.json()}


@pytest.fixture(scope="module")
def claims() -> dict[str, Any]:
    with DemoServer(issuer_key=KEY) as server, client_for(server) as client:
        return Target(client, server).claims


def padding_ignored(inner: Decode) -> Decode:
    def flawed(text: str, evidence: Evidence) -> bytes:
        if text.endswith("="):
            evidence.note("padding-ignored")
        return inner(text.rstrip("="), evidence)

    return flawed


def last_member_wins(inner: Parse) -> Parse:
    def flawed(octets: bytes, evidence: Evidence) -> Mapping[str, Any]:
        try:
            return inner(octets, evidence)
        except SegmentError:
            evidence.note("last-member-wins")
            read: dict[str, Any] = json.loads(octets)
            return read

    return flawed


PADDING = Weakness(id="padding-ignored", decode=padding_ignored)
DUPLICATES = Weakness(id="last-member-wins", parse=last_member_wins)


def test_the_reader_of_segments_can_be_wrapped(claims: dict[str, Any]) -> None:
    padded = sign(HEADER, claims) + "="
    assert decide(padded)["reason"] == "format.base64"
    found = decide(padded, PADDING)
    assert (found["status"], found["weaknesses"]) == (200, ["padding-ignored"])
    assert "(weakness: padding-ignored)" in found["checks"][1]["detail"]


def test_two_flaws_of_one_reader_add_up(claims: dict[str, Any]) -> None:
    twice = sign(HEADER, json.dumps(claims)[:-1] + ', "sub": "u-1003"}') + "="
    assert decide(twice, PADDING)["reason"] == "format.duplicate"
    assert decide(twice, DUPLICATES)["reason"] == "format.base64"
    for both in ([PADDING, DUPLICATES], [DUPLICATES, PADDING]):
        found = decide(twice, *both)
        assert (found["status"], found["user"]) == (200, "carol")
        assert {*found["weaknesses"]} == {"padding-ignored", "last-member-wins"}


def test_a_flawed_reader_is_named_for_every_token_and_not_only_the_first(claims: dict[str, Any]) -> None:
    header = json.dumps(HEADER)[:-1] + ', "alg": "HS256"}'
    server = DemoServer(issuer_key=KEY, weaknesses=[DUPLICATES])
    with server, client_for(server) as client:
        for _ in range(2):
            answer = client.get("/me", headers={"Authorization": f"Bearer {sign(header, claims)}"})
            decision = server.decisions.get(answer.headers["x-request-id"])
            assert decision is not None
            assert decision.weaknesses == ("last-member-wins",)
        strict = client.get("/me", headers={"Authorization": f"Bearer {sign(HEADER, claims)}"})
        decision = server.decisions.get(strict.headers["x-request-id"])
        assert decision is not None
        assert decision.weaknesses == ()


def header_key_trusted(inner: FindKey) -> FindKey:
    def flawed(evidence: Evidence, rules: Rules) -> VerificationKey | None:
        embedded = (evidence.header or {}).get("jwk")
        if not isinstance(embedded, dict):
            return inner(evidence, rules)
        evidence.note("header-key-trusted")
        return VerificationKey.from_jwk(embedded)

    return flawed


def test_the_lookup_of_the_key_can_be_wrapped(claims: dict[str, Any]) -> None:
    secret = b"the attacker's own secret, 32 octets"
    own = {"kty": "oct", "kid": "mine", "alg": "HS256", "k": segment(secret)}
    forged = sign({"alg": "HS256", "kid": "mine", "jwk": own}, claims | {"sub": "u-1003"}, secret)
    assert decide(forged)["reason"] == "key.unknown"
    found = decide(forged, Weakness(id="header-key-trusted", find_key=header_key_trusted))
    assert (found["status"], found["user"], found["weaknesses"]) == (200, "carol", ["header-key-trusted"])


def account_before_signature(inner: Order) -> Order:
    def flawed(evidence: Evidence) -> Sequence[str]:
        evidence.note("account-before-signature")
        names = [name for name in inner(evidence) if name != "account"]
        names.insert(names.index("signature"), "account")
        return names

    return flawed


def test_the_order_of_the_checks_can_be_wrapped(claims: dict[str, Any]) -> None:
    early = Weakness(id="account-before-signature", order=account_before_signature)
    wrong_signature = b"another secret of thirty-two octets"
    for user, flawed in (("u-1002", "signature.invalid"), ("mallory", "account.unknown")):
        forged = sign(HEADER, claims | {"sub": user}, wrong_signature)
        assert decide(forged, design="identity")["reason"] == "signature.invalid"
        found = decide(forged, early, design="identity")
        assert found["reason"] == flawed, "an attacker learns who exists"
        assert found["weaknesses"] == ["account-before-signature"]
        names = [check["name"] for check in found["checks"]]
        assert names.index("account") < names.index("signature")
        assert sorted(names) == sorted([*VERIFICATION_CHECKS, "permission"])


def secret_in_refusal(inner: RefusalText) -> RefusalText:
    def flawed(failure: Check, evidence: Evidence) -> str:
        text = inner(failure, evidence)
        if failure.name != "signature" or evidence.key is None:
            return text
        evidence.note("secret-in-refusal")
        return f"{text}; expected a signature with {evidence.key.material.decode()}"

    return flawed


def test_the_text_of_a_refusal_can_be_wrapped(claims: dict[str, Any]) -> None:
    forged = sign(HEADER, claims, b"another secret of thirty-two octets")
    chatty = Weakness(id="secret-in-refusal", refusal_text=secret_in_refusal)
    found = decide(forged, chatty)
    assert "expected a signature with a secret of thirty-two octets !!" in found["answer"]["detail"]
    assert (found["reason"], found["weaknesses"]) == ("signature.invalid", ["secret-in-refusal"])
    assert "(weakness: secret-in-refusal)" in found["checks"][4]["detail"]
    strict = decide(forged)
    assert strict["answer"]["detail"] == strict["checks"][4]["detail"]
    assert decide(sign(HEADER, claims), chatty)["weaknesses"] == []


def open_fence(inner: FenceFunction) -> FenceFunction:
    def flawed(access: Access, fence: Fence) -> GrantResult:
        result = inner(access, fence)
        return result if result.granted else replace(result, granted=True).by_weakness("open-fence")

    return flawed


def test_the_fence_between_tenants_can_be_wrapped() -> None:
    found = {}
    for weaknesses in ([], [Weakness(id="open-fence", fence=open_fence)]):
        server = DemoServer(issuer_key=KEY, scenario="tenants", weaknesses=weaknesses)
        with server, client_for(server) as client:
            token = client.post("/login", json={"username": "ben", "password": "ben-pass"}).json()["access_token"]
            answer = client.get("/tenants/globex/projects", headers={"Authorization": f"Bearer {token}"})
            decision = server.decisions.get(answer.headers["x-request-id"])
            assert decision is not None
            found[len(weaknesses)] = decision.reason, decision.weaknesses
    assert found == {0: ("permission.other_tenant", ()), 1: ("granted", ("open-fence",))}


def test_a_strict_server_uses_the_strict_parts_themselves() -> None:
    assert weaken(STRICT, []) is STRICT
    only = weaken(STRICT, select(["exp-ignored"]))
    changed = {name for name in STRICT.checks if only.checks[name] is not STRICT.checks[name]}
    assert changed == {"expiry"}
    assert only.grants == STRICT.grants
    for part in ("decode", "parse", "find_key", "order", "deny_list_id", "fence", "refusal_text"):
        assert getattr(only, part) is getattr(STRICT, part)


@pytest.mark.parametrize(
    ("weaknesses", "families"),
    [([], []), (["exp-ignored"], ["time_claims"]), (["alg-none", "role-substring"], ["algorithm", "rights"])],
)
def test_the_code_of_a_weakness_that_is_off_is_not_even_imported(weaknesses: list[str], families: list[str]) -> None:
    code = f"""
import sys
from demo_server import DemoServer
with DemoServer(weaknesses={weaknesses}):
    print(sorted(name for name in sys.modules if name.startswith("demo_server.weaknesses.")))
"""
    shown = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    names = [f"demo_server.weaknesses.{name}" for name in sorted([*families, "catalogue", "weakness"])]
    assert shown.stdout.strip() == str(names)


def test_every_entry_of_the_catalogue_has_its_weakness() -> None:
    found = select(CATALOGUE)
    assert [weakness.id for weakness in found] == [*CATALOGUE]
    for weakness in found:
        assert weaken(STRICT, [weakness]) != STRICT, "it changes something"
    assert len({entry.title for entry in CATALOGUE.values()}) == len(CATALOGUE)


def test_the_families_have_no_weakness_that_the_catalogue_does_not_list() -> None:
    modules = {path.stem for path in (ROOT / "demo_server" / "weaknesses").glob("*.py")}
    assert modules - {"__init__", "catalogue", "weakness"} == {entry.family for entry in CATALOGUE.values()}
    for family in {entry.family for entry in CATALOGUE.values()}:
        module = import_module(f"demo_server.weaknesses.{family}")
        assert {weakness.id for weakness in module.WEAKNESSES} == {
            name for name, entry in CATALOGUE.items() if entry.family == family
        }


def test_a_weakness_that_is_named_twice_counts_once() -> None:
    assert [weakness.id for weakness in select(["alg-none", "exp-ignored", "alg-none"])] == ["alg-none", "exp-ignored"]


def test_an_unknown_id_is_refused_with_a_list_of_the_known_ones() -> None:
    with pytest.raises(UnknownWeaknessError) as refused:
        select(["alg-non"])
    assert str(refused.value) == f'unknown weakness "alg-non"; the known ones are {", ".join(CATALOGUE)}'


def test_a_weakness_of_a_check_or_a_grant_that_does_not_exist_is_refused() -> None:
    for broken in (Weakness(id="x", checks={"expry": lambda c: c}), Weakness(id="x", grants={"rolls": lambda g: g})):
        with pytest.raises(KeyError, match=r"expry|rolls"):
            DemoServer(weaknesses=[broken])
