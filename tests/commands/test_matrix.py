import csv
import io
import json

import pytest

from workbench.__main__ import main


def run(capsys, *arguments):
    code = main(["matrix", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_json_is_what_the_contract_says(capsys):
    code, out, _ = run(capsys, "--design", "roles", "--design", "identity", "--user", "bob", "--format", "json")
    document = json.loads(out)
    assert code == 0
    assert list(document) == ["scenario", "requests", "cells"]
    assert document["scenario"] == "documents"
    assert len(document["cells"]) == 2 * len(document["requests"])
    answers = {(cell["design"], cell["request"]): cell["status"] for cell in document["cells"]}
    assert answers["roles", "doc-1-read"] == 200
    assert answers["identity", "doc-1-read"] == 403


def test_the_table_has_a_block_for_each_user(capsys):
    code, out, _ = run(capsys, "--design", "roles", "--user", "bob", "--user", "carol")
    assert code == 0
    bob, carol = out.split("\n\n")
    assert bob.splitlines()[0].split()[0] == "bob"
    assert carol.splitlines()[1].split()[0] == "roles"
    assert set(carol.splitlines()[1].split()[1:]) == {"200"}


@pytest.mark.parametrize("scenario", ["clinic", "tenants"])
def test_other_scenarios_are_asked_as_csv(capsys, scenario):
    code, out, _ = run(capsys, "--scenario", scenario, "--design", "identity", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["design"] for row in rows} == {"identity"}
    assert {"200", "403"} <= {row["status"] for row in rows}


def test_markdown_has_a_row_for_each_cell(capsys):
    code, out, _ = run(capsys, "--design", "roles", "--user", "bob", "--format", "markdown")
    assert code == 0
    assert out.startswith("| design | user | request |")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--design", "rolls"), 'There is no design "rolls". Choose from identity'),
        (("--user", "nobody"), 'There is no user "nobody". Choose from alice'),
        (("--scenario", "missing.toml"), "missing.toml"),
        (("--design", "a.toml", "--design", "b.toml"), "Only one design can come from a file."),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_exit_code_2(capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1
