"""Whatever holds a private key, a secret or a password keeps it out of its repr, and is not pickled."""

import copy
import json
import pickle

import pytest

from tests.core.ring import EACH_KIND, KEYS
from workbench.core.export_formats import ExportFormat
from workbench.core.key_export import export
from workbench.core.key_findings.subject import KeySubject
from workbench.core.key_import import read_private_keys
from workbench.core.key_text import SecretReading, read_keys, read_secret
from workbench.core.pem_blocks import pem_blocks
from workbench.core.private_value import PrivateValue
from workbench.core.rsa_numbers import RsaNumbers

SECRET = KEYS["HS256"]
RSA = KEYS["RS256"]
JWK = json.dumps(SECRET.private_jwk())
HOLDERS = {
    "a key of the ring": lambda: SECRET,
    "a pasted JWK": lambda: read_keys(JWK),
    "a typed secret": lambda: read_secret(SECRET.jwk_private["k"], SecretReading.BASE64URL),
    "imported keys": lambda: read_private_keys(JWK.encode()),
    "an exported text": lambda: export((RSA,), ExportFormat.PRIVATE_PEM),
    "a PEM block": lambda: pem_blocks(export((RSA,), ExportFormat.PRIVATE_PEM).text)[0],
    "the numbers of an RSA key": lambda: RsaNumbers.from_jwk(RSA.private_jwk()),
    "what the findings look at": lambda: KeySubject.of_ring(SECRET),
}


def private_texts():
    yield SECRET.jwk_private["k"]
    for member in ("d", "p", "q", "dp", "dq", "qi"):
        text = RSA.jwk_private[member]
        yield text
        yield str(getattr(RsaNumbers.from_jwk(RSA.private_jwk()), member))


@pytest.mark.parametrize("make", HOLDERS.values(), ids=HOLDERS)
def test_a_holder_tells_nothing_and_stays_in_memory(make):
    holder = make()
    assert not [text for text in private_texts() if text in repr(holder) or text in str(holder)]
    with pytest.raises(TypeError, match="is not pickled: the keyring is the one place"):
        pickle.dumps(holder)


@pytest.mark.parametrize("key", EACH_KIND, ids=lambda key: key.name)
def test_a_copy_is_the_value_itself(key):
    assert isinstance(key, PrivateValue)
    assert copy.copy(key) is copy.deepcopy(key) is key
