"""Keys, tokens, users and answers for the widgets to show."""

from tests.presenters.stand_ins import NOW, key
from workbench.core.answers.check_outcome import CheckOutcome
from workbench.core.answers.outcome import (
    Check,
    Comparison,
    Decision,
    Flip,
    FlipChange,
    FlipWhere,
    GrantResult,
    Outcome,
    Request,
)
from workbench.core.claims.claim_set import ClaimSet
from workbench.core.claims.registry import parse_header_registry, parse_registry
from workbench.core.designs.growth import DesignSize, Growth, GrowthCurve, SizeReport
from workbench.core.keys.signing_key import KeyRole
from workbench.core.server.info import DesignInfo, UserInfo
from workbench.core.signing.jose import sign
from workbench.core.token.size import ClaimCost, TokenSize
from workbench.presenters.requests.replay import Answers
from workbench.ui.assets import asset

ISSUER = key("demo-issuer", trusted=True, role=KeyRole.ISSUER)
STRANGER = key("stranger")
_TABLE = asset("claims.csv").read_text(encoding="utf-8")
REGISTRY = parse_registry(_TABLE)
HEADER_REGISTRY = parse_header_registry(_TABLE)


def token(payload, header=None, signer=ISSUER):
    """A compact token of this payload text, signed by *signer*."""
    header = header or {"typ": "JWT", "alg": signer.algorithm, "kid": signer.kid}
    return sign(header, ClaimSet.from_json(payload), signer)


# Bob's token under the design of roles: valid for half an hour.
ISSUED = token(
    '{"iss":"https://demo.example","sub":"bob","aud":"documents","roles":["viewer"],'
    f'"exp":{NOW + 1800},"nbf":{NOW},"iat":{NOW},"jti":"j1"}}'
)
NAMES = ["iss", "sub", "aud", "roles", "exp", "nbf", "iat", "jti"]


def user(username, roles=("viewer",), groups=("sales",), *, disabled=False):
    """A user of the scenario."""
    return UserInfo(username, username.title(), roles, groups, disabled, f"{username}-pass")


def design(name, *, trusted_claims=(), account_check=False):
    """A claim design."""
    summary = "What the token carries."
    return DesignInfo(name, name.title(), "JWT", summary, trusted_claims=trusted_claims, account_check=account_check)


USERS = (user("alice", ("editor",), ("engineering",)), user("bob"), user("erin", disabled=True))
DESIGNS = (design("identity"), design("roles"), design("groups-acl"))

DELETE = Request("doc-1-delete", "DELETE", "/documents/doc-1")
CHANGE = Request("doc-1-put", "PUT", "/documents/doc-1", '{"title": "New"}')
ADD_ADMIN = Flip(FlipChange.ADD, FlipWhere.CLAIM, "roles", "admin", 'add "admin" to roles')
SET_ROLES = Flip(FlipChange.SET, FlipWhere.CLAIM, "roles", ["admin"], 'set roles to ["admin"]')
IN_DIRECTORY = Flip(FlipChange.ADD, FlipWhere.DIRECTORY, "acl of doc-1", "bob", "add bob to the ACL of doc-1")


def check(name, outcome=CheckOutcome.PASS, detail="As it should be.", reads=(), source="token"):
    return Check(name, outcome, detail, reads, source, 12.0)


def grant(*flips, granted=False, detail="No role grants documents:delete."):
    return GrantResult("roles", granted, detail, ("roles",), flips)


def outcome(status, *, checks=(), grants=(), reason="", request=DELETE, body="{}", headers=()):
    """An answer with its decision, as the server gives both."""
    decision = Decision(
        "r1", request.method, request.path, status, "", reason, "roles", "bob", checks, grants, ("roles",), 1, 412, 87.0
    )
    phrase = {200: "OK", 401: "Unauthorized", 403: "Forbidden"}[status]
    return Outcome(request, status, phrase, headers, body, decision, 0.5)


def allowed(**more):
    grants = more.pop("grants", (grant(granted=True, detail="The role admin grants documents:delete."),))
    return outcome(200, checks=(check("signature"), check("permission")), grants=grants, **more)


def refused(*flips, detail="No role grants documents:delete.", **more):
    failed = check("permission", CheckOutcome.FAIL, detail, ("roles",))
    checks = (check("signature"), failed)
    return outcome(403, checks=checks, grants=(grant(*flips),), reason="permission.refused", **more)


def answers(issued=None, edited=None, request=DELETE):
    return Answers(request, Comparison(issued, edited))


def size_report(question, heavy=9_000):
    """Two designs: one whose token stays as it is, one that grows to *heavy* bytes at ten of whatever grows."""
    sizes = (
        DesignSize("identity", TokenSize(100, (ClaimCost("sub", 11, 15), ClaimCost("exp", 17, 22)), 3, 86)),
        DesignSize("<b>heavy</b>", TokenSize(100, (ClaimCost("sub", 11, 15), ClaimCost("ids", 6500, 8667)), 3, 86)),
    )
    curves = (GrowthCurve("identity", (228, 228, 228)), GrowthCurve("<b>heavy</b>", (400, heavy, 90_000)))
    return SizeReport(question, sizes, Growth(question.growing, (1, 10, 100), 5, curves))
