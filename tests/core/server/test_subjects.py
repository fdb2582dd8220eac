import pytest

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.server.subjects import Subjects

SUBJECTS = Subjects("https://demo.example", {"u-1002": "bob", "carol": "carol"})


@pytest.mark.parametrize(
    ("payload", "username", "named"),
    [
        ('{"iss": "https://demo.example", "sub": "u-1002"}', "bob", "bob"),
        ('{"iss": "https://demo.example", "sub": "carol"}', "carol", ""),  # sub is the name already
        ('{"iss": "https://demo.example", "sub": "bob"}', "", ""),
        ('{"iss": "https://other.example", "sub": "u-1002"}', None, ""),
        ('{"sub": "u-1002"}', None, ""),
        ('{"iss": "https://demo.example"}', None, ""),
        ('{"iss": "https://demo.example", "sub": ["u-1002"]}', None, ""),
    ],
)
def test_a_sub_stands_for_a_user_of_its_own_issuer_alone(payload, username, named):
    claims = ClaimSet.from_json(payload)
    assert (SUBJECTS.username(claims), SUBJECTS.named(claims)) == (username, named)


def test_a_token_without_readable_claims_is_about_nobody():
    assert (SUBJECTS.username(None), SUBJECTS.named(None)) == (None, "")
