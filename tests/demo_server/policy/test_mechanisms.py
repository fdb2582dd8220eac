"""The tables of a design file that say how its tokens are revoked, renewed, and looked up."""

import pytest

from demo_server import DefinitionError
from demo_server.policy.designs import load_design
from demo_server.policy.mechanisms import Confirm, Mechanisms, Refresh, TokenForm
from demo_server.policy.revocation import Revocation

DESIGN = """
id = "mine"
title = "Mine"
{tables}
[[grants]]
kind = "directory-roles"
"""
VERSION = '[claims]\npver = "{user.permission_version}"\n'


@pytest.fixture
def load(tmp_path):
    def read(tables):
        path = tmp_path / "mine.toml"
        path.write_text(DESIGN.replace("{tables}", tables), encoding="utf-8")
        return load_design(path).mechanisms

    return read


@pytest.mark.parametrize(
    ("tables", "expected"),
    [
        ("", Mechanisms()),
        ('[token]\nform = "jwt"', Mechanisms()),
        ('[token]\nconfirm = "dpop"', Mechanisms(confirm=Confirm.DPOP)),
        (
            '[token]\nform = "reference"\nconfirm = "dpop"',
            Mechanisms(TokenForm.REFERENCE, Revocation.INTROSPECTION, confirm=Confirm.DPOP),
        ),
        ('[revocation]\nby = "none"', Mechanisms(revocation=Revocation.NONE)),
        ("[directory]\ncache_s = 30", Mechanisms(directory_cache_s=30)),
        ("[directory]\ncache_s = 0", Mechanisms()),
        ("[refresh]\nlifetime_s = 60", Mechanisms(refresh=Refresh(60))),
        ("[refresh]\nlifetime_s = 60\nrotate = false", Mechanisms(refresh=Refresh(60, rotates=False))),
        (
            '[token]\nform = "reference"\n[introspection]\ncache_s = 5',
            Mechanisms(TokenForm.REFERENCE, Revocation.INTROSPECTION, introspection_cache_s=5),
        ),
        (
            f'{VERSION}[revocation]\nby = "version"',
            Mechanisms(revocation=Revocation.VERSION, version_claim="pver"),
        ),
        (
            '[claims]\nv = "{user.permission_version}"\n[revocation]\nby = "version"\nclaim = "v"',
            Mechanisms(revocation=Revocation.VERSION, version_claim="v"),
        ),
    ],
)
def test_each_table_says_one_thing(load, tables, expected):
    assert load(tables) == expected


@pytest.mark.parametrize(
    ("tables", "key", "hint"),
    [
        ('[token]\nform = "opaque"', "token.form", "jwt, reference"),
        ("[token]\nfrom = 1", "token.from", "form"),
        ('[token]\nconfirm = "mtls"', "token.confirm", "dpop"),
        ("[token]\nconfirm = true", "token.confirm", "string"),
        ('[token]\nconfirms = "dpop"', "token.confirms", "confirm"),
        ('[claims]\ncnf = { jkt = "x" }\n[token]\nconfirm = "dpop"', "token.confirm", "leaves cnf out of [claims]"),
        ('[revocation]\nby = "denylist"', "revocation.by", "deny-list"),
        ('[revocation]\nby = "introspection"', "revocation.by", "reference"),
        ('[token]\nform = "reference"\n[revocation]\nby = "deny-list"', "revocation.by", "introspection"),
        ('[token]\nform = "reference"\n[revocation]\nby = "version"', "revocation.by", "introspection"),
        ('[revocation]\nby = "version"', "revocation.claim", "permission_version"),
        (f'{VERSION}[revocation]\nby = "version"\nclaim = "v"', "revocation.claim", "permission_version"),
        (f'{VERSION}[revocation]\nby = "deny-list"\nclaim = "pver"', "revocation.claim", "by"),
        ("[directory]\ncache_s = -1", "directory.cache_s", "0 to 86400"),
        ("[directory]\ncache_s = 86401", "directory.cache_s", "0 to 86400"),
        ("[directory]\ncache_s = true", "directory.cache_s", "0 to 86400"),
        ("[directory]\ncache_s = 0.5", "directory.cache_s", "0 to 86400"),
        ("[directory]", "directory.cache_s", "0 to 86400"),
        ("[introspection]\ncache_s = 5", "introspection", "reference"),
        ("[refresh]\nlifetime_s = 0", "refresh.lifetime_s", "1 to"),
        ("[refresh]\nrotate = true", "refresh.lifetime_s", "1 to"),
        ('[refresh]\nlifetime_s = 60\nrotate = "yes"', "refresh.rotate", "true or false"),
        ("[refresh]\nlifetime_s = 60\nrotates = true", "refresh.rotates", "rotate"),
        ("refresh = true", "refresh", "[refresh]"),
    ],
)
def test_a_mistake_is_reported_with_its_key_and_what_was_expected(load, tables, key, hint):
    with pytest.raises(DefinitionError) as caught:
        load(tables)
    text = str(caught.value)
    assert key in text
    assert hint in text
    assert "mine.toml" in text


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("cached", Mechanisms(directory_cache_s=30)),
        ("versioned", Mechanisms(revocation=Revocation.VERSION, version_claim="pver")),
        ("short-refresh", Mechanisms(revocation=Revocation.NONE, refresh=Refresh(28_800))),
        ("reference", Mechanisms(TokenForm.REFERENCE, Revocation.INTROSPECTION)),
    ],
)
def test_the_built_in_designs_use_them(name, expected):
    assert load_design(name).mechanisms == expected
