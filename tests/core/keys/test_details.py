import pytest

from tests.core.keys.ring import EACH_KIND, KEYS
from workbench.core.keys.algorithms import KINDS, RSA_SIZES, kind_named
from workbench.core.keys.details import fingerprint, key_size, private_words, public_words, purpose_words
from workbench.core.keys.names import free_name, kid_fault, kid_warning, name_fault
from workbench.core.keys.signing_key import SigningKey, generate
from workbench.core.keys.store import MemoryKeyStore


@pytest.mark.parametrize(
    ("algorithm", "text", "bits"),
    [("HS384", "384 bits", 384), ("RS256", "2,048 bits", 2_048), ("ES512", "521 bits", 521), ("EdDSA", "255 bits", 255),
     ("ML-DSA-44", "1,312 B", 10_496)],
)  # fmt: skip
def test_the_size_is_that_of_what_the_key_rests_on(algorithm, text, bits):
    size = key_size(KEYS[algorithm])
    assert (size.text, size.bits) == (text, bits)


def test_a_modulus_of_the_length_asked_for_is_made_and_signs_as_long():
    key = generate("PS384", "long", now=0, rsa_bits=3_072)
    assert key_size(key).bits == 3_072
    assert key.signature_octets == kind_named("PS384").with_rsa_bits(3_072).signature_octets == 384


def test_only_rsa_has_a_choice_of_lengths():
    for kind in KINDS:
        sizes = {kind.with_rsa_bits(bits).signature_octets for bits in RSA_SIZES}
        assert len(sizes) == (3 if kind.kty == "RSA" else 1)


def test_nothing_private_is_shown_of_any_key():
    for key in EACH_KIND:
        private = [key.jwk_private[name] for name in ("k", "d", "p", "priv") if name in key.jwk_private]
        shown = " ".join((key_size(key).text, public_words(key), private_words(key), purpose_words(key)))
        assert private
        assert not any(value in shown for value in private)


def test_a_key_that_lacks_its_members_is_shown_as_such_and_breaks_nothing():
    for kty in ("oct", "RSA", "EC", "OKP", "AKP", "new"):
        broken = SigningKey("k", "broken", "RS256", 0, {"kty": kty})
        assert key_size(broken).text == "unknown"
        assert fingerprint(broken) == ""
        assert public_words(broken)
        assert private_words(broken)


def test_what_a_jwk_says_of_its_use_is_shown():
    key = SigningKey("k", "n", "ES256", 0, KEYS["ES256"].jwk_private, use="enc", key_ops=("verify",))
    assert purpose_words(key) == 'use "enc": encryption, not signatures; key_ops verify, signing is not among them'


def test_a_use_is_noted_and_an_earlier_one_changes_nothing():
    store = MemoryKeyStore()
    key = KEYS["ES256"]
    store.save(key)
    store.note_uses({key.kid: 50, "gone": 1})
    store.note_uses({key.kid: 20})
    assert [each.last_used for each in store.load()] == [50]


@pytest.mark.parametrize(
    ("name", "says"),
    [("", "needs a name"), ("  ", "needs a name"), ("mine ", "called mine already"), ("a\u202eb", "U+202E"),
     ("x" * 201, "200 characters"), ("\u05de\u05e4\u200c\u05ea\u05d7", ""), ("👩\u200d💻", ""), ("other", "")],
)  # fmt: skip
def test_a_name_is_refused_with_the_reason(name, says):
    fault = name_fault(name, {"mine"})
    assert says in fault if says else fault == ""


@pytest.mark.parametrize(
    ("kid", "says"),
    [(" ", "leave the field empty"), ("k1", "already"), ("a\nb", "U+000A"), ("a\u00a0b", "U+00A0"), ("k2", ""),
     ("x" * 1_001, "1,000")],
)  # fmt: skip
def test_a_kid_is_refused_with_the_reason(kid, says):
    fault = kid_fault(kid, {"k1"})
    assert says in fault if says else fault == ""


@pytest.mark.parametrize(
    ("kid", "says"),
    [("2026-11", ""), ("../../etc", "the slash / and two dots .."), ('a"b', "quotation mark"), ("schlüssel", "ü"),
     ("a b", "a space"), ("k" * 86, "86 characters")],
)  # fmt: skip
def test_a_kid_that_servers_stumble_over_is_warned_of(kid, says):
    warning = kid_warning(kid)
    assert says in warning if says else warning == ""


def test_a_free_name_gets_a_number():
    assert free_name("my-es256", set()) == "my-es256"
    assert free_name("my-es256", {"my-es256", "my-es256-2"}) == "my-es256-3"
