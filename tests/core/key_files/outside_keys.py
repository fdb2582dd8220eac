"""A key of every type in every form that a user may paste, made once for the whole run."""

import datetime as dt
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

TYPES = ("RSA", "P-256", "P-384", "P-521", "secp256k1", "Ed25519", "Ed448")


@cache
def private(kind):
    match kind:
        case "RSA":
            return rsa.generate_private_key(public_exponent=65537, key_size=2048)
        case "weak RSA":
            return rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505  to be warned about
        case "Ed25519":
            return ed25519.Ed25519PrivateKey.generate()
        case "Ed448":
            return ed448.Ed448PrivateKey.generate()
    curves = {
        "P-256": ec.SECP256R1,
        "P-384": ec.SECP384R1,
        "P-521": ec.SECP521R1,
        "secp256k1": ec.SECP256K1,
        "P-224": ec.SECP224R1,
    }
    return ec.generate_private_key(curves[kind]())


def spki(kind):
    return private(kind).public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def pkcs1(kind="RSA"):
    return private(kind).public_key().public_bytes(Encoding.PEM, PublicFormat.PKCS1).decode()


def private_pem(kind, form=PrivateFormat.PKCS8, password=None):
    encryption = NoEncryption() if password is None else BestAvailableEncryption(password)
    return private(kind).private_bytes(Encoding.PEM, form, encryption).decode()


@cache
def certificate(kind):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "issuer.example")])
    start = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder(name, name, private(kind).public_key(), 1, start, start.replace(year=2034))
    digest = None if kind.startswith("Ed") else hashes.SHA256()
    return builder.sign(private(kind), digest).public_bytes(Encoding.PEM).decode()
