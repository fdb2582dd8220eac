import base64
import json
from datetime import UTC, datetime

import joserfc.jwt
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import example, given, settings
from hypothesis import strategies as st
from joserfc.jwk import JWKRegistry
from joserfc.jws import JWSRegistry
from jwt.algorithms import RSAAlgorithm

from tests.core.keys.ring import EACH_KIND, ED448, KEYS, OF_EACH_FAMILY, OTHER_ES256
from tests.core.strict_json.values import objects, values
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.errors import SigningError
from workbench.core.keys.algorithms import ALGORITHMS
from workbench.core.keys.signing_key import SigningKey
from workbench.core.signing.jose import sign, verify_signature
from workbench.core.token.compact import encode_segment, join, parse_compact, read
from workbench.core.token.signature_length import base64url_length
from workbench.core.verification.ring_verdict import SignatureVerdict, signature_verdict, strict_verdict
from workbench.core.verification.signature_state import SignatureState

NOW = 1_764_000_000
ISSUER, AUDIENCE = "https://demo.example", "documents"
CLAIMS = ClaimSet.from_dict({"iss": ISSUER, "aud": AUDIENCE, "sub": "bob", "exp": NOW + 60, "iat": NOW})

# joserfc warns of the name EdDSA, which RFC 9864 replaces by Ed25519 and Ed448; peers still use it.
# It has no ML-DSA.
each_known_to_joserfc = pytest.mark.parametrize(
    "key", [key for key in EACH_KIND if key.algorithm in JWSRegistry.algorithms], ids=lambda key: key.name
)
without_the_warning_of_rfc_9864 = pytest.mark.filterwarnings("ignore:EdDSA is deprecated")
each_algorithm = pytest.mark.parametrize("algorithm", ALGORITHMS)
each_family = pytest.mark.parametrize("algorithm", OF_EACH_FAMILY)


def signed(key: SigningKey, claims: ClaimSet | bytes = CLAIMS, **parameters: object) -> str:
    return sign({"alg": key.algorithm, "typ": "JWT", "kid": key.kid} | parameters, claims, key)


def spare_bit_set(compact: str) -> str:
    """The same octets, written otherwise: 43 characters hold the 256 bits of an HS256 signature and two more."""
    return f"{compact[:-1]}{chr(ord(compact[-1]) + 1)}"


def forged(header: dict[str, object], signature: bytes = b"forged") -> str:
    return join(header, CLAIMS, signature)


@each_family
@settings(max_examples=25)  # for each of them
@given(claims=objects)
def test_any_json_object_survives_signing_parsing_and_verifying(algorithm, claims):
    key = KEYS[algorithm]
    token = parse_compact(signed(key, ClaimSet.from_dict(claims)))
    assert token.claims.to_dict() == claims
    assert verify_signature(token, key)
    assert token.header == {"alg": algorithm, "typ": "JWT", "kid": key.kid}


@each_family
def test_header_and_claims_are_signed_exactly_as_they_stand(algorithm):
    text = '{ "exp" : 1.0,\n "sub":"\\u0061", "sub":"b" }'
    compact = sign({"zip": "x", "alg": algorithm}, ClaimSet.from_json(text), KEYS[algorithm])
    header, payload, _ = compact.split(".")
    assert header == encode_segment(f'{{"zip":"x","alg":"{algorithm}"}}'.encode())
    assert payload == encode_segment(text.encode())
    other = sign({"alg": algorithm}, b"\xff no JSON", KEYS[algorithm])
    assert other.split(".")[1] == encode_segment(b"\xff no JSON")


@each_algorithm
@pytest.mark.parametrize("segment", [0, 1, 2])
def test_a_token_that_was_altered_does_not_verify(algorithm, segment):
    key = KEYS[algorithm]
    parts = signed(key).split(".")
    data = bytearray(base64.urlsafe_b64decode(parts[segment] + "=="))
    data[-3] ^= 1  # inside the last value of header and payload, so that both stay JSON
    parts[segment] = encode_segment(bytes(data))
    token = parse_compact(".".join(parts))
    assert not verify_signature(token, key)
    assert signature_verdict(read(".".join(parts)), [key]).state in (SignatureState.INVALID, SignatureState.UNKNOWN_KEY)


@each_family
@pytest.mark.parametrize("length", [0, 1, 31, 32, 63, 64, 65, 255, 256, 257, 2_419, 2_420, 2_421])
def test_a_signature_of_any_length_that_is_not_the_keys_does_not_verify(algorithm, length):
    key = KEYS[algorithm]
    for filling in (b"\x00", b"\xff"):
        token = parse_compact(join({"alg": algorithm, "kid": key.kid}, CLAIMS, filling * length))
        assert not verify_signature(token, key)


@each_family
@pytest.mark.parametrize(
    "alg", ["none", "None", "hs256", "HS256", "ES256", "RS256", "PS256", "EdDSA", "HS512", "ML-DSA-44", "", None, 1]
)
def test_a_header_that_names_another_algorithm_than_the_keys_is_never_signed_nor_verified(algorithm, alg):
    key = KEYS[algorithm]
    if alg == algorithm:
        assert verify_signature(parse_compact(signed(key)), key)
        return
    with pytest.raises(SigningError, match=f"{key.name} signs with {algorithm} alone"):
        sign({"alg": alg}, CLAIMS, key)
    signature = parse_compact(signed(key)).signature
    assert not verify_signature(parse_compact(join({"alg": alg}, CLAIMS, signature)), key)


@pytest.mark.parametrize("algorithm", ["none", "HS1", "ES384"])
def test_a_key_of_an_algorithm_that_does_not_fit_it_neither_signs_nor_verifies(algorithm):
    key = SigningKey("k", "misfit", algorithm, 0, KEYS["HS256"].jwk_private)
    with pytest.raises(SigningError, match="The key misfit holds no usable"):
        sign({"alg": algorithm}, CLAIMS, key)
    assert not verify_signature(parse_compact(join({"alg": algorithm}, CLAIMS, b"")), key)


def test_a_header_without_algorithm_is_not_signed():
    with pytest.raises(SigningError, match="The header names no alg"):
        sign({"typ": "JWT"}, CLAIMS, KEYS["HS256"])


@each_family
def test_a_key_whose_material_is_broken_is_named_and_not_quoted(algorithm):
    jwk = KEYS[algorithm].private_jwk()
    broken = {name: value[:-4] if name in ("d", "k", "n", "priv") else value for name, value in jwk.items()}
    if algorithm == "HS256":
        broken["k"] = "="
    key = SigningKey("k", "broken", algorithm, 0, broken)
    with pytest.raises(SigningError, match="The key broken holds no usable") as caught:
        sign({"alg": algorithm}, CLAIMS, key)
    assert caught.value.__cause__ is None
    assert not [value for value in broken.values() if len(value) > 10 and value in str(caught.value)]
    assert not verify_signature(parse_compact(signed(KEYS[algorithm])), key) or algorithm in (
        "ES256",
        "EdDSA",
        "ML-DSA-44",  # the public part is whole
    )


MISFITS = [
    ("ES256", "ES384"), ("ES384", "ES512"), ("ES512", "ES256"), ("ES256", "ES256K"), ("ES256K", "ES256"),
    ("RS256", "EdDSA"), ("EdDSA", "RS256"), ("ML-DSA-44", "ML-DSA-65"), ("ML-DSA-87", "EdDSA"), ("PS256", "HS256"),
]  # fmt: skip


@pytest.mark.parametrize(("made_for", "claimed"), MISFITS)
def test_a_key_that_is_passed_off_as_one_for_another_algorithm_neither_signs_nor_verifies(made_for, claimed):
    key = SigningKey("k", "misfit", claimed, 0, KEYS[made_for].jwk_private)
    with pytest.raises(SigningError, match="The key misfit holds no usable"):
        sign({"alg": claimed}, CLAIMS, key)
    signature = parse_compact(signed(KEYS[made_for])).signature
    assert not verify_signature(parse_compact(join({"alg": claimed}, CLAIMS, signature)), key)


def test_the_two_curves_of_eddsa_do_not_verify_each_other():
    for key, other in ((ED448, KEYS["EdDSA"]), (KEYS["EdDSA"], ED448)):
        token = parse_compact(signed(key))
        assert verify_signature(token, key)
        assert not verify_signature(token, other)


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.name)
def test_the_table_of_algorithms_tells_the_length_of_a_real_signature(key):
    compact = signed(key)
    assert len(parse_compact(compact).signature) == key.kind.signature_octets == key.signature_octets
    assert len(compact.split(".")[2]) == base64url_length(key.signature_octets)


def test_an_rsa_signature_is_as_long_as_the_modulus():
    jwk = RSAAlgorithm.to_jwk(rsa.generate_private_key(65537, 3080), as_dict=True)
    key = SigningKey("k", "odd", "RS256", 0, jwk)
    assert key.signature_octets == len(parse_compact(signed(key)).signature) == 385


@without_the_warning_of_rfc_9864
@each_known_to_joserfc
def test_joserfc_accepts_our_tokens(key):
    algorithm = key.algorithm
    jwk = JWKRegistry.import_key(key.private_jwk() if key.is_secret else key.public_jwk())
    decoded = joserfc.jwt.decode(signed(key), jwk, algorithms=[algorithm])
    assert decoded.claims == CLAIMS.to_dict()
    assert decoded.header == {"alg": algorithm, "typ": "JWT", "kid": key.kid}


@without_the_warning_of_rfc_9864
@each_known_to_joserfc
def test_we_accept_the_tokens_of_joserfc(key):
    algorithm = key.algorithm
    jwk = JWKRegistry.import_key(key.private_jwk())
    compact = joserfc.jwt.encode({"alg": algorithm, "kid": key.kid}, CLAIMS.to_dict(), jwk, algorithms=[algorithm])
    assert verify_signature(parse_compact(compact), key)
    assert strict_verdict(compact, key, now=NOW, issuer=ISSUER, audience=AUDIENCE).ok


# The verdict on the signature, by the keys of the ring.


@each_algorithm
def test_a_valid_signature_is_as_trusted_as_its_key(algorithm):
    key = KEYS[algorithm]
    reading = read(signed(key))
    trusted = signature_verdict(reading, [OTHER_ES256, key.with_trusted(True)])
    assert (trusted.state, trusted.ok, trusted.code) == (SignatureState.TRUSTED, True, "trusted")
    assert trusted.words == "valid, key trusted"
    distrusted = signature_verdict(reading, [OTHER_ES256, key])
    assert (distrusted.state, distrusted.ok) == (SignatureState.NOT_TRUSTED, False)
    assert key.name in distrusted.detail


def test_a_signature_of_a_key_that_the_ring_lacks_is_unknown():
    verdict = signature_verdict(read(signed(KEYS["ES256"])), [OTHER_ES256])
    assert verdict.state is SignatureState.UNKNOWN_KEY
    assert KEYS["ES256"].kid in verdict.detail


def test_a_signature_that_the_named_key_did_not_make_is_invalid():
    verdict = signature_verdict(read(signed(OTHER_ES256, kid=KEYS["ES256"].kid)), [KEYS["ES256"], OTHER_ES256])
    assert verdict.state is SignatureState.INVALID
    assert verdict.detail == "demo-es256 did not sign this header and payload."


def test_an_algorithm_that_is_not_the_named_keys_is_invalid_and_says_so():
    verdict = signature_verdict(read(signed(KEYS["HS256"], kid=KEYS["RS256"].kid)), list(KEYS.values()))
    assert verdict.state is SignatureState.INVALID
    assert verdict.detail == "The header's alg is HS256, and its kid names demo-rs256, a key for RS256."


def test_a_valid_signature_under_another_kid_is_unknown_to_the_server_and_its_maker_is_named():
    verdict = signature_verdict(read(signed(KEYS["ES256"], kid="k9")), list(KEYS.values()))
    assert verdict.state is SignatureState.UNKNOWN_KEY
    assert verdict.detail == (
        'demo-es256 signed this token, but the header names another key: no key of the ring has the kid "k9".'
    )


def test_without_a_kid_every_key_of_the_ring_is_tried():
    compact = sign({"alg": "ES256"}, CLAIMS, KEYS["ES256"])
    ring = [OTHER_ES256, KEYS["ES256"], KEYS["ES256"].renamed("twin").with_trusted(True)]
    verdict = signature_verdict(read(compact), ring)
    assert verdict.state is SignatureState.NO_KID, "the server refuses it, so it is no pass"
    assert verdict.detail.startswith("Signed by twin")
    assert "lacks the kid" in verdict.detail
    assert signature_verdict(read(compact), [OTHER_ES256]).state is SignatureState.UNKNOWN_KEY


def test_two_keys_of_one_kid_are_both_tried():
    ring = [SigningKey(KEYS["ES256"].kid, "twin", "HS256", 0, KEYS["HS256"].jwk_private), KEYS["ES256"]]
    assert signature_verdict(read(signed(KEYS["ES256"])), ring).state is SignatureState.NOT_TRUSTED


@pytest.mark.parametrize("algorithm", ["ES256", "EdDSA", "RS256", "ML-DSA-87"])
@pytest.mark.parametrize("kid", [None, "k9", KEYS["ES256"].kid], ids=["none", "unknown", "of the ring"])
def test_a_key_that_the_token_brought_along_counts_for_nothing(algorithm, kid):
    attacker = OTHER_ES256 if algorithm == "ES256" else KEYS[algorithm]
    header = {"alg": algorithm, "jwk": attacker.public_jwk()} | ({"kid": kid} if kid else {})
    verdict = signature_verdict(read(sign(header, CLAIMS, attacker)), [KEYS["ES256"].with_trusted(True)])
    assert (verdict.state, verdict.ok) == (SignatureState.SELF_SIGNED, False)
    assert verdict.words == "valid by own key only"


def test_a_key_of_the_ring_that_is_also_in_the_header_counts_as_the_rings():
    key = KEYS["ES256"].with_trusted(True)
    assert signature_verdict(read(signed(key, jwk=key.public_jwk())), [key]).state is SignatureState.TRUSTED


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        "jwk",
        {},
        {"kty": ["EC"]},
        {"kty": "oct", "k": "AAAA"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"},
        {"kty": "EC", "crv": "P-256", "x": 1, "y": None},
        {"kty": "EC", "crv": "P-256", "x": "!" * 43, "y": "é" * 43},
        {"kty": "OKP", "crv": "Ed25519", "x": "AA"},
        {"kty": "AKP", "alg": "ML-DSA-44", "pub": "AA"},
        {"kty": "AKP", "alg": "ES256", "pub": "A" * 1750},
        {"kty": "RSA", "n": "AQAB", "e": "AQAB"},
        {"kty": "RSA", "n": "A" * 500_000, "e": "A" * 100_000},
        {"kty": "RSA", "n": "_" * 1000, "e": "_" * 1000},
    ],
    ids=lambda jwk: repr(jwk)[:40],
)
@each_family
def test_a_header_key_that_is_no_key_is_passed_over(algorithm, jwk):
    reading = read(forged({"alg": algorithm, "jwk": jwk}, b"x" * 64))
    assert signature_verdict(reading, list(KEYS.values())).state is SignatureState.UNKNOWN_KEY


def test_an_hmac_secret_in_the_header_is_no_key():
    secret = KEYS["HS256"]
    compact = sign({"alg": "HS256", "jwk": dict(secret.jwk_private)}, CLAIMS, secret)
    assert signature_verdict(read(compact), []).state is SignatureState.UNKNOWN_KEY


@given(values)
def test_any_header_key_is_passed_over(jwk):
    reading = read(forged({"alg": "ES256", "jwk": jwk}, b"x" * 64))
    assert signature_verdict(reading, [OTHER_ES256]).state is SignatureState.UNKNOWN_KEY


@pytest.mark.parametrize("alg", ["none", "NONE", "nOnE"])
@pytest.mark.parametrize("signature", [b"", b"x"])
def test_a_token_of_alg_none_is_not_signed(alg, signature):
    verdict = signature_verdict(read(forged({"alg": alg}, signature)), list(KEYS.values()))
    assert verdict.state is SignatureState.UNSIGNED


def test_an_empty_signature_is_none_whatever_the_algorithm():
    verdict = signature_verdict(read(forged({"alg": "HS256"}, b"")), list(KEYS.values()))
    assert verdict.state is SignatureState.UNSIGNED
    assert verdict.detail == "Anyone could have written this token: The third segment is empty."


@pytest.mark.parametrize("text", ["", "no token", "a.b.c", "e30.e30.AB"])
def test_what_is_no_token_has_no_signature_to_judge(text):
    verdict = signature_verdict(read(text), list(KEYS.values()))
    assert verdict.state is SignatureState.UNREADABLE
    assert verdict.detail == read(text).faults[0].message


@pytest.mark.parametrize("state", SignatureState)
def test_every_verdict_has_a_few_words(state):
    assert 2 <= len(SignatureVerdict(state, "").words.split()) <= 5


# The strict verdict, signature and claims together.


def judge(compact: str, key: SigningKey, now: float = NOW):
    return strict_verdict(compact, key, now=now, issuer=ISSUER, audience=AUDIENCE)


@each_algorithm
def test_a_good_token_is_accepted_by_its_key_alone(algorithm):
    verdict = judge(signed(KEYS[algorithm]), KEYS[algorithm])
    assert (verdict.ok, verdict.code, verdict.words) == (True, "accepted", "claims valid")
    for other in KEYS.values():
        if other.algorithm != algorithm:
            assert judge(signed(KEYS[algorithm]), other).code == "signature.invalid"


@pytest.mark.parametrize(
    ("compact", "code"),
    [
        (signed(KEYS["HS256"]) + "=", "malformed.padding"),
        (spare_bit_set(signed(KEYS["HS256"])), "malformed.spare_bits"),
        (signed(KEYS["HS256"], ClaimSet.from_json('{"sub":"a","sub":"b"}')), "malformed.duplicate"),
        (signed(KEYS["HS256"], CLAIMS.to_json().encode("utf-16")), "malformed.utf8"),
        (signed(KEYS["HS256"], CLAIMS.to_json().encode("utf-8-sig")), "malformed.byte_order_mark"),
        (forged({"alg": "none"}, b""), "signature.invalid"),
        (forged({"alg": "HS256"}), "signature.invalid"),
        (signed(KEYS["HS256"], CLAIMS.with_value("exp", NOW)), "exp.expired"),
        (signed(KEYS["HS256"], CLAIMS.with_value("exp", str(NOW + 60))), "exp.not_numeric_date"),
        (signed(KEYS["HS256"], CLAIMS.without(3)), "exp.missing"),
        (signed(KEYS["HS256"], crit=["b64"], b64=True), "crit.unknown"),
        (signed(KEYS["HS256"], crit=[]), "crit.unknown"),
        (signed(KEYS["HS256"], b64=False), "b64.forbidden"),
        (signed(KEYS["HS256"], typ="JWE"), "typ.other"),
        (signed(KEYS["HS256"], kid=7), "kid.type"),
    ],
)
def test_a_strict_reader_refuses_what_a_lenient_one_lets_through(compact, code):
    verdict = judge(compact, KEYS["HS256"])
    assert (verdict.ok, verdict.code) == (False, code)


times = st.sampled_from([NOW - 1, NOW - 0.5, NOW, NOW + 0.5, NOW + 1, NOW + 60]) | st.floats(NOW - 2, NOW + 2)
claim_values = times | values | st.sampled_from([ISSUER, AUDIENCE, [AUDIENCE], [AUDIENCE, 1], str(NOW + 60), "", []])
edits = st.dictionaries(
    st.sampled_from(["exp", "nbf", "iat", "iss", "aud", "sub", "jti", "x"]), claim_values, max_size=3
)
parameters = st.dictionaries(
    st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk", "x"]),
    values | st.sampled_from(["none", "HS256", "JWT", "at+jwt", ["b64"], [], True, False]),
    max_size=2,
)


def pyjwt_refuses(compact: str, key: SigningKey) -> bool:
    verifier = jwt.PyJWK(key.private_jwk() if key.is_secret else key.public_jwk())
    try:
        jwt.decode(
            compact,
            verifier.key,
            algorithms=[key.algorithm],
            issuer=ISSUER,
            audience=AUDIENCE,
            options={
                "require": ["exp", "iss", "aud", "sub"],
                "verify_signature": True,
                "verify_exp": True,
                "verify_nbf": True,
                "verify_iat": True,
                "verify_iss": True,
                "verify_aud": True,
                "verify_sub": True,
                "verify_jti": True,
                "enforce_minimum_key_length": True,
            },
        )
    except jwt.PyJWTError:
        return True
    return False


@pytest.fixture(scope="module")
def clock_of_pyjwt():
    """Stop the clock that PyJWT reads at NOW, for it takes none."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.fromtimestamp(NOW, tz or UTC)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jwt.api_jwt.datetime", Stopped)
        yield


@pytest.mark.parametrize("algorithm", ["HS256", "EdDSA"])
@given(edits=edits, removed=st.sets(st.sampled_from(["exp", "iss", "aud", "sub"]), max_size=1), parameters=parameters)
@example(edits={}, removed=set(), parameters={})
@example(edits={"exp": NOW + 0.5}, removed=set(), parameters={})
@example(edits={"jti": 1}, removed=set(), parameters={})
@example(edits={"nbf": None}, removed=set(), parameters={})
def test_what_pyjwt_refuses_with_all_options_on_is_never_accepted(
    clock_of_pyjwt, algorithm, edits, removed, parameters
):
    key = KEYS[algorithm]
    claims = {name: value for name, value in (CLAIMS.to_dict() | edits).items() if name not in removed}
    header = {"alg": algorithm, "typ": "JWT", "kid": key.kid} | parameters
    # Signed for what it is, whatever the header says, so that the claims and not the signature decide.
    unsigned = join(header, ClaimSet.from_dict(claims), b"")
    signature = parse_signature(unsigned.rpartition(".")[0], key)
    compact = unsigned + encode_segment(signature)
    if judge(compact, key).ok:
        assert not pyjwt_refuses(compact, key)


def parse_signature(text: str, key: SigningKey) -> bytes:
    algorithm = jwt.get_algorithm_by_name(key.algorithm)
    return algorithm.sign(text.encode(), algorithm.from_jwk(key.private_jwk()))


@given(st.text(max_size=40) | st.builds(".".join, st.lists(st.from_regex(r"[A-Za-z0-9_=-]{0,20}"), max_size=4)))
def test_no_text_that_was_not_signed_is_ever_accepted(text):
    assert not judge(text, KEYS["HS256"]).ok


def test_the_stopped_clock_is_the_one_that_pyjwt_reads(clock_of_pyjwt):
    key = KEYS["HS256"]
    assert not pyjwt_refuses(signed(key), key)
    assert pyjwt_refuses(signed(key, CLAIMS.with_value("exp", NOW)), key)
    assert not pyjwt_refuses(signed(key, CLAIMS.with_value("exp", NOW + 1)), key)


def test_the_key_of_a_private_jwk_signs_what_pyjwt_verifies():
    lacking = ("Ed25519", "Ed448", "ML-DSA-44", "ML-DSA-65", "ML-DSA-87")
    for key in [key for key in KEYS.values() if key.algorithm not in lacking]:
        compact = signed(key, ClaimSet.from_dict({"sub": "a"}))
        jwk = jwt.PyJWK(json.loads(json.dumps(key.private_jwk() if key.is_secret else key.public_jwk())))
        assert jwt.decode(compact, jwk) == {"sub": "a"}
