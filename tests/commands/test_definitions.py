"""The files of built-in designs and scenarios, printed to begin a file of one's own with."""

import pytest

from demo_server.policy.designs import BUILT_IN, load_design
from demo_server.world.scenario import load_scenario
from workbench.__main__ import main
from workbench.services.server_host import SCENARIOS


def run(capfd, *arguments):
    code = main(list(arguments))
    printed = capfd.readouterr()
    return code, printed.out, printed.err


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_printed_design_is_a_design_file_that_decides_alike(capfd, tmp_path, name):
    code, out, _ = run(capfd, "design", name)
    mine = tmp_path / "mine.toml"
    mine.write_text(out, encoding="utf-8")
    read, built_in = load_design(mine), load_design(name)
    assert code == 0
    assert (read.id, read.claim_names, read.description) == (built_in.id, built_in.claim_names, built_in.description)
    policies = [[str(grant.options.get("policies", "")).strip() for grant in each.grants] for each in (read, built_in)]
    assert policies[0] == policies[1], "policies in a file beside the design are in the copy"


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_printed_scenario_is_a_scenario_file(capfd, tmp_path, name):
    code, out, _ = run(capfd, "scenario", name)
    mine = tmp_path / "mine.toml"
    mine.write_text(out, encoding="utf-8")
    assert code == 0
    assert load_scenario(mine).users == load_scenario(name).users


def test_the_comments_that_describe_the_format_are_printed_too(capfd):
    _, out, _ = run(capfd, "design", "roles")
    assert out.startswith("# Roles in the token")
    assert "title, description" in out


def test_without_a_name_all_are_listed(capfd):
    code, out, _ = run(capfd, "design")
    assert code == 0
    assert [line.split()[0] for line in out.splitlines()] == list(BUILT_IN)
    assert "Roles in the token" in out
    code, out, _ = run(capfd, "scenario")
    assert [line.split()[0] for line in out.splitlines()] == list(SCENARIOS)


@pytest.mark.parametrize("kind", ["design", "scenario"])
def test_an_unknown_name_is_refused_with_those_that_there_are(capfd, kind):
    code, out, err = run(capfd, kind, "rolls")
    assert (code, out) == (2, "")
    assert err.startswith(f"token-workbench {kind}: rolls: is not one of the built-in {kind}s; expected ")
