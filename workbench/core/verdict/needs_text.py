"""Writes needs as the TOML file that ``advise`` reads."""

import json

from workbench.core.verdict.needs import Needs


def needs_text(needs: Needs) -> str:
    """The needs as a file; reading it gives the same needs."""
    document = needs.to_json()
    users = document.pop("users")
    tables = {"load": document["load"], "needs": document["needs"]}
    if isinstance(users, dict):
        tables |= {f"users.{name}": user for name, user in users.items()}
    blocks = []
    for name, values in tables.items():
        lines = [f"[{name}]"]
        if isinstance(values, dict):
            lines += [f"{key} = {json.dumps(value)}" for key, value in values.items()]
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)
