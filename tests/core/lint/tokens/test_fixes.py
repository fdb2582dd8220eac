"""On tokens with several faults at once: no fix makes a new error."""

import random

import pytest

from tests.core.lint.tokens.samples import CLAIMS, NOW
from tests.core.lint.tokens.test_kinds import check_fixes, subject
from workbench.core.lint.tokens import TokenKind

TIMES = (
    ..., None, True, "never", f"{NOW + 60}", f"{NOW - 10**6}", "2025-01-01T00:00:00Z", NOW, NOW + 60, NOW + 0.5,
    NOW - 10**6, NOW + 10**7, (NOW + 60) * 1000, 1e26, -1, 0,
)  # fmt: skip
OTHERS = (
    {"aud": ["a", "*"]}, {"aud": []}, {"aud": None}, {"scope": ["a"]}, {"scopes": ["a"]}, {"role": "x"},
    {"roles": "a,b"}, {"email_verified": "true"}, {"amr": "pwd"}, {"sub": 5}, {"jti": 5}, {"iss": "http://a.example"},
    {"iss": 5}, {"cnf": {"jwk": {}, "jku": "x"}}, {"events": {}}, {"events": {"x": {}}}, {"htu": "a?b"},
    {"nonce": "n"}, {"permissions": ["a"]}, {"email": "x"}, {"admin": True}, {"auth_time": "2025-01-01"},
    {"scp": "a b"}, {"status_list": {"bits": 1, "lst": "x"}}, {"jwks": {"keys": []}},
)  # fmt: skip
HEADERS = (
    {"alg": "ES256", "typ": "at+jwt"},
    {"alg": "ES256", "typ": "JWT"},
    {"alg": "none"},
    {"alg": "ES256", "typ": "logout+jwt", "jwk": {"kty": "EC", "d": "x"}, "crit": ["b64"], "b64": False},
    {"alg": "ES256", "typ": "dpop+jwt", "jwk": {"kty": "EC"}, "x5c": ["a"], "jku": "x"},
    {"typ": 5},
)


@pytest.mark.parametrize("kind", [None, *TokenKind], ids=str)
def test_no_fix_of_a_token_with_many_faults_makes_a_new_error(kind):
    source = random.Random(str(kind))  # noqa: S311  not for a secret
    for _ in range(12):
        claims = {name: value for name, value in CLAIMS.items() if source.random() < 0.9}
        for name in ("exp", "nbf", "iat"):
            value = source.choice(TIMES)
            if value is not ...:
                claims[name] = value
        for change in source.sample(OTHERS, source.choice((0, 1, 2, 5))):
            claims |= change
        check_fixes(subject({"header": source.choice(HEADERS), "claims": claims}, profile=kind))
