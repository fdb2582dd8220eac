"""Forged and misused tokens for the tests: each is accepted only by a server that has a certain weakness."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from demo_server import DemoServer
from tests.demo_server.tokens.samples import segment, without

# The order n of each curve: NIST SP 800-186, and SEC 2 for secp256k1.
ORDERS = {
    "ES256": 0xFFFFFFFF_00000000_FFFFFFFF_FFFFFFFF_BCE6FAAD_A7179E84_F3B9CAC2_FC632551,
    "ES384": 2**384 - 0x389CB27E_0BC8D220_A7E5F24D_B74F58851313E695_333AD68D,
    "ES512": 2**521 - 0x5_AE79787C_40D06994_8033FEB7_08F65A2F_C44A3647_7663B851_449048E1_6EC79BF7,
    "ES256K": 2**256 - 0x1_45512319_50B75FC4_402DA173_2FC9BEBF,
}


class Target:
    """A running server, as an attacker with an account of their own sees it.

    Args:
        client: connected to the server.
        server: whose issuer key signs what only an issuer can sign.
    """

    def __init__(self, client: httpx.Client, server: DemoServer) -> None:
        self._client = client
        self._key = server.issuer_key
        answer = client.post("/login", json={"username": "bob", "password": "bob-pass"})
        self.token: str = answer.json()["access_token"]
        self.claims: dict[str, Any] = json.loads(_octets(self.token.split(".")[1]))

    def get(self, path: str, token: str) -> httpx.Response:
        return self._client.get(path, headers={"Authorization": f"Bearer {token}"})

    def log_out(self, token: str) -> None:
        answer = self._client.post("/logout", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code == 204, answer.text

    def decision(self, answer: httpx.Response) -> dict[str, Any]:
        """The decision on an answered request."""
        found = self._client.get(f"/debug/decisions/{answer.headers['x-request-id']}").json()
        assert isinstance(found, dict)
        return found

    def sign(self, change: Mapping[str, Any], *, leave_out: str = "") -> str:
        """Let the issuer sign bob's claims with a change, and without the claim *leave_out*."""
        return self._key.sign(without(self.claims | dict(change), leave_out), "JWT")


@dataclass(frozen=True)
class Attack:
    """One way to misuse a token.

    Attributes:
        forge: makes the token.
        path: what the attacker asks for.
        needs: the weaknesses any one of which lets it in.
        refused_by: the reason that a strict server gives.
    """

    forge: Callable[[Target], str]
    path: str
    needs: frozenset[str]
    refused_by: str


def unsigned(alg: str) -> Callable[[Target], str]:
    """Make the token of an administrator that nobody signed."""

    def forge(target: Target) -> str:
        claims = target.claims | {"sub": "u-1003", "roles": ["admin"], "jti": "forged"}
        return f"{segment({'alg': alg, 'typ': 'JWT'})}.{segment(claims)}."

    return forge


def same_signature_in_other_octets(token: str) -> str:
    """Replace an ECDSA signature (r, s) by (r, n - s), which is valid too."""
    signing_input, _, signature = token.rpartition(".")
    order = ORDERS[json.loads(_octets(token.split(".", maxsplit=1)[0]))["alg"]]
    octets = _octets(signature)
    half = len(octets) // 2
    r, s = octets[:half], int.from_bytes(octets[half:], "big")
    return f"{signing_input}.{segment(r + (order - s).to_bytes(half, 'big'))}"


def logged_out(target: Target) -> str:
    """Log out, then change the text of the token and not its meaning."""
    token = target.sign({"jti": "logged-out"})
    target.log_out(token)
    assert target.get("/me", token).json()["reason"] == "revocation.revoked", "the token itself is revoked"
    return same_signature_in_other_octets(token)


ATTACKS: Mapping[str, Attack] = {
    **{
        f"alg {alg}": Attack(unsigned(alg), "/admin/users", frozenset({weakness}), "algorithm.none")
        for alg, weakness in {
            "none": "alg-none", "None": "alg-none-case", "NONE": "alg-none-case", "nOnE": "alg-none-case"
        }.items()
    },
    "expired": Attack(
        lambda target: target.sign({"exp": target.claims["iat"] - 1}),
        "/me", frozenset({"exp-ignored"}), "expiry.expired",
    ),
    "without exp": Attack(
        lambda target: target.sign({}, leave_out="exp"), "/me", frozenset({"exp-ignored"}), "expiry.missing"
    ),
    "exp as a string": Attack(
        lambda target: target.sign({"exp": str(target.claims["exp"])}),
        "/me", frozenset({"exp-ignored"}), "expiry.not_a_number",
    ),
    "roles as a string": Attack(
        lambda target: target.sign({"roles": "not-admin"}),
        "/admin/users", frozenset({"role-substring"}), "permission.refused",
    ),
    "logged out": Attack(logged_out, "/me", frozenset({"denylist-by-token-hash"}), "revocation.revoked"),
}  # fmt: skip

NEIGHBOURS: Mapping[str, tuple[Callable[[Target], str], str, str]] = {
    # Tokens close to an attack that no weakness may let in: how to forge them, the path, the reason of the refusal.
    "alg none with a signature": (
        lambda target: unsigned("none")(target) + target.token.rpartition(".")[2], "/me", "algorithm.none",
    ),
    "alg NONE with a signature": (
        lambda target: unsigned("NONE")(target) + target.token.rpartition(".")[2], "/me", "algorithm.none",
    ),
    "alg none in two segments": (lambda target: unsigned("none")(target)[:-1], "/me", "format.segments"),
    "alg none with a blank": (unsigned("none "), "/me", "algorithm.unknown"),
    "alg empty": (unsigned(""), "/me", "algorithm.unknown"),
    "ES256 without a signature": (
        lambda target: target.token.rpartition(".")[0] + ".", "/me", "signature.invalid",
    ),
    "changed claims": (
        lambda target: ".".join(
            [target.token.split(".")[0], segment(target.claims | {"sub": "u-1003"}), target.token.split(".")[2]]
        ),
        "/me", "signature.invalid",
    ),
    "not yet valid": (lambda target: target.sign({"nbf": target.claims["exp"]}), "/me", "not_before.future"),
    "another audience": (lambda target: target.sign({"aud": "billing-api"}), "/me", "audience.unexpected"),
    "another issuer": (lambda target: target.sign({"iss": "https://evil.example"}), "/me", "issuer.unexpected"),
    "a role of another name in an array": (
        lambda target: target.sign({"roles": ["not-admin"]}), "/admin/users", "permission.refused",
    ),
    "roles in an object": (
        lambda target: target.sign({"roles": {"admin": True}}), "/admin/users", "permission.refused",
    ),
    "a string without a role": (lambda target: target.sign({"roles": "adm in"}), "/admin/users", "permission.refused"),
}  # fmt: skip


def _octets(segment_text: str) -> bytes:
    return base64.urlsafe_b64decode(segment_text + "=" * (-len(segment_text) % 4))
