"""Each fault of a token as one row of a table; the time is fixed and no socket is involved."""

import json
import time
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import jwt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from demo_server.checks.evidence import Presented
from demo_server.checks.parts import Rules
from demo_server.checks.strict import STRICT
from demo_server.checks.verification import Verification, verify
from demo_server.decision import VERIFICATION_CHECKS, Check, CheckOutcome
from demo_server.policy.revocation import Revocation
from demo_server.questions import Questions
from demo_server.tokens.dpop import ProofLog
from demo_server.tokens.issuer_key import IssuerKey
from demo_server.tokens.reference_tokens import INACTIVE
from demo_server.tokens.trust import TrustStore, VerificationKey
from tests.demo_server.tokens.samples import HEADER, SECRET, SECRET_JWK, segment, sign, without

NOW = 1_700_000_000
CLAIMS = {
    "iss": "https://demo.example",
    "sub": "u-1002",
    "aud": "documents",
    "exp": NOW + 60,
    "nbf": NOW,
    "iat": NOW,
    "jti": "one",
}
EC_KEY = IssuerKey.generate()
TRUST = TrustStore([VerificationKey.from_jwk(SECRET_JWK), EC_KEY.verification_key])
REVOKED = {"revoked"}


def check(
    token: str | Presented, *, now: float = NOW, token_type: str = "JWT", trust: TrustStore = TRUST
) -> Verification:
    presented = Presented((f"Bearer {token}",)) if isinstance(token, str) else token
    return verify(presented, rules(now=now, token_type=token_type, trust=trust))


def rules(
    *,
    now: float = NOW,
    token_type: str = "JWT",
    trust: TrustStore = TRUST,
    is_revoked: Callable[[str], bool] | None = REVOKED.__contains__,
) -> Rules:
    """The rules of a design that trusts the token alone."""
    return Rules(
        trust=trust,
        issuer="https://demo.example",
        audience="documents",
        token_type=token_type,
        now=now,
        revocation=Revocation.DENY_LIST,
        is_revoked=is_revoked,
        directory=None,
        usernames={"u-1002": "bob", "u-1003": "carol"},
        introspect=lambda _: INACTIVE,
        version_claim="",
        current_version=lambda _: None,
        questions=Questions(),
        confirms=False,
        proofs=ProofLog(),
        parts=STRICT,
    )


def reasons(verification: Verification) -> list[str]:
    assert tuple(found.name for found in verification.checks) == VERIFICATION_CHECKS
    return [found.reason for found in verification.checks if found.outcome is CheckOutcome.FAIL]


def named(verification: Verification, name: str) -> Check:
    return next(found for found in verification.checks if found.name == name)


def test_a_good_token_passes_every_check() -> None:
    verification = check(sign(HEADER, CLAIMS))
    *of_the_token, account = verification.checks
    assert {found.outcome for found in of_the_token} == {CheckOutcome.PASS}
    assert account.outcome is CheckOutcome.OFF, "this design trusts the token alone"
    assert verification.accepted
    assert verification.claims == CLAIMS
    assert verification.token_bytes == len(sign(HEADER, CLAIMS))


@pytest.mark.parametrize(
    ("presented", "reason"),
    [
        (Presented(()), "transport.missing"),
        (Presented(("",)), "transport.scheme"),
        (Presented(("Basic Ym9iOmJvYg==",)), "transport.scheme"),
        (Presented(("Bearer",)), "transport.empty"),
        (Presented(("Bearer  ",)), "transport.empty"),
        (Presented(("Bearer a.b.c", "Bearer a.b.c")), "transport.duplicate"),
        (Presented(("Bearer a.b.c",), in_query=True), "transport.duplicate"),
        (Presented((), in_query=True), "transport.query"),
    ],
)
def test_a_token_comes_in_one_authorization_header(presented: Presented, reason: str) -> None:
    verification = check(presented)
    assert reasons(verification) == [reason]
    assert {found.outcome for found in verification.checks[1:]} == {CheckOutcome.NOT_REACHED}


def test_the_scheme_is_compared_without_regard_to_case() -> None:
    assert check(Presented((f"bEARER {sign(HEADER, CLAIMS)}",))).accepted


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"alg": "none"}, ["algorithm.none"]),
        ({"alg": "nOnE"}, ["algorithm.none"]),
        ({"alg": "hs256"}, ["algorithm.unknown"]),
        ({"alg": "HS512"}, ["algorithm.mismatch"]),
        ({"alg": "ES521"}, ["algorithm.unknown"]),
        ({"alg": ["HS256"]}, ["algorithm.missing"]),
        ({"alg": None}, ["algorithm.missing"]),
        ({"alg": "ES256"}, ["algorithm.mismatch"]),
        ({"alg": "RS256"}, ["algorithm.mismatch"]),
        ({"kid": EC_KEY.kid}, ["algorithm.mismatch"]),  # HMAC with the id of a public key
        ({"kid": "nobody's"}, ["key.unknown"]),
        ({"kid": "../../dev/null"}, ["key.unknown"]),
        ({"kid": "TEST-HS256"}, ["key.unknown"]),
        ({"kid": 1}, ["key.malformed_kid"]),
        ({"kid": None}, ["key.malformed_kid"]),
        ({"kid": ["test-hs256"]}, ["key.malformed_kid"]),
        ({"kid": {"$ne": None}}, ["key.malformed_kid"]),
        ({"crit": ["exp"], "exp": 1}, ["critical.unknown"]),
        ({"crit": ["x"]}, ["critical.malformed"]),  # not in the header
        ({"crit": []}, ["critical.malformed"]),
        ({"crit": "x"}, ["critical.malformed"]),
        ({"crit": None}, ["critical.malformed"]),
        ({"crit": [1]}, ["critical.malformed"]),
        ({"crit": ["alg"]}, ["critical.malformed"]),
        ({"crit": ["x", "x"], "x": 1}, ["critical.malformed"]),
        ({"crit": ["b64"], "b64": True}, ["critical.unknown"]),
        ({"crit": ["b64"], "b64": False}, ["critical.b64"]),
        ({"b64": False}, ["critical.b64"]),
        ({"b64": 0}, ["critical.b64"]),
        ({"typ": "at+jwt"}, ["type.unexpected"]),
        ({"typ": "JWT "}, ["type.unexpected"]),
        ({"typ": None}, ["type.unexpected"]),
        ({"typ": 1}, ["type.unexpected"]),
        ({"typ": "jwt"}, []),
        ({"typ": "application/jwt"}, []),
        ({"cty": "JWT"}, []),
        ({"jku": "https://attacker.example/keys"}, []),
    ],
)
def test_each_header_parameter_decides_on_its_own(change: dict[str, Any], expected: list[str]) -> None:
    assert reasons(check(sign(HEADER | change, CLAIMS))) == expected


@pytest.mark.parametrize(
    ("missing", "expected"),
    [("alg", ["algorithm.missing"]), ("kid", ["key.missing_kid"]), ("typ", [])],
)
def test_a_header_parameter_may_be_missing_only_where_a_standard_says_so(missing: str, expected: list[str]) -> None:
    assert reasons(check(sign(without(HEADER, missing), CLAIMS))) == expected


def test_a_design_with_an_explicit_type_insists_on_it() -> None:
    assert reasons(check(sign(HEADER, CLAIMS), token_type="at+jwt")) == ["type.unexpected"]
    assert reasons(check(sign(without(HEADER, "typ"), CLAIMS), token_type="at+jwt")) == ["type.missing"]
    assert reasons(check(sign(HEADER | {"typ": "application/at+JWT"}, CLAIMS), token_type="at+jwt")) == []


HUGE = 10**4000
CHANGES = [
    ({"exp": NOW + 1}, []),
    ({"exp": NOW}, ["expiry.expired"]),  # equal is too late: RFC 7519 section 4.1.4
    ({"exp": NOW - 1}, ["expiry.expired"]),
    ({"exp": NOW + 0.5}, []),
    ({"exp": NOW - 0.5}, ["expiry.expired"]),
    ({"exp": -HUGE}, ["expiry.expired"]),
    ({"exp": HUGE}, []),
    ({"exp": 1.7e308}, []),
    ({"exp": (NOW + 60) * 1000}, []),  # milliseconds: a long life, but a number
    ({"exp": str(NOW + 60)}, ["expiry.not_a_number"]),
    ({"exp": True}, ["expiry.not_a_number"]),
    ({"exp": None}, ["expiry.not_a_number"]),
    ({"exp": [NOW + 60]}, ["expiry.not_a_number"]),
    ({"exp": {}}, ["expiry.not_a_number"]),
    ({"nbf": NOW + 1}, ["not_before.future"]),
    ({"nbf": HUGE}, ["not_before.future"]),
    ({"nbf": -HUGE}, []),
    ({"nbf": str(NOW)}, ["not_before.not_a_number"]),
    ({"nbf": False}, ["not_before.not_a_number"]),
    ({"iat": NOW + 1}, ["issued_at.future"]),
    ({"iat": "now"}, ["issued_at.not_a_number"]),
    ({"iat": None}, ["issued_at.not_a_number"]),
    ({"iss": "https://demo.example.attacker.example"}, ["issuer.unexpected"]),
    ({"iss": "https://demo.exampl"}, ["issuer.unexpected"]),
    ({"iss": ["https://demo.example"]}, ["issuer.unexpected"]),
    ({"iss": None}, ["issuer.unexpected"]),
    ({"aud": ["documents"]}, []),
    ({"aud": ["other", "documents"]}, []),
    ({"aud": []}, ["audience.unexpected"]),
    ({"aud": "other"}, ["audience.unexpected"]),
    ({"aud": "documents-test"}, ["audience.unexpected"]),
    ({"aud": "*"}, ["audience.unexpected"]),
    ({"aud": ["documents", 1]}, ["audience.malformed"]),
    ({"aud": None}, ["audience.malformed"]),
    ({"aud": {"documents": True}}, ["audience.malformed"]),
    ({"sub": ""}, ["subject.malformed"]),
    ({"sub": 1}, ["subject.malformed"]),
    ({"sub": ["bob"]}, ["subject.malformed"]),
    ({"sub": None}, ["subject.malformed"]),
    ({"jti": "revoked"}, ["revocation.revoked"]),
    ({"jti": "REVOKED"}, []),
    ({"jti": 1}, ["revocation.malformed"]),
    ({"jti": ["one"]}, ["revocation.malformed"]),
    ({"jti": None}, ["revocation.malformed"]),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES, ids=lambda value: str(value)[:40])
def test_each_claim_decides_on_its_own(change: dict[str, Any], expected: list[str]) -> None:
    assert reasons(check(sign(HEADER, CLAIMS | change))) == expected


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        ("exp", ["expiry.missing"]),
        ("iss", ["issuer.missing"]),
        ("aud", ["audience.missing"]),
        ("sub", ["subject.missing"]),
        ("nbf", []),
        ("iat", []),
        ("jti", []),
    ],
)
def test_exp_iss_aud_and_sub_must_be_there(missing: str, expected: list[str]) -> None:
    assert reasons(check(sign(HEADER, without(CLAIMS, missing)))) == expected


@pytest.mark.parametrize("missing", CLAIMS)
def test_a_check_says_which_claim_it_read(missing: str) -> None:
    read = {name for found in check(sign(HEADER, without(CLAIMS, missing))).checks for name in found.reads}
    assert missing in read


GOOD = sign(HEADER, CLAIMS)


@pytest.mark.parametrize(
    ("token", "reason"),
    [
        ("", "transport.empty"),
        ("abc", "format.segments"),
        ("..", "format.json"),
        (f"{GOOD}.", "format.segments"),
        (GOOD.rpartition(".")[0], "format.segments"),
        ("a.b.c.d.e", "format.segments"),
        (f"{GOOD}=", "format.base64"),
        (f"{GOOD} x", "format.base64"),
        (f"{GOOD}\x00", "format.base64"),
        (GOOD.replace(".", ".\n", 1), "format.base64"),
        (f"{GOOD[:-1]}{chr(ord(GOOD[-1]) + 1)}", "format.base64"),  # spare bits: 43 characters hold 256 bits and 2
        (f"{GOOD}\N{LATIN SMALL LETTER E WITH ACUTE}", "format.base64"),
        (sign(HEADER, json.dumps(CLAIMS).encode("utf-16")), "format.json"),
        (sign(HEADER, b"\xef\xbb\xbf" + json.dumps(CLAIMS).encode()), "format.json"),
        (sign(HEADER, json.dumps(CLAIMS)[:-1] + ', "sub": "u-1003"}'), "format.duplicate"),
        (sign('{"alg": "none", "alg": "HS256", "kid": "test-hs256"}', CLAIMS), "format.duplicate"),
        (sign(HEADER, '{"exp": 1e400}'), "format.json"),
        (sign(HEADER, '{"exp": NaN}'), "format.json"),
        (sign(HEADER, '{"exp": ' + "9" * 5000 + "}"), "format.json"),
        (sign(HEADER, '{"a": ' + "[" * 100_000 + "]" * 100_000 + "}"), "format.json"),
        (sign(HEADER, CLAIMS | {"sub": "\ud800"}), "format.json"),
        (sign(HEADER, [CLAIMS]), "format.json"),
        (sign([HEADER], CLAIMS), "format.json"),
        (sign(HEADER, ""), "format.json"),
    ],
    ids=lambda value: ascii(value)[:30],
)
def test_a_token_that_is_not_canonical_is_refused(token: str, reason: str) -> None:
    assert reasons(check(token))[0] == reason


@pytest.mark.parametrize(
    "token",
    [
        f"{GOOD.rpartition('.')[0]}.",  # no signature at all
        f"{GOOD.rpartition('.')[0]}.{GOOD.rpartition('.')[2][:40]}",  # cut off after 30 octets
        f"{GOOD.rpartition('.')[0]}.{segment(bytes(32))}",
        f"{GOOD.rpartition('.')[0]}.{segment(bytes(64))}",
        sign(HEADER, CLAIMS, secret=b""),
        sign(HEADER, CLAIMS, secret=b"another secret of thirty-two oct."),
        f"{segment(HEADER)}.{segment(CLAIMS | {'sub': 'u-1003'})}.{GOOD.rpartition('.')[2]}",  # payload changed
        f"{segment(HEADER | {'x': 1})}.{GOOD.partition('.')[2]}",  # header changed
    ],
)
def test_only_the_right_signature_over_these_octets_counts(token: str) -> None:
    assert reasons(check(token)) == ["signature.invalid"]


@pytest.mark.parametrize(
    "octets", [bytes(64), bytes(63), bytes(65), b"\xff" * 64, b"", bytes.fromhex("3006020100020100")]
)
def test_a_forged_ecdsa_signature_is_refused_whatever_its_form(octets: bytes) -> None:
    header = {"alg": "ES256", "typ": "JWT", "kid": EC_KEY.kid}
    assert reasons(check(f"{segment(header)}.{segment(CLAIMS)}.{segment(octets)}")) == ["signature.invalid"]


def test_a_key_inside_the_token_is_never_used() -> None:
    header = HEADER | {"kid": "mine", "jwk": SECRET_JWK | {"kid": "mine"}}
    verification = check(sign(header, CLAIMS))
    assert reasons(verification) == ["key.unknown"]
    assert "a key inside the token is never used" in named(verification, "key").detail


def test_every_fault_of_header_and_claims_is_reported() -> None:
    bad = {"exp": NOW - 1, "nbf": NOW + 1, "iat": "x", "iss": "other", "aud": "other"}
    verification = check(sign(HEADER | {"kid": "other", "crit": [], "typ": "x"}, CLAIMS | bad))
    assert reasons(verification) == [
        "key.unknown",
        "critical.malformed",
        "type.unexpected",
        "expiry.expired",
        "not_before.future",
        "issued_at.not_a_number",
        "issuer.unexpected",
        "audience.unexpected",
    ]
    for name in ("signature", "subject", "revocation"):
        assert named(verification, name).outcome is CheckOutcome.NOT_REACHED


def test_claims_are_checked_although_the_header_cannot_be_read() -> None:
    verification = check(sign("{", CLAIMS | {"exp": NOW - 1}))
    assert reasons(verification) == ["format.json", "expiry.expired"]
    assert named(verification, "type").outcome is CheckOutcome.NOT_REACHED


def test_the_type_is_checked_although_the_claims_cannot_be_read() -> None:
    verification = check(sign(HEADER | {"typ": "x"}, "{"))
    assert reasons(verification) == ["format.json", "type.unexpected"]
    assert named(verification, "expiry").outcome is CheckOutcome.NOT_REACHED


def test_revocation_can_be_switched_off() -> None:
    presented = Presented((f"Bearer {sign(HEADER, CLAIMS | {'jti': 'revoked'})}",))
    verification = verify(presented, rules(is_revoked=None))
    assert verification.accepted
    assert named(verification, "revocation").outcome is CheckOutcome.OFF


def test_a_distrusted_key_no_longer_counts() -> None:
    trust = TrustStore([VerificationKey.from_jwk(SECRET_JWK)])
    assert check(GOOD, trust=trust).accepted
    trust.remove("test-hs256")
    assert reasons(check(GOOD, trust=trust)) == ["key.unknown"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
moments = st.integers(-120, 120).map(lambda offset: int(time.time()) + offset) | json_values
claim_sets = st.fixed_dictionaries(
    {},
    optional={
        "iss": st.just("https://demo.example") | json_values,
        "sub": st.just("u-1002") | json_values,
        "aud": st.sampled_from(["documents", ["documents"], ["documents", 1], "x"]) | json_values,
        "exp": st.integers(60, 120).map(lambda offset: int(time.time()) + offset) | moments,
        "nbf": moments,
        "iat": moments,
        "jti": st.text(max_size=4) | json_values,
        "roles": json_values,
    },
)
headers = st.fixed_dictionaries(
    {"alg": st.just("HS256"), "kid": st.just("test-hs256")},
    optional={
        "typ": st.sampled_from(["JWT", "jwt", "at+jwt"]) | json_values,
        "crit": json_values,
        "b64": json_values,
        "cty": json_values,
        "jwk": json_values,
    },
)


@given(headers, claim_sets | st.dictionaries(st.text(max_size=6), json_values, max_size=4))
def test_nothing_is_accepted_that_pyjwt_refuses(header: Mapping[str, Any], claims: Mapping[str, Any]) -> None:
    token = sign(header, claims)
    verification = check(token, now=time.time())
    assert tuple(found.name for found in verification.checks) == VERIFICATION_CHECKS
    if verification.accepted:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            decoded = jwt.decode(
                token,
                SECRET,
                algorithms=["HS256"],
                audience="documents",
                issuer="https://demo.example",
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        assert decoded == claims


@given(st.text(max_size=80) | st.lists(st.binary(max_size=30).map(segment), max_size=5).map(".".join))
def test_arbitrary_text_is_refused_and_breaks_nothing(text: str) -> None:
    verification = check(text)
    assert not verification.accepted
    assert tuple(found.name for found in verification.checks) == VERIFICATION_CHECKS


@given(st.integers(0, len(GOOD) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_a_token_with_one_character_changed_is_refused(position: int, character: str) -> None:
    token = f"{GOOD[:position]}{character}{GOOD[position + 1 :]}"
    assert check(token).accepted == (token == GOOD)
