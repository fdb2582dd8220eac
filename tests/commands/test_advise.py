"""``advise`` on a real server: the decisions that the program must come to, and the formats of the record."""

import argparse
import json
import re
from dataclasses import replace

import pytest

from workbench.__main__ import main
from workbench.commands.advise import add_to, measured
from workbench.commands.trial_server import serving
from workbench.ui.assets import asset

LOAD = """
[load]
requests_per_s = 350
active_users = 12000
lookup_ms = {lookup_ms}
[users.typical]
roles = 3
groups = {groups}
readable = 40
writable = 10
id_characters = 36
[users.largest]
roles = 12
groups = 30
readable = {readable}
writable = 10
id_characters = 36
[needs]
"""
EXAMPLE = """
role_removed_within_s = 300
share_removed_within_s = 0
account_disabled_within_s = 300
logout_within_s = 300
behind = ["nginx"]
added_ms = 2.0
lookups_per_s = 1000
offline = false
per_record = true
client_may_read = ["roles"]
renewed_by = "refresh"
"""
NO_SHARES = """
role_removed_within_s = 1800
account_disabled_within_s = 1800
logout_within_s = 1800
behind = ["nginx"]
added_ms = 0.5
client_may_read = ["roles"]
"""
AT_ONCE = """
role_removed_within_s = 0
share_removed_within_s = 0
account_disabled_within_s = 0
logout_within_s = 0
added_ms = 2.0
per_record = true
"""
OFFLINE = """
behind = ["nginx"]
offline = true
per_record = true
"""
MEMBERS = {
    "needs", "designs", "choice", "lifetime_s", "claims", "left_out", "because", "would_change", "nearest", "commands",
}  # fmt: skip


@pytest.fixture(scope="module")
def profiles():
    """All designs, measured once as ``advise`` does: what is needed changes nothing about what they are."""
    with serving("advise", "documents", ()) as server:
        return measured(server)


@pytest.fixture
def advise(capsys, tmp_path, profiles):
    """``advise`` as the command line runs it, with what was measured once for all tests of this module."""

    def known(server):
        return replace(profiles, designs=tuple(each for each in profiles.designs if each.id in server.designs))

    commands = argparse.ArgumentParser()
    add_to(commands.add_subparsers(), read_asset=lambda name: asset(name).read_text(encoding="utf-8"), measure=known)

    def run(needs="", *arguments, lookup_ms=1.4, readable=10, groups=5, load=LOAD, designs=()):
        file = tmp_path / "needs.toml"
        file.write_text(load.format(lookup_ms=lookup_ms, readable=readable, groups=groups) + needs, encoding="utf-8")
        chosen = [part for design in designs for part in ("--design", design)]
        options = commands.parse_args(["advise", str(file), *chosen, *arguments])
        code = options.run(options)
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return run


def decided(advise, *arguments, **more):
    code, out, err = advise(*arguments, "--format", "json", **more)
    assert err == ""
    return code, json.loads(out)


def test_the_example_chooses_hybrid_and_says_why_not_the_others(advise):
    code, document = decided(advise, EXAMPLE, readable=240)
    assert (code, document["choice"], document["lifetime_s"], document["nearest"]) == (0, "hybrid", 300, None)
    assert document.keys() >= MEMBERS
    first = document["designs"][0]
    assert (first["id"], first["rank"], first["meets"], first["cache_s"]) == ("hybrid", 1, True, 0.0)
    assert set(first["checks"][0]) == {"need", "limit", "value", "unit", "ok", "how", "why"}
    assert set(first["token_bytes"]) == {"typical", "largest"}
    assert "roles: a removed share is never noticed." in document["because"]
    assert any(re.match(r"resource-ids: [\d,]+ B for the largest user; nginx takes 8,168 B", each)
               for each in document["because"])  # fmt: skip
    assert any(each.startswith("identity: adds ") for each in document["because"])
    assert {"input", "at", "to"} <= document["would_change"][0].keys()
    claims = {each["name"]: each for each in document["claims"]}
    assert claims["exp"]["value"] - claims["iat"]["value"] == 300
    assert all(each["why"] for each in (*document["claims"], *document["left_out"]))


def test_where_shares_do_not_matter_and_half_an_hour_is_fine_it_is_roles(advise):
    code, document = decided(advise, NO_SHARES)
    assert (code, document["choice"], document["lifetime_s"]) == (0, "roles", 1800)
    assert document["designs"][0]["mechanisms"] == []


def test_where_everything_must_count_at_once_and_a_lookup_is_fast_nobody_is_believed(advise):
    code, document = decided(advise, AT_ONCE, lookup_ms=0.2)
    assert (code, document["choice"]) == (0, "reference"), "introspection, where identity needs a deny-list"
    assert re.match(
        r"\d designs meet all 6 needs; reference comes first: 43 B .*, identity takes", document["because"][0]
    )
    code, document = decided(advise, AT_ONCE, lookup_ms=0.2, designs=("identity", "roles", "hybrid"))
    assert (code, document["choice"]) == (0, "identity")
    assert document["designs"][0]["mechanisms"] == ["deny-list"]
    assert any("hybrid: a removed role is noticed after 30 min" in each for each in document["because"])


def test_offline_and_per_record_it_is_resource_ids_while_the_token_fits(advise):
    code, document = decided(advise, OFFLINE)
    assert (code, document["choice"]) == (0, "resource-ids")
    code, document = decided(advise, OFFLINE, readable=5_000)
    assert (code, document["choice"]) == (1, None)
    assert document["nearest"]["misses"]
    relaxed = {each["input"]: each["to"] for each in document["would_change"] if each["to"] is not None}
    assert relaxed["needs.behind"] == "resource-ids"
    assert relaxed["needs.offline"] == "hybrid"
    assert relaxed["needs.per_record"] == "roles"
    assert relaxed["users.largest.readable"] == "resource-ids"
    assert document["claims"] == []


def test_objects_for_records_do_as_well_as_their_ids_and_cost_more(advise):
    code, document = decided(advise, OFFLINE, readable=20, designs=("resource-ids", "rar"))
    ids, details = document["designs"]
    assert (code, document["choice"]) == (0, "resource-ids")
    assert (details["id"], details["meets"], details["rank"]) == ("rar", True, 2)
    assert details["token_bytes"]["largest"] > ids["token_bytes"]["largest"]
    _, document = decided(advise, OFFLINE, readable=120, designs=("resource-ids", "rar"))
    assert {each["id"]: each["meets"] for each in document["designs"]} == {"resource-ids": True, "rar": False}


def test_beyond_a_limit_of_groups_the_token_shrinks_and_lookups_begin(advise):
    within, beyond = (
        decided(advise, AT_ONCE, groups=groups, designs=("hybrid", "overage"))[1]["designs"] for groups in (5, 6)
    )
    asked = [{each["id"]: each["lookups"] for each in designs} for designs in (within, beyond)]
    assert asked[0]["overage"] == asked[0]["hybrid"] == asked[1]["hybrid"]
    assert asked[1]["overage"] > asked[0]["overage"]
    (added,) = (
        check for each in beyond if each["id"] == "overage" for check in each["checks"] if check["need"] == "added_ms"
    )
    assert "since 6 groups are more than its tokens list" in added["why"]


def test_needs_that_exclude_each_other_are_reported(advise):
    code, document = decided(advise, OFFLINE + "logout_within_s = 0\n", designs=("roles",))
    assert code == 1
    assert document["contradictions"][0]["needs"] == ["logout_within_s", "offline"]
    code, out, _ = advise(OFFLINE + "logout_within_s = 0\n", designs=("roles",))
    assert code == 1
    assert "Logout and Without asking anyone exclude each other: Whoever decides without" in out


@pytest.mark.parametrize(
    ("requests_per_s", "active_users", "lookup_ms"),
    [(350, 0, 1.4), (1, 12_000, 1.4), (10**9, 12_000, 1.4), (350, 12_000, 0), (0, 0, 0)],
)
def test_any_load_gets_a_plain_answer(advise, requests_per_s, active_users, lookup_ms):
    values = {"requests_per_s": requests_per_s, "active_users": active_users, "lookup_ms": lookup_ms}
    load = "[load]\n" + "".join(f"{name} = {value}\n" for name, value in values.items()) + "[needs]\n"
    code, document = decided(advise, EXAMPLE, load=load)
    many = requests_per_s == 10**9
    assert (code, document["choice"]) == ((1, None) if many else (0, "hybrid"))
    for each in document["designs"]:
        added, asked = (check["value"] for check in each["checks"] if check["need"] in ("added_ms", "lookups_per_s"))
        assert added == pytest.approx(each["lookups"] * lookup_ms, abs=1e-3)
        assert asked == pytest.approx(each["lookups"] * requests_per_s, rel=1e-3, abs=requests_per_s * 1e-4)
    kept = next(each["lookups"] for each in document["designs"] if each["id"] == "cached")
    always = next(each["lookups"] for each in document["designs"] if each["id"] == "identity")
    assert kept < always if active_users else kept == always, "without users, nobody's answer is kept"
    if many:
        assert document["nearest"] == {"id": "hybrid", "misses": ["lookups_per_s"]}
        assert ("load.requests_per_s", "hybrid") in [(each["input"], each["to"]) for each in document["would_change"]]
    for wanted in ("text", "markdown"):
        _, out, err = advise(EXAMPLE, "--format", wanted, load=load)
        assert err == ""
        assert not re.search(r"\d[eE][+-]\d|\bnan\b|\binf(inity)?\b|\bNone\b|-0\b", re.sub(r'"[^"]*"|<[^>]*>', "", out))


def test_the_text_has_the_answer_first(advise):
    code, out, _ = advise(NO_SHARES, designs=("roles", "identity"))
    lines = out.splitlines()
    assert code == 0
    assert lines[0] == "Choose roles with a lifetime of 30 min."
    assert lines[3].split()[:5] == ["Design", "Meets", "Lifetime", "With", "role"]
    assert "It would change if:" in lines


def test_markdown_and_html_hold_the_whole_record(advise, tmp_path):
    code, out, _ = advise(NO_SHARES, "--format", "markdown", designs=("roles", "identity"))
    assert code == 0
    for heading in ("What is needed", "Which design meets it", "Why", "What would change it", "The token",
                    "A sample token", "JSON Schema of its claims", "How to repeat it"):  # fmt: skip
        assert f"## {heading}\n" in out
    assert "token-workbench staleness --scenario documents --design roles --design identity" in out
    page = tmp_path / "record.html"
    code, out, _ = advise(NO_SHARES, "--format", "html", "--output", str(page), designs=("roles", "identity"))
    assert (code, out) == (0, "")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert "Choose roles with a lifetime of 30 min" in text
    assert "src=" not in text
    assert "@page { size: A4" in text
    for heading in ("What is needed", "The token", "A sample token", "How to repeat it"):
        assert f"<h2>{heading}</h2>" in text


def test_the_measurement_that_tests_share_is_the_one_of_the_command(advise, capsys):
    designs = ("roles", "hybrid", "cached", "reference")
    code, shared = decided(advise, EXAMPLE, designs=designs)
    chosen = [part for design in designs for part in ("--design", design)]
    assert main(["advise", shared["commands"][0].split()[2], *chosen, "--format", "json"]) == code
    own = json.loads(capsys.readouterr().out)
    for document in (own, shared):
        document.pop("sample_token")
        document["claims"] = [each["name"] for each in document["claims"]]
    assert own == shared


def test_without_a_file_the_scenario_suggests_the_needs(capsys):
    code = main(["advise", "--design", "identity", "--design", "roles", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert code in (0, 1)
    assert document["needs"]["needs"]["behind"] == ["nginx"]
    assert document["needs"]["users"]["largest"]["id_characters"] == 5
    assert "advise --scenario documents" in document["commands"][0]


@pytest.mark.parametrize(
    ("needs", "arguments", "message"),
    [
        ("behind = ['ngnix']", (), 'needs.toml: needs.behind: "ngnix" is not known here; expected "nginx", or another'),
        ("", ("--design", "role"), 'There is no design "role". Choose from hybrid'),
        ("", ("--scenario", "mars"), "mars: is not one of the built-in scenarios"),
        ("", ("--design", "roles", "--output", "/nowhere/at/all"), "all cannot be written: no such file or directory."),
    ],
)
def test_what_cannot_be_used_is_said_on_one_line(advise, needs, arguments, message):
    code, out, err = advise(needs, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("token-workbench advise: ")
    assert message in err
    assert err.count("\n") == 1


def test_a_file_that_is_not_there_is_said_on_one_line(capsys, tmp_path):
    assert main(["advise", str(tmp_path / "missing.toml")]) == 2
    assert "missing.toml cannot be read: no such file or directory." in capsys.readouterr().err
