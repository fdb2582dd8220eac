"""Rules on what a key says that it is for: ``use``, ``key_ops`` and ``alg`` (RFC 7517 sections 4.2 to 4.4)."""

from collections.abc import Callable, Iterator

from workbench.core.keys.purpose import Contradiction, objections
from workbench.core.keys.verification_key import permitted_algorithms
from workbench.core.lint.keys.rule import Look


def says(about: Contradiction) -> Callable[[Look], Iterator[str]]:
    """The function of the rule on what a JWK says of *about*."""

    def look_at(look: Look) -> Iterator[str]:
        key = look.key
        for objection in objections(key.stated, permitted_algorithms(key.members), key.half):
            if objection.about is about:
                yield objection.message

    return look_at
