"""Whatever holds a private key, a secret or a password keeps it out of its repr, and is not pickled."""

import copy
import json
import pickle

import pytest

from tests.core.keys.ring import EACH_KIND, KEYS
from workbench.core.key_files.export_formats import ExportFormat
from workbench.core.key_files.exporter import export
from workbench.core.key_files.importer import read_private_keys
from workbench.core.key_files.pasted_keys import SecretReading, read_keys, read_secret
from workbench.core.key_files.pem_blocks import pem_blocks
from workbench.core.keys.private_value import PrivateValue
from workbench.core.keys.rsa_numbers import RsaNumbers
from workbench.core.lint.keys.subject import KeySubject

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
