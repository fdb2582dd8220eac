import base64
import json
import math
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from demo_server import DemoServer, InvalidKeyError, VerificationKey
from demo_server.tokens.key_strength import common_secrets, has_roca_fingerprint, is_common_secret, rsa_weakness
from demo_server.tokens.key_strength import secret_weakness as weakness
from tests import weak_keys
from tests.demo_server.tokens.samples import SECRET, SECRET_JWK, segment, sign

PUBLIC = ec.generate_private_key(ec.SECP256R1()).public_key()
PEM = PUBLIC.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
DER = PUBLIC.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
SSH = PUBLIC.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH)
GOOD_RSA = rsa.generate_private_key(65_537, 2048).public_key().public_numbers()
RFC_7515_A1 = "AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"


def secret_jwk(secret: bytes, **members: Any) -> dict[str, Any]:
    return {"kty": "oct", "kid": "weak", "alg": "HS256", "k": segment(secret), **members}


def rsa_jwk(members: dict[str, str], **more: Any) -> dict[str, Any]:
    return {**members, "kid": "weak", "alg": "RS256", **more}


@pytest.mark.parametrize(
    "secret",
    [
        b"secret",
        b"Secret\n",
        b"SECRET\r\n",
        b'"changeme"',
        b"your-256-bit-secret",
        b"your_256_BIT_secret",
        b"a-string-secret-at-least-256-bits-long",
        b"my-secret-2024",
        b"supersecret" * 3,
        b"supersecret" * 3 + b"sup",
        b"secret".ljust(32, b"0"),
        b"secret".ljust(32, b"\0"),
        base64.b64encode(b"secret"),
        base64.urlsafe_b64encode(b"your-256-bit-secret").rstrip(b"="),
        b"secret".hex().encode(),
        base64.urlsafe_b64decode(RFC_7515_A1 + "=="),
        RFC_7515_A1.encode(),
        bytes.fromhex("09d25e094faa6ca2556c818166b7a9563b93f7099f6f0f4caa6cf63b88e8d3e7"),
        b"",
    ],
)
def test_a_secret_of_the_list_is_known_in_every_dress(secret: bytes) -> None:
    assert is_common_secret(secret)
    assert "one of the common ones" in (weakness(secret) or "")


def test_a_random_secret_in_any_dress_is_not_taken_for_a_common_one() -> None:
    for _ in range(1000):
        secret = os.urandom(32)
        for each in (secret, base64.b64encode(secret), base64.urlsafe_b64encode(secret).rstrip(b"="), secret.hex()):
            assert weakness(each if isinstance(each, bytes) else each.encode()) is None
    assert weakness(SECRET) is None


def test_the_list_is_long_and_holds_what_every_tutorial_has() -> None:
    assert len(common_secrets()) > 500
    assert {"secret", "changeme", "your256bitsecret", "shhhhh", "keyboardcat"} <= common_secrets()


@pytest.mark.parametrize("secret", [b"\x07" * 32, b"\xff\xfe" * 16, bytes(range(32)), bytes(range(255, 191, -1))])
def test_a_pattern_is_not_a_secret(secret: bytes) -> None:
    assert "a pattern" in (weakness(secret) or "")


@pytest.mark.parametrize(
    "secret",
    [PEM, b"\n" + PEM, DER, SSH, json.dumps({"kty": "EC", "x": "a" * 40}).encode()],
    ids=["PEM", "after a line break", "DER", "OpenSSH", "JWK"],
)
def test_a_public_key_is_not_a_secret(secret: bytes) -> None:
    with pytest.raises(InvalidKeyError, match=r"the secret is a public key: .*algorithm confusion"):
        VerificationKey.from_jwk(secret_jwk(secret))


def test_a_secret_that_merely_begins_like_one_is() -> None:
    for start in (b"\x30", b"{"):
        assert weakness(start + os.urandom(40)) is None


@pytest.mark.parametrize(("exponent", "says"), [(0, "is 0"), (1, "is 1"), (2, "is 2"), (65_536, "is 65536")])
def test_an_exponent_that_encrypts_nothing_is_refused(exponent: int, says: str) -> None:
    jwk = rsa_jwk({"kty": "RSA", "n": weak_keys.number(GOOD_RSA.n), "e": segment(exponent.to_bytes(3))})
    with pytest.raises(InvalidKeyError, match=f"the public exponent {says}, and must be odd and 3 or more"):
        VerificationKey.from_jwk(jwk)


@pytest.mark.parametrize("factor", [2, 3, 9_973])
def test_a_modulus_with_a_small_factor_is_refused(factor: int) -> None:
    assert "a small factor" in (rsa_weakness(GOOD_RSA.n * factor, 65_537) or "")


def test_primes_that_are_close_together_are_refused_and_those_far_apart_are_not() -> None:
    with pytest.raises(InvalidKeyError, match="Fermat's method"):
        VerificationKey.from_jwk(rsa_jwk(weak_keys.close_primes()))
    prime = weak_keys.ordinary_prime()
    assert "Fermat" in (rsa_weakness(prime * prime, 65_537) or "")
    assert rsa_weakness(GOOD_RSA.n, 65_537) is None
    assert VerificationKey.from_jwk(rsa_jwk(weak_keys.exponent_three())).kid == "weak", "it is in no danger by itself"


def test_the_fingerprint_of_roca_is_found_in_a_key_with_its_structure() -> None:
    with pytest.raises(InvalidKeyError, match="CVE-2017-15361"):
        VerificationKey.from_jwk(rsa_jwk(weak_keys.roca()))
    for exponent in (0, 1, 2**40, 123_456_789):
        assert has_roca_fingerprint(pow(65_537, exponent, weak_keys.ROCA_PRODUCT) + 12_345 * weak_keys.ROCA_PRODUCT)


def test_no_ordinary_modulus_has_the_fingerprint_of_roca() -> None:
    dice = random.Random(1)  # noqa: S311
    moduli = (dice.getrandbits(2048) | 1 for _ in range(3000))
    assert not any(
        has_roca_fingerprint(modulus) for modulus in moduli if math.gcd(modulus, weak_keys.ROCA_PRODUCT) == 1
    )
    assert not has_roca_fingerprint(GOOD_RSA.n)


def test_powers_that_fit_each_small_prime_but_not_all_together_are_no_fingerprint() -> None:
    # Modulo each prime a power of 65537, of the exponent 1 for some and 0 for others: what a coarser test reports.
    half = math.prod(weak_keys.FIRST_39_PRIMES[:20])
    rest = weak_keys.ROCA_PRODUCT // half
    modulus = (65_537 * rest * pow(rest, -1, half) + half * pow(half, -1, rest)) % weak_keys.ROCA_PRODUCT
    assert all(any(pow(65_537, a, p) == modulus % p for a in range(p)) for p in weak_keys.FIRST_39_PRIMES)
    assert not has_roca_fingerprint(modulus)


EC_PRIVATE = {"kty": "EC", "crv": "P-256", "kid": "ec", "alg": "ES256"} | {
    name: segment(getattr(PUBLIC.public_numbers(), name).to_bytes(32)) for name in ("x", "y")
}


@pytest.mark.parametrize(
    ("jwk", "words"),
    [
        (EC_PRIVATE | {"key_ops": ["sign"]}, 'does not include "verify"'),
        (SECRET_JWK | {"key_ops": ["sign"]}, 'does not include "verify"'),
        (SECRET_JWK | {"key_ops": ["verify", 1]}, "must be an array of strings"),
        (SECRET_JWK | {"key_ops": None}, "must be an array of strings"),
        (SECRET_JWK | {"use": "sig", "key_ops": ["verify", "encrypt"]}, 'key_ops also says "encrypt"'),
        (SECRET_JWK | {"use": None}, "use is null"),
    ],
)
def test_use_and_operations_are_enforced(jwk: dict[str, Any], words: str) -> None:
    with pytest.raises(InvalidKeyError, match=words):
        VerificationKey.from_jwk(jwk)


@pytest.mark.parametrize(
    "jwk",
    [
        EC_PRIVATE | {"d": segment(b"1" * 32), "key_ops": ["sign"]},
        EC_PRIVATE | {"use": "sig", "key_ops": ["verify"]},
        SECRET_JWK | {"key_ops": ["sign", "verify"]},
    ],
)
def test_a_key_that_may_verify_or_whose_other_half_may_is_accepted(jwk: dict[str, Any]) -> None:
    assert VerificationKey.from_jwk(jwk).kid == jwk["kid"]


def test_a_token_of_a_key_that_was_refused_gets_401_with_the_reason(
    server: DemoServer, client: httpx.Client, log_in: Callable[..., str]
) -> None:
    payload = json.loads(base64.urlsafe_b64decode(log_in("bob").split(".")[1] + "=="))
    secret = b"your-256-bit-secret" * 2
    token = sign({"alg": "HS256", "typ": "JWT", "kid": "weak"}, payload, secret)

    def ask() -> httpx.Response:
        return client.get("/me", headers={"Authorization": f"Bearer {token}"})

    assert ask().json()["reason"] == "key.unknown"
    with pytest.raises(InvalidKeyError) as refused:
        VerificationKey.from_jwk(secret_jwk(secret))
    server.trust.refuse("weak", refused.value.reason)
    answer = ask()
    assert (answer.status_code, answer.json()["reason"]) == (401, "key.refused")
    assert answer.json()["detail"].startswith(
        'kid "weak" is a key that this server was asked to trust and refused: the secret is one of the common ones'
    )
    copy = server.copy()
    copy.stop()
    assert copy.trust.refusal("weak") == server.trust.refusal("weak")
    server.trust.remove("weak")
    assert ask().json()["reason"] == "key.unknown"


@pytest.mark.parametrize(
    ("jwk", "says"),
    [
        (secret_jwk(b"a-string-secret-at-least-256-bits-long"), "one of the common ones"),
        (secret_jwk(os.urandom(32), use="enc"), 'use is "enc"'),
        (secret_jwk(os.urandom(32), key_ops=["sign"]), "key_ops does not include"),
    ],
)
def test_a_set_to_be_trusted_with_such_a_key_ends_the_start_with_the_reason(
    tmp_path: Path, jwk: dict[str, Any], says: str
) -> None:
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"keys": [jwk]}), encoding="utf-8")
    command = [sys.executable, "-m", "demo_server", "--trust", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 2
    assert done.stderr.startswith(f'demo_server: {path}: keys[0]: key "weak"')
    assert says in done.stderr
    assert jwk["k"] not in done.stderr


def test_what_is_wrong_never_quotes_the_secret() -> None:
    for secret in (b"hunter2", b"correct horse battery staple", b"\x07" * 32, PEM):
        with pytest.raises(InvalidKeyError) as refused:
            VerificationKey.from_jwk(secret_jwk(secret))
        assert secret.decode("latin-1") not in str(refused.value)
