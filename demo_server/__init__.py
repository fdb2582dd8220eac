"""The demo server: logs users in, issues JWTs and says for each request why it was allowed or refused."""

from demo_server.clock import Clock
from demo_server.issuer_key import IssuerKey
from demo_server.key_strength import is_common_secret
from demo_server.server import DemoServer
from demo_server.toml_reader import DefinitionError
from demo_server.trust import InvalidKeyError, Tenure, VerificationKey

__all__ = [
    "Clock",
    "DefinitionError",
    "DemoServer",
    "InvalidKeyError",
    "IssuerKey",
    "Tenure",
    "VerificationKey",
    "is_common_secret",
]
