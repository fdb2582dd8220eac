"""Profiles of designs as a server showed them, without a server."""

import base64
import json

from workbench.core.designs.size_model import Held, TokenModel
from workbench.core.designs.stale_window import Ending, Right, StaleWindow, StaleWindows
from workbench.core.server.info import DesignInfo, Mechanism
from workbench.core.token.header_limits import HeaderLimit, LimitScope
from workbench.core.verdict.needs import Needs, Readable, ServiceLoad, UserSize
from workbench.core.verdict.profile import Agreement, DesignProfile, Issued, Profiles, Questions, Sizes

LIMITS = {
    "nginx": HeaderLimit("nginx", "1.22", LimitScope.LINE, 8_192, 8_168, "400", ""),
    "uWSGI": HeaderLimit("uWSGI", "2.0", LimitScope.BLOCK, 4_096, 3_812, "closed", ""),
}

A, E, N, K, G = Ending.AT_ONCE, Ending.EXPIRY, Ending.NEVER, Ending.KEPT_ANSWER, Ending.NOT_GRANTED
_TURNED_S = {A: 0, E: 1800, K: 30}


def _window(right, ending):
    return StaleWindow(right, ending, 1800, _TURNED_S.get(ending), f"remove the {right}", "GET /documents")


def _sizes(*lists):
    """Tokens that list names as often as *lists* says: roles, groups, readable, writable."""

    def sample(counts):
        made_up = {
            "roles": [f"role{number:04}" for number in range(counts.roles)],
            "groups": [f"group{number:07}" for number in range(counts.groups)],
            "readable": [f"{number:036}" for number in range(counts.readable)],
            "writable": [f"{number:036}" for number in range(counts.writable)],
        }
        claims = {"sub": "u-1", **{name: made_up[name] for name in lists}}
        payload = json.dumps(claims, separators=(",", ":")).encode()
        return f"{'h' * 40}.{base64.urlsafe_b64encode(payload).decode().rstrip('=')}.{'s' * 86}"

    return Sizes("ann", TokenModel.learn(sample, Held()))


def profile(
    design, endings, *, asked=(0.0, 0.0), lists=(), readable=None, differing=0, kept_s=0, mechanisms=(), **more
):
    """A design.

    Args:
        design: its id.
        endings: of role, group, share and account; a logout ends with the deny-list, or with exp.
        asked: questions to the directory of a request without a record, and of one for a record.
        lists: the lists in its tokens.
        readable: what the tokens reveal, with the claims.
        differing: how many answers on records differ from the reference's.
        kept_s: how long answers are kept.
        mechanisms: what it needs beside tokens and a directory.
        more: replaces members.
    """
    windows = tuple(_window(right, ending) for right, ending in zip(Right, (*endings, A), strict=True))
    claims = {
        "iss": "https://i.example",
        "sub": "u-1",
        "aud": "x",
        "exp": 2_000_001_800,
        "iat": 2_000_000_000,
        "jti": "j",
    }
    names = [name for each in (readable or {}).values() for name in each]
    made = {
        "info": DesignInfo(design, design, "JWT", "", kept_s=kept_s, mechanisms=frozenset(map(Mechanism, mechanisms))),
        "windows": StaleWindows(design, windows),
        "without_deny_list": _window(Right.LOGOUT, E),
        "questions": (
            Questions("list", False, {"directory": asked[0], "deny-list": 1.0}),
            Questions("read", True, {"directory": asked[1], "deny-list": 1.0}),
        ),
        "agreement": Agreement(10, differing, "GET /documents/d-1 is allowed for bob" if differing else "", "hybrid"),
        "readable": dict(readable or {}),
        "typical": _sizes(*lists),
        "largest": _sizes(*lists),
        "issued": (Issued("ann", {"alg": "ES256"}, claims | {name: ["x"] for name in names}, 400),),
    }
    return DesignProfile(**(made | more))


HYBRID = profile("hybrid", (E, A, A, E), asked=(0, 2), lists=("roles",), readable={Readable.ROLES: ("roles",)})
IDENTITY = profile("identity", (A, A, A, A), asked=(3, 3))
CACHED = profile("cached", (K, K, K, K), asked=(3, 3), kept_s=30, mechanisms=("cache",))
ROLES = profile("roles", (E, N, N, E), lists=("roles",), readable={Readable.ROLES: ("roles",)}, differing=4)
SCOPES = profile("scopes", (E, N, N, E), lists=("roles",), readable={Readable.RIGHTS: ("scope",)}, differing=4)
RESOURCE_IDS = profile(
    "resource-ids",
    (G, E, E, E),
    lists=("readable", "writable"),
    readable={Readable.RECORDS: ("readable", "writable")},
)


def profiles(*designs):
    """These designs, or all of this file."""
    found = designs or (HYBRID, IDENTITY, CACHED, ROLES, SCOPES, RESOURCE_IDS)
    return Profiles("documents", tuple(found), UserSize(), UserSize(), per_record=True, answers=100)


EXAMPLE = Needs(
    load=ServiceLoad(350, 12_000, 1.4),
    typical=UserSize(3, 5, 40, 10),
    largest=UserSize(12, 30, 150, 100),
    role_removed_within_s=300,
    share_removed_within_s=0,
    account_disabled_within_s=300,
    logout_within_s=300,
    behind=("nginx",),
    added_ms=2.0,
    lookups_per_s=1_000,
    per_record=True,
    client_may_read=frozenset((Readable.ROLES,)),
)
"""The needs of the example."""
