"""Record anew what other JOSE libraries make and accept: ``python -m tests.interop.record FOLDER``; see README.md.

FOLDER has the peers in its ``node_modules``, and stands outside the repository.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

from workbench.core.claims.claim_set import ClaimSet
from workbench.core.keys.algorithms import KINDS as ALL_KINDS
from workbench.core.keys.signing_key import generate
from workbench.core.signing.jose import sign

KINDS = tuple(kind for kind in ALL_KINDS if kind.alg not in ("Ed25519", "Ed448"))
"""The kinds that the record has; the names of RFC 9864 are exchanged in tests/core/signing/test_fully_specified.py."""

HERE = Path(__file__).parent
RECORD = HERE / "tokens.json"

ISSUED_AT = 1_764_000_000
CLAIMS = {
    "iss": "https://demo.example",
    "aud": "documents",
    "sub": "bob",
    "exp": ISSUED_AT + 1800,
    "iat": ISSUED_AT,
    "jti": "interop",
    "roles": ["viewer"],
    "name": "Bób 🔑",
}

PEERS = (
    ("jose", ("peer_jose.mjs", "jose")),
    ("jose", ("peer_jose.mjs", "jose5")),
    ("jsonwebtoken", ("peer_jsonwebtoken.mjs",)),
)


def ours() -> list[dict]:
    """A key and a token of each kind."""
    made = []
    for kind in KINDS:
        key = generate(kind.name, f"interop {kind.name}", now=ISSUED_AT)
        token = sign({"alg": kind.alg, "typ": "JWT", "kid": key.kid}, ClaimSet.from_dict(CLAIMS), key)
        made.append({"kind": kind.name, "jwk": key.private_jwk(), "token": token})
    return made


def shown_to_peers(made: dict) -> dict:
    """Token and key as a verifier gets them."""
    private = {"d", "p", "q", "dp", "dq", "qi", "priv"}
    jwk = {name: value for name, value in made["jwk"].items() if name not in private}
    return {"kind": made["kind"], "alg": jwk["alg"], "jwk": jwk, "token": made["token"]}


def ask(folder: Path, script: tuple[str, ...], request: dict) -> dict:
    """Run a peer in the folder where its packages are."""
    for name in ("exchange.mjs", script[0]):
        shutil.copy(HERE / name, folder / name)
    result = subprocess.run(
        ["node", *script], cwd=folder, input=json.dumps(request), capture_output=True, text=True, check=True
    )
    return json.loads(result.stdout)


def main(folder: Path) -> None:
    """Ask every peer, and write the record."""
    made = ours()
    request = {
        "kinds": [{"kind": kind.name, "alg": kind.alg, "crv": kind.crv} for kind in KINDS],
        "claims": CLAIMS,
        "ours": [shown_to_peers(each) for each in made],
    }
    peers = [{"name": name} | ask(folder, script, request) for name, script in PEERS]
    record = {"claims": CLAIMS, "ours": made, "peers": peers}
    RECORD.write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for peer in peers:
        print(peer["name"], peer["version"], len(peer["made"]), "kinds; lacks", ", ".join(peer["lacks"]) or "none")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
