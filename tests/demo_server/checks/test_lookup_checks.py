"""The checks that ask the directory or the deny-list."""

from collections.abc import Iterator

import pytest

from demo_server.checks.evidence import Evidence, Presented
from demo_server.checks.lookup_checks import account, jti
from demo_server.checks.parts import Rules
from demo_server.checks.strict import STRICT
from demo_server.decision import CheckOutcome
from demo_server.policy.revocation import Revocation
from demo_server.questions import Questions
from demo_server.tokens.dpop import ProofLog
from demo_server.tokens.reference_tokens import INACTIVE
from demo_server.tokens.trust import TrustStore
from demo_server.world.directory import Directory
from demo_server.world.scenario import load_scenario

USERNAMES = {"u-1002": "bob", "u-1005": "erin"}


@pytest.fixture(scope="module")
def directory() -> Iterator[Directory]:
    loaded = Directory(load_scenario("documents"))
    yield loaded
    loaded.close()


@pytest.mark.parametrize(
    ("subject", "outcome", "reason"),
    [
        ("u-1002", CheckOutcome.PASS, ""),
        ("u-1005", CheckOutcome.FAIL, "account.disabled"),
        ("u-1006", CheckOutcome.FAIL, "account.unknown"),
        ("bob", CheckOutcome.FAIL, "account.unknown"),  # a username is not the sub of this design
        ("' OR 1=1 --", CheckOutcome.FAIL, "account.unknown"),
        ("u-1002\x00", CheckOutcome.FAIL, "account.unknown"),
        ("U-1002", CheckOutcome.FAIL, "account.unknown"),
        (["u-1002"], CheckOutcome.FAIL, "account.unknown"),
    ],
)
def test_the_account_has_to_exist_and_to_be_enabled(
    directory: Directory, subject: object, outcome: CheckOutcome, reason: str
) -> None:
    session = directory.session()
    rules = Rules(
        trust=TrustStore(),
        issuer="issuer",
        audience="audience",
        token_type="JWT",
        now=0,
        revocation=Revocation.DENY_LIST,
        is_revoked=None,
        directory=session,
        usernames=USERNAMES,
        introspect=lambda _: INACTIVE,
        version_claim="",
        current_version=session.permission_version,
        questions=Questions(),
        confirms=False,
        proofs=ProofLog(),
        parts=STRICT,
    )
    found = account(Evidence(Presented(()), claims={"sub": subject}), rules)
    assert (found.outcome, found.reason) == (outcome, reason)
    assert session.lookups == 1, "an unknown user is looked up like any other"


@pytest.mark.parametrize(
    ("claims", "expected"), [({"jti": "one"}, "one"), ({"jti": ""}, ""), ({"jti": 1}, None), ({}, None), (None, None)]
)
def test_the_deny_list_knows_a_token_by_its_jti(claims: dict[str, object] | None, expected: str | None) -> None:
    assert jti(Evidence(Presented(()), claims=claims)) == expected
