import base64
import json
import math
import os
import pickle
import random
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from jwt.algorithms import RSAAlgorithm

from tests import weak_keys
from tests.common_secrets import is_common_secret
from tests.core.key_files.outside_keys import certificate, spki
from tests.core.keys.ring import CREATED, EACH_KIND, KEYS
from workbench.core.key_files.pasted_keys import SecretReading, read_keys, read_secret
from workbench.core.keys.signing_key import SigningKey
from workbench.core.lint.keys import RULES, KeySubject, judge, judge_among, worst
from workbench.core.lint.keys.roca import has_roca_fingerprint
from workbench.core.lint.severity import Severity
from workbench.core.token.segments import encode_segment

E, W = Severity.ERROR, Severity.WARNING
GOOD_RSA = KEYS["RS256"].jwk_private
TELLING = b"hunter2 is quite telling"


def secret(octets, alg="HS256", **more):
    return SigningKey("k", "mine", alg, CREATED, {"kty": "oct", "k": encode_segment(octets)}, **more)


def weak(make):
    """The key with the members that *make* returns, when a test asks for it: to find such primes takes a while."""
    return lambda: SigningKey("k", "mine", "RS256", CREATED, make())


def rsa(n=GOOD_RSA["n"], e="AQAB"):
    numbers = {
        name: value if isinstance(value, str) else weak_keys.number(value) for name, value in (("n", n), ("e", e))
    }
    return SigningKey("k", "mine", "RS256", CREATED, {**GOOD_RSA, **numbers})


def findings(key):
    return judge(KeySubject.of_ring(key), is_common_secret)


def modulus(key=KEYS["RS256"]):
    return int.from_bytes(base64.urlsafe_b64decode(key.jwk_private["n"] + "=="))


CASES = {
    "short": (secret(os.urandom(31)), E, "KEY001", "has 31 bytes, and HS256 asks for 32"),
    "short for a longer hash": (secret(os.urandom(63), "HS512"), E, "KEY001", "63 bytes, and HS512 asks for 64"),
    "of a tutorial": (secret(b"a-string-secret-at-least-256-bits-long"), E, "KEY002", "everybody tries first"),
    "of a tutorial in base64": (
        secret(base64.b64encode(b"a-string-secret-at-least-256-bits-long")),
        E,
        "KEY002",
        "tries first",
    ),
    "one byte": (secret(b"\x07" * 32), E, "KEY003", "the same one byte again and again"),
    "two bytes": (secret(b"\x07\xf0" * 16), E, "KEY003", "the same 2 bytes again and again"),
    "a row": (secret(bytes(range(32))), E, "KEY003", "are a series"),
    "words": (secret(b"the walrus ate my violet umbrella"), W, "KEY004", "reads like words: 33 bytes"),
    "hexadecimal text": (
        secret(os.urandom(16).hex().encode()),
        W,
        "KEY005",
        "32 hexadecimal digits, which hold 128 bits",
    ),
    "digits": (secret(b"39581726049381726354091827364509128374"), W, "KEY005", "decimal digits, which hold 126 bits"),
    "a PEM": (secret(spki("RSA").encode()), E, "KEY006", "The secret is a PEM, a public key"),
    "a certificate": (secret(certificate("P-256").encode()), E, "KEY006", "algorithm confusion"),
    "a JWK": (secret(json.dumps(KEYS["ES256"].public_jwk()).encode()), E, "KEY006", "The secret is a JWK"),
    "short RSA": (weak(weak_keys.short_rsa), E, "KEY010", "has 1,024 bits, and needs 2,048"),
    "exponent 1": (rsa(e=1), E, "KEY011", "The public exponent is 1"),
    "even exponent": (rsa(e=65_536), E, "KEY011", "is 65,536; it has to be odd"),
    "exponent 3": (weak(weak_keys.exponent_three), W, "KEY012", "The public exponent is 3"),
    "huge exponent": (rsa(e=2**300 + 1), W, "KEY013", "has 301 bits"),
    "even modulus": (rsa(n=modulus() * 2), E, "KEY014", "is divisible by 2"),
    "small factor": (rsa(n=modulus() * 9_973), E, "KEY014", "is divisible by 9,973"),
    "close primes": (weak(weak_keys.close_primes), E, "KEY015", "step 1 of Fermat's method"),
    "one prime twice": (lambda: rsa(n=weak_keys.ordinary_prime() ** 2), E, "KEY015", "Fermat"),
    "ROCA": (weak(weak_keys.roca), E, "KEY016", "fingerprint of ROCA"),
    "to encrypt": (replace(KEYS["ES256"], use="enc"), E, "KEY020", 'Its use is "enc"'),
    "to agree on keys": (replace(KEYS["ES256"], key_ops=("deriveKey",)), E, "KEY021", 'without "verify"'),
    "to sign alone": (replace(KEYS["HS256"], key_ops=("sign",)), E, "KEY021", 'without "verify"'),
    "of the wrong curve": (replace(KEYS["ES256"], algorithm="ES384"), E, "KEY022", "permits ES256"),
    "of the wrong type": (replace(KEYS["RS256"], algorithm="ES256"), E, "KEY022", "permits RS256"),
    "of two minds": (replace(KEYS["ES256"], use="sig", key_ops=("sign", "encrypt")), E, "KEY023", "also have"),
    "with an operation twice": (replace(KEYS["ES256"], key_ops=("sign", "sign")), W, "KEY024", "twice"),
}


@pytest.mark.parametrize(("key", "severity", "rule", "says"), CASES.values(), ids=CASES)
def test_what_is_wrong_with_a_key_is_said_with_its_source_and_what_to_do(key, severity, rule, says):
    key = key() if callable(key) else key
    found = [each for each in findings(key) if each.rule_id == rule]
    assert len(found) == 1, findings(key)
    (finding,) = found
    assert says in finding.message
    assert finding.severity is severity
    assert finding.source
    assert finding.advice.endswith(".")
    assert worst(findings(key)) is severity, "no graver rule speaks as well"


def test_every_rule_has_a_case():
    assert {rule for _, _, rule, _ in CASES.values()} == {rule.rule_id for rule in RULES}


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.label)
def test_a_key_that_is_generated_gives_rise_to_no_remark(key):
    assert findings(key) == ()


@pytest.mark.parametrize(
    "said",
    [{"use": "sig"}, {"key_ops": ("sign",)}, {"key_ops": ("sign", "verify")}, {"use": "sig", "key_ops": ("sign",)}],
)
def test_a_key_that_is_for_signatures_gives_rise_to_no_remark(said):
    assert findings(replace(KEYS["ES512"], **said)) == ()


def test_a_random_secret_in_any_dress_gives_rise_to_no_remark():
    dice = random.Random(8725)  # noqa: S311
    for _ in range(300):
        octets = dice.randbytes(32)
        for dressed in (octets, octets.hex().encode(), base64.b64encode(octets), base64.b32encode(octets)):
            assert findings(secret(dressed)) == (), dressed


def test_a_secret_is_never_quoted():
    for octets in (TELLING, TELLING * 3, b"hunter2", b"4815162342" * 4):
        for finding in findings(secret(octets)):
            assert octets.decode() not in f"{finding} {KeySubject.of_ring(secret(octets))!r}"
    with pytest.raises(TypeError, match="not pickled"):
        pickle.dumps(KeySubject.of_ring(secret(TELLING)))


def test_the_fingerprint_of_roca_is_found_in_every_modulus_of_its_structure_and_in_no_other():
    dice = random.Random(2017)  # noqa: S311
    product = weak_keys.ROCA_PRODUCT
    for _ in range(200):
        structured = dice.getrandbits(1800) * product + pow(65_537, dice.getrandbits(200), product)
        assert has_roca_fingerprint(structured)
    ordinary = [dice.getrandbits(2048) | 1 for _ in range(5000)]
    assert sum(math.gcd(each, product) == 1 for each in ordinary) > 500
    assert not any(map(has_roca_fingerprint, ordinary))


def test_a_modulus_that_fits_each_small_prime_by_itself_has_no_fingerprint():
    half = math.prod(weak_keys.FIRST_39_PRIMES[:20])
    rest = weak_keys.ROCA_PRODUCT // half
    assert not has_roca_fingerprint(65_537 * rest * pow(rest, -1, half) + half * pow(half, -1, rest))


def test_one_kid_twice_is_said_of_both():
    keys = [KEYS["ES256"], replace(KEYS["EdDSA"], kid=KEYS["ES256"].kid), KEYS["RS256"]]
    first, second, third = judge_among(list(map(KeySubject.of_ring, keys)))
    assert [each.rule_id for each in first] == ["KEY030"]
    assert "is also that of demo-eddsa" in first[0].message
    assert "is also that of demo-es256" in second[0].message
    assert third == ()


def test_one_key_for_two_algorithms_or_under_two_kids_is_said_of_both():
    rs, ps = KEYS["RS256"], replace(KEYS["RS256"], kid="ps", name="as-ps256", algorithm="PS256")
    # The same number with an octet of zeros in front: other text, same key.
    padded = {**rs.jwk_private, "n": encode_segment(b"\0" + base64.urlsafe_b64decode(rs.jwk_private["n"] + "=="))}
    again = replace(rs, kid="again", name="again", jwk_private=padded)
    found = judge_among(list(map(KeySubject.of_ring, (rs, ps, again))))
    assert [each.rule_id for each in found[0]] == ["KEY031", "KEY032"]
    assert "the same key as as-ps256, which signs with PS256" in found[0][0].message
    assert "the same key as again, under another kid" in found[0][1].message
    assert [each.rule_id for each in found[1]] == ["KEY031"]
    assert all(each.severity is W for findings_ in found for each in findings_)


def test_a_secret_that_is_the_public_key_of_another_names_it():
    public = RSAAlgorithm.from_jwk(KEYS["RS256"].public_jwk())
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for octets in (pem, json.dumps(KEYS["RS256"].public_jwk()).encode()):
        both = judge_among([KeySubject.of_ring(KEYS["RS256"]), KeySubject.of_ring(secret(octets))])
        assert both[0] == ()
        assert [each.rule_id for each in both[1]] == ["KEY033"]
        assert "the public key of demo-rs256" in both[1][0].message


def test_a_key_from_outside_is_judged_by_its_numbers():
    pasted = read_keys(json.dumps({"kty": "RSA", **{name: weak_keys.roca()[name] for name in ("n", "e")}})).keys[0]
    assert [each.rule_id for each in judge(KeySubject.of_outside(pasted), is_common_secret)] == ["KEY016"]
    typed = read_secret("secret", SecretReading.TEXT)
    found = judge(KeySubject.of_outside(typed), is_common_secret)
    assert [each.rule_id for each in found] == ["KEY001", "KEY002"]


def test_a_name_that_would_turn_the_text_around_is_shown_with_escapes():
    keys = [KEYS["ES256"], replace(KEYS["ES256"], kid="\u202eother", name="\u202eevil")]
    message = judge_among(list(map(KeySubject.of_ring, keys)))[0][0].message
    assert "\\u202eevil" in message
