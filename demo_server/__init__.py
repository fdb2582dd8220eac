"""The demo server: logs users in, issues JWTs and says for each request why it was allowed or refused."""

from demo_server.clock import Clock
from demo_server.server import DemoServer
from demo_server.tokens.issuer_key import IssuerKey
from demo_server.tokens.trust import InvalidKeyError, Tenure, VerificationKey
from demo_server.world.toml_reader import DefinitionError

__all__ = [
    "Clock",
    "DefinitionError",
    "DemoServer",
    "InvalidKeyError",
    "IssuerKey",
    "Tenure",
    "VerificationKey",
]
