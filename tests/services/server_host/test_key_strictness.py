"""The strict server and the workbench's findings are two implementations; here they are held against each other."""

import dataclasses
import math
import os
import random

import pytest

from demo_server.tokens.key_strength import has_roca_fingerprint as server_sees_roca
from tests import weak_keys
from tests.common_secrets import is_common_secret
from tests.core.keys.ring import CREATED, EACH_KIND, KEYS
from tests.core.lint.keys.test_rules import CASES, secret
from workbench.core.lint.keys import KeySubject, judge, worst
from workbench.core.lint.keys.roca import has_roca_fingerprint
from workbench.core.lint.severity import Severity
from workbench.services.server_host import ServerHost

KEYS_TO_JUDGE = {
    **{name: key for name, (key, *_) in CASES.items()},
    **{key.label: key for key in EACH_KIND},
    "random": secret(os.urandom(32)),
    "for signatures": dataclasses.replace(KEYS["ES256"], use="sig", key_ops=("sign",)),
    "to verify alone": dataclasses.replace(KEYS["RS256"], key_ops=("verify",)),
}


@pytest.mark.parametrize("key", KEYS_TO_JUDGE.values(), ids=KEYS_TO_JUDGE)
def test_the_server_refuses_exactly_the_keys_with_an_error_among_their_findings(key):
    key = key() if callable(key) else key
    found = judge(KeySubject.of_ring(key), is_common_secret)
    refusal = ServerHost().refusal(key)
    assert (worst(found) is Severity.ERROR) == bool(refusal), (found, refusal)
    assert not refusal or refusal.startswith(f"The demo server does not accept the key {key.name}: ")


def test_both_ways_to_the_fingerprint_of_roca_come_to_the_same_answer():
    dice = random.Random(CREATED)  # noqa: S311
    product = weak_keys.ROCA_PRODUCT
    for _ in range(300):
        structured = dice.getrandbits(900) * product + pow(65_537, dice.getrandbits(100), product)
        # A power of 65537 modulo all but a few of the primes, or modulo each but with different exponents.
        bent = structured + product // math.prod(dice.sample(weak_keys.FIRST_39_PRIMES, 2))
        assert has_roca_fingerprint(structured)
        assert server_sees_roca(structured)
        for modulus in (bent, dice.getrandbits(1024) | 1):
            assert has_roca_fingerprint(modulus) == server_sees_roca(modulus)
