import csv
import io
import json
import sys

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
        (("--design", "rolls"), 'There is no design "rolls". Choose from hybrid'),
        (("--user", "nobody"), 'There is no user "nobody". Choose from alice'),
        (("--scenario", "missing.toml"), "missing.toml"),
        (("--design", "missing.toml"), "The design cannot be used: missing.toml: cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_exit_code_2(capsys, arguments, words):
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert err.count("\n") == 1


@pytest.fixture
def design_file(tmp_path):
    """Writes a design of one's own: whoever is its claim's bearer may do everything."""

    def write(name, design_id, claim="boss"):
        path = tmp_path / name
        grant = f'[[grants]]\nkind = "flag"\nclaim = "{claim}"\n'
        path.write_text(f'id = "{design_id}"\ntitle = "t"\n[claims]\n{claim} = true\n{grant}', encoding="utf-8")
        return str(path)

    return write


def cells(out):
    return {(cell["design"], cell["request"]): cell["status"] for cell in json.loads(out)["cells"]}


def test_several_designs_of_ones_own_stand_beside_built_in_ones(capsys, design_file):
    files = design_file("one.toml", "open"), design_file("two.toml", "ajar", "guest")
    arguments = [word for file in (*files, files[0], "roles") for word in ("--design", file)]
    code, out, err = run(capsys, *arguments, "--user", "bob", "--format", "json")
    assert (code, err) == (0, "")
    found = cells(out)
    assert {design for design, _ in found} == {"roles", "open", "ajar"}
    assert (found["open", "users"], found["ajar", "users"], found["roles", "users"]) == (200, 200, 403)


def test_a_path_is_a_file_whatever_it_ends_with(capsys, design_file):
    code, out, err = run(capsys, "--design", design_file("without-ending", "open"), "--user", "bob", "--format", "json")
    assert (code, err) == (0, "")
    assert {design for design, _ in cells(out)} == {"open"}


def test_two_files_with_one_id_are_refused_by_name(capsys, design_file):
    one, two = design_file("one.toml", "open"), design_file("two.toml", "open", "guest")
    code, out, err = run(capsys, "--design", one, "--design", two)
    assert (code, out) == (2, "")
    assert f'{two}: id: "open" is also the id of {one}' in err


def test_a_file_takes_the_place_of_the_built_in_design_whose_id_it_has_and_that_is_said(capsys, design_file):
    file = design_file("mine.toml", "roles")
    code, out, err = run(capsys, "--design", file, "--user", "bob", "--format", "json")
    assert code == 0
    assert set(cells(out).values()) == {200}
    assert f'note: the design in {file} replaces the built-in "roles"' in err


def test_a_file_and_the_built_in_design_that_it_replaces_cannot_both_be_asked(capsys, design_file):
    code, out, err = run(capsys, "--design", "roles", "--design", design_file("mine.toml", "roles"))
    assert (code, out) == (2, "")
    assert "replaces the built-in design. Give it another id to compare both." in err


def test_the_table_says_why_a_request_was_not_decided(capsys):
    designs = ("--design", "resource-ids", "--design", "roles")
    code, out, _ = run(capsys, "--scenario", "documents-large", *designs, "--user", "archivist")
    assert code == 0
    row = next(line for line in out.splitlines() if line.startswith("resource-ids"))
    assert set(row.split()[1:]) == {"431"}
    [remark] = [line for line in out.splitlines() if line.startswith("431: ")]
    assert "the header block is over the limit of 16384 bytes" in remark
    assert remark.endswith("(resource-ids)")


def test_the_table_says_why_a_user_has_no_token(capsys):
    _, out, _ = run(capsys, "--design", "roles", "--user", "erin")
    assert "401: erin cannot log in (login.disabled), so there is no token to send." in out


def test_a_design_whose_extra_is_not_installed_is_left_out_of_all_and_that_is_said(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "cedarpy", None)
    code, out, err = run(capsys, "--user", "bob", "--format", "json")
    assert code == 0
    assert "cedar" not in {cell["design"] for cell in json.loads(out)["cells"]}
    assert err == (
        'token-workbench matrix: note: left out: the design "cedar" needs cedarpy; install it with:'
        ' pip install "token-workbench[cedar]".\n'
    )
    code, out, err = run(capsys, "--design", "cedar", "--user", "bob")
    assert (code, out) == (2, "")
    assert 'pip install "token-workbench[cedar]"' in err
