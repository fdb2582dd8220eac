"""Imports what the first login needs once the server answers, so that nobody waits for it."""

from collections.abc import Callable
from importlib import import_module

# In the order of their use; each brings along what it imports itself.
MODULES = (
    "workbench.services.http_client.client",
    "workbench.core.verification.ring_verdict",
    "workbench.core.verification.claims_verdict",
    "workbench.core.claims.changes",
    "workbench.core.claims.lifetime",
    "workbench.core.claims.plain_language",
    "workbench.core.claims.registry",
    "workbench.core.lint.tokens.table",
    "workbench.core.token.size",
    "workbench.core.signing.cost",
    "workbench.core.signing.jose",
    "workbench.core.answers.outcome",
    "workbench.core.text.typed_time",
    "workbench.core.variants.variant",
    "workbench.core.diff.common_affixes",
    "workbench.core.diff.members",
    "workbench.presenters.session.state",
)


def warm_up(stopped: Callable[[], bool]) -> None:
    """Import them one after the other; *stopped* is asked before each."""
    for name in MODULES:
        if stopped():
            return
        import_module(name)
