"""Files of every kind that holds keys, small and quick to open, and mutants of them."""

import base64
import json
import random
from functools import cache

from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa, x448, x25519
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from tests.core.key_files.outside_keys import certificate
from tests.core.key_files.samples import store
from tests.core.keys.ring import EACH_KIND
from workbench.core.key_files.pem_blocks import PemBlock, pem_blocks

_INTERESTING = (b"", b"\0", b"\xff", b"\x80", b"\x7f", b"\x04", b"\x30\x80", b"\x02\x00", b"\x04\x00", b"\xff" * 9)


@cache
def samples() -> dict[str, bytes]:
    """By their names, files as other programs write them."""
    found: dict[str, bytes] = {}
    keys = {
        "P-256": ec.generate_private_key(ec.SECP256R1()),
        "P-521": ec.generate_private_key(ec.SECP521R1()),
        "secp256k1": ec.generate_private_key(ec.SECP256K1()),
        "Ed25519": ed25519.Ed25519PrivateKey.generate(),
        "Ed448": ed448.Ed448PrivateKey.generate(),
        "X25519": x25519.X25519PrivateKey.generate(),
        "X448": x448.X448PrivateKey.generate(),
        "RSA": rsa.generate_private_key(65537, 1024),  # noqa: S505  small, so that it is read quickly
    }
    for name, key in keys.items():
        found[f"PKCS#8 {name}"] = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        found[f"SPKI {name}"] = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    for name in ("P-256", "RSA"):
        form = PrivateFormat.TraditionalOpenSSL
        found[f"traditional {name}"] = keys[name].private_bytes(Encoding.PEM, form, NoEncryption())
    for name in ("P-256", "P-521", "Ed25519", "RSA"):
        found[f"OpenSSH {name}"] = keys[name].private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    found["PKCS#12"] = store("P-256", password=None)
    found["certificate"] = certificate("P-256").encode()
    jwks = [key.private_jwk() for key in EACH_KIND]
    found["JWK set"] = json.dumps({"keys": jwks}).encode()
    for number, jwk in enumerate(jwks):
        found[f"JWK {number}"] = json.dumps(jwk).encode()
    return found


def mutant(data: bytes, source: random.Random) -> bytes:
    """*data*, changed in a few places: in a PEM most often what its base64 means, or else the text itself."""
    if data.startswith(b"-----BEGIN") and source.random() < 0.8:
        (block,) = pem_blocks(data.decode())
        return PemBlock(block.label, _changed(block.octets, source) or b"\0").text.encode()
    if data.startswith(b"{") and source.random() < 0.5:
        return _member_changed(data, source)
    return _changed(data, source)


def _changed(data: bytes, source: random.Random) -> bytes:
    for _ in range(source.randint(1, 3)):
        at = source.randrange(len(data) + 1)
        until = min(len(data), at + source.choice((0, 1, 1, 1, 2, 8, 32)))
        match source.randrange(5):
            case 0:  # another octet
                data = data[:at] + bytes([source.randrange(256)]) + data[at + 1 :]
            case 1:  # cut out
                data = data[:at] + data[until:]
            case 2:  # put in
                data = data[:at] + source.choice(_INTERESTING) + data[until:]
            case 3:  # one up or down, as lengths are wrong by one
                step = source.choice((-1, 1))
                data = data[:at] + bytes((octet + step) % 256 for octet in data[at:until]) + data[until:]
            case _:  # cut off
                data = data[:at]
    return data


def _member_changed(data: bytes, source: random.Random) -> bytes:
    jwk = json.loads(data)
    members = source.choice(jwk["keys"]) if "keys" in jwk else jwk
    name = source.choice(sorted(members))
    text = str(members[name])
    octets = base64.urlsafe_b64decode(text[: len(text) // 4 * 4])
    members[name] = source.choice(
        (
            None, True, 1, -1.5, [], {}, "", "=", "é", [members[name]], "P-256", "OKP", "oct",
            base64.urlsafe_b64encode(_changed(octets, source)).decode().rstrip("="),
        )
    )  # fmt: skip
    return json.dumps(jwk).encode()
