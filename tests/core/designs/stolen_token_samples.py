"""A small reach, written by hand: bob's token under two designs."""

from workbench.core.designs.stolen_token import (
    Allowed,
    BlastRadius,
    DesignReach,
    EndedBy,
    ProtectedRoute,
    ReadableClaims,
    Revoker,
    RouteReach,
)

NOW = 1_700_000_000
ME = ProtectedRoute("GET", "/me", None, False, 1, ("/me",))
READ = ProtectedRoute("GET", "/docs/{id}", "docs:read", False, 3, ("/docs/a", "/docs/b", "/docs/c%2F1"))
WRITE = ProtectedRoute("PUT", "/docs/{id}", "docs:write", False, 3, READ.paths)
OPEN = ProtectedRoute("POST", "/docs/{id}/open", "docs:open", True, 3, ("/docs/a/open", "/docs/b/open", "/docs/c/open"))
ROUTES = (ME, READ, WRITE, OPEN)
READABLE = ReadableClaims(400, NOW + 1800, (("sub", "bob"), ("roles", ["viewer"])))


def reached(route, *allowed):
    return RouteReach(route, allowed)


def by_roles(*paths):
    return tuple(Allowed(path, "roles", ("roles",)) for path in paths)


def by_acl(*paths):
    return tuple(Allowed(path, "acl") for path in paths)


def design(name="roles", routes=None, ended_by=None, readable=READABLE):
    """The roles of bob let him read everything, and nothing looks at the account."""
    if routes is None:
        routes = (
            reached(ME, Allowed("/me", "")),
            reached(READ, *by_roles(*READ.paths)),
            reached(WRITE),
            reached(OPEN),
        )
    return DesignReach(name, routes, readable, ended_by or EndedBy(revocation=Revoker.DENY_LIST, account=False))


IDENTITY = design(
    "identity",
    (
        reached(ME, Allowed("/me", "")),
        reached(READ, *by_acl("/docs/b")),
        reached(WRITE, *by_acl("/docs/b")),
        reached(OPEN),
    ),
    EndedBy(revocation=Revoker.DENY_LIST, account=True),
)
ROLES = design()
REFUSED = DesignReach.nothing("large", ROUTES, "The token is too large: every request is answered 431.", READABLE)
REACH = BlastRadius("bob", NOW, (IDENTITY, ROLES, REFUSED))
