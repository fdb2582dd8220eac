"""Tokens as a design might issue them, made without a server: for those who need a model and no truth about it."""

import base64
import json

from workbench.core.designs.size_model import Held

BOB = Held(("viewer",), ("sales",), ("doc-2", "doc-3"), ("doc-2",))


def made_up_tokens(*, lists_read=0, roles=False, held=BOB):
    """A sample as `TokenModel.learn` takes it; ids have 36 characters, roles 8."""

    def sample(counts):
        readable = [*held.readable, *(f"{number:036}" for number in range(counts.readable))][: counts.readable]
        claims = {"sub": "bob", **{f"canRead{number}": readable for number in range(lists_read)}}
        if roles:
            claims["roles"] = [*held.roles, *(f"{number:08}" for number in range(counts.roles))][: counts.roles]
        return ".".join((_encoded({"alg": "ES256"}), _encoded(claims), "s" * 86))

    return sample


def _encoded(value):
    text = json.dumps(value, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
