"""The demo server: logs users in, issues JWTs and says for each request why it was allowed or refused."""

from importlib import import_module

TYPE_CHECKING = False  # as in typing, which takes long to import
if TYPE_CHECKING:
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

_MODULES = {
    "Clock": "clock",
    "DefinitionError": "world.toml_reader",
    "DemoServer": "server",
    "InvalidKeyError": "tokens.trust",
    "IssuerKey": "tokens.issuer_key",
    "Tenure": "tokens.trust",
    "VerificationKey": "tokens.trust",
}


def __getattr__(name: str) -> object:
    """Import what is asked for: the package alone must load fast, so that ``__main__`` can take Ctrl-C early."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
